#include "server/dhcp/option_list.hpp"

#include "common/bytes/reader.hpp"

#include <algorithm>
#include <array>

namespace dialtone::dhcp {

std::size_t OptionList::position_of(std::uint8_t code) const {
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.code == code; });
    return static_cast<std::size_t>(found - entries_.begin());
}

void OptionList::set(std::uint8_t code, Bytes value) {
    const auto position = position_of(code);
    const auto offset = static_cast<std::uint32_t>(octets_.size());
    const auto size = static_cast<std::uint32_t>(value.size());
    if (position == entries_.size()) {
        entries_.push_back({code, offset, size});
        octets_.insert(octets_.end(), value.begin(), value.end());
        return;
    }
    auto& entry = entries_[position];
    if (entry.size < size) {
        octets_.resize(octets_.size() + size);
        entry.offset = offset;
    }
    entry.size = size;
    std::copy(value.begin(), value.end(), octets_.begin() + entry.offset);
}

void OptionList::set_u8(std::uint8_t code, std::uint8_t value) {
    set(code, Bytes{&value, 1});
}

void OptionList::set_u16(std::uint8_t code, std::uint16_t value) {
    const std::array<std::uint8_t, 2> octets{
        static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value)};
    set(code, octets);
}

void OptionList::set_u32(std::uint8_t code, std::uint32_t value) {
    const std::array<std::uint8_t, 4> octets{
        static_cast<std::uint8_t>(value >> 24U),
        static_cast<std::uint8_t>(value >> 16U),
        static_cast<std::uint8_t>(value >> 8U),
        static_cast<std::uint8_t>(value)};
    set(code, octets);
}

void OptionList::set_text(std::uint8_t code, std::string_view value) {
    set(code, bytes_of(value));
}

void OptionList::set_address(std::uint8_t code, Ipv4 value) {
    set_u32(code, value.value());
}

void OptionList::set_addresses(std::uint8_t code, const std::vector<Ipv4>& values) {
    boost::container::small_vector<std::uint8_t, 32> octets;
    for (const auto address : values) {
        for (unsigned shift = 32; shift > 0;) {
            shift -= 8;
            octets.push_back(static_cast<std::uint8_t>(address.value() >> shift));
        }
    }
    set(code, octets);
}

std::size_t OptionList::reserve(std::uint8_t code, std::size_t size) {
    entries_.push_back({code, static_cast<std::uint32_t>(octets_.size()), static_cast<std::uint32_t>(size)});
    octets_.resize(octets_.size() + size);
    return entries_.size() - 1;
}

void OptionList::fill(std::size_t index, std::size_t at, Bytes piece) {
    std::copy(
        piece.begin(), piece.end(), octets_.begin() + static_cast<std::ptrdiff_t>(entries_[index].offset + at)
    );
}

OptionList::View OptionList::at(std::size_t index) const {
    const auto& entry = entries_[index];
    return {entry.code, Bytes{octets_.data() + entry.offset, entry.size}};
}

std::optional<Bytes> OptionList::bytes(std::uint8_t code) const {
    const auto position = position_of(code);
    return position == entries_.size() ? std::nullopt : std::optional{at(position).value};
}

std::optional<std::uint64_t> OptionList::number(std::uint8_t code, std::size_t size) const {
    const auto value = bytes(code);
    if (!value || value->size() != size) {
        return std::nullopt;
    }
    std::uint64_t result = 0;
    for (const auto octet : *value) {
        result = result << 8U | octet;
    }
    return result;
}

std::optional<std::uint8_t> OptionList::u8(std::uint8_t code) const {
    const auto value = number(code, 1);
    return value ? std::optional{static_cast<std::uint8_t>(*value)} : std::nullopt;
}

std::optional<std::uint16_t> OptionList::u16(std::uint8_t code) const {
    const auto value = number(code, 2);
    return value ? std::optional{static_cast<std::uint16_t>(*value)} : std::nullopt;
}

std::optional<std::uint32_t> OptionList::u32(std::uint8_t code) const {
    const auto value = number(code, 4);
    return value ? std::optional{static_cast<std::uint32_t>(*value)} : std::nullopt;
}

std::optional<Ipv4> OptionList::address(std::uint8_t code) const {
    const auto value = u32(code);
    return value ? std::optional{Ipv4{*value}} : std::nullopt;
}

std::vector<Ipv4> OptionList::addresses(std::uint8_t code) const {
    std::vector<Ipv4> result;
    const auto value = bytes(code);
    if (!value || value->size() % 4 != 0) {
        return result;
    }
    for (Reader reader{*value}; reader.remaining() > 0;) {
        result.emplace_back(reader.u32be());
    }
    return result;
}

std::string_view OptionList::text(std::uint8_t code) const {
    auto value = text_of(bytes(code).value_or(Bytes{}));
    while (value.ends_with('\0')) {
        value.remove_suffix(1);
    }
    return value;
}

bool operator==(const OptionList& a, const OptionList& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto left = a.at(i);
        const auto right = b.at(i);
        if (left.code != right.code || !std::ranges::equal(left.value, right.value)) {
            return false;
        }
    }
    return true;
}

}  // namespace dialtone::dhcp
