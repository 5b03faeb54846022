#include "server/sccp/wire.hpp"

#include "server/sccp/text.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

constexpr std::uint32_t kIpv4 = 0;  // 1 is IPv6, 2 both, 3 invalid
constexpr std::size_t kAddressOctets = 16;

std::size_t until_nul(Bytes octets) {
    return static_cast<std::size_t>(std::find(octets.begin(), octets.end(), 0) - octets.begin());
}

}  // namespace

Bytes BodyReader::take(std::size_t count) {
    const auto size = std::min(count, body_.size() - position_);
    const auto taken = body_.subspan(position_, size);
    position_ += size;
    return taken;
}

std::uint32_t BodyReader::number(std::size_t count) {
    std::uint32_t value = 0;
    unsigned shift = 0;
    for (const auto octet : take(count)) {
        value |= static_cast<std::uint32_t>(octet) << shift;
        shift += 8;
    }
    return value;
}

void BodyReader::ip4(Ipv4& address) {
    std::uint32_t value = 0;
    const auto taken = take(4);
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8U | (i < taken.size() ? taken[i] : 0U);
    }
    address = Ipv4{value};
}

void BodyReader::address(Ipv4& address) {
    const auto type = number(4);
    ip4(address);
    take(kAddressOctets - 4);
    if (type != kIpv4) {
        address = Ipv4{};
    }
}

void BodyReader::text(std::string& value, std::size_t size) {
    const auto field = take(size);
    value = decoded(field.first(until_nul(field)), is_utf8_);
}

void BodyReader::ztext(std::string& value, std::size_t max) {
    const auto left = body_.subspan(position_);
    const auto length = until_nul(left);
    value = decoded(left.first(std::min(length, max)), is_utf8_);
    take(length + 1);
}

void BodyReader::rest(std::string& value, std::size_t max) {
    const auto left = take(max);
    value = decoded(left.first(until_nul(left)), is_utf8_);
}

void BodyReader::raw(std::string& value, std::size_t size) {
    value = dialtone::text_of(take(size));
}

void BodyReader::octets(std::span<std::uint8_t> value) {
    const auto taken = take(value.size());
    const auto end = std::copy(taken.begin(), taken.end(), value.begin());
    std::fill(end, value.end(), std::uint8_t{0});
}

void BodyWriter::address(Ipv4 address) {
    writer_.u32le(kIpv4);
    ip4(address);
    writer_.zeros(kAddressOctets - 4);
}

void BodyWriter::text(const std::string& value, std::size_t size) {
    const auto start = out_.size();
    append_encoded(out_, value, is_utf8_, size - 1);
    writer_.zeros(start + size - out_.size());
}

void BodyWriter::ztext(const std::string& value, std::size_t max) {
    append_encoded(out_, value, is_utf8_, max);
    writer_.u8(0);
}

void BodyWriter::rest(const std::string& value, std::size_t max) {
    append_encoded(out_, value, is_utf8_, max);
}

void BodyWriter::raw(const std::string& value, std::size_t size) {
    writer_.text(std::string_view{value}.substr(0, size));
}

}  // namespace dialtone::sccp
