#include "server/dhcp/address_pool.hpp"

#include <algorithm>
#include <bit>

namespace dialtone::dhcp {

namespace {

constexpr std::size_t kWord = 64;

std::vector<AddressRange> sorted_union(std::vector<AddressRange> ranges) {
    std::erase_if(ranges, [](const AddressRange& r) { return r.last < r.first; });
    std::ranges::sort(ranges, {}, &AddressRange::first);
    std::vector<AddressRange> result;
    for (const auto& range : ranges) {
        if (!result.empty() && range.first <= result.back().last) {
            result.back().last = std::max(result.back().last, range.last);
        } else {
            result.push_back(range);
        }
    }
    return result;
}

/// `ranges` without `holes`; both sorted and disjoint.
std::vector<AddressRange> without(
    const std::vector<AddressRange>& ranges, const std::vector<AddressRange>& holes
) {
    std::vector<AddressRange> result;
    for (auto range : ranges) {
        bool has_rest = true;
        for (const auto& hole : holes) {
            if (hole.last < range.first || range.last < hole.first) {
                continue;
            }
            if (range.first < hole.first) {
                result.push_back({range.first, Ipv4{hole.first.value() - 1}});
            }
            if (hole.last >= range.last) {
                has_rest = false;
                break;
            }
            range.first = Ipv4{hole.last.value() + 1};
        }
        if (has_rest) {
            result.push_back(range);
        }
    }
    return result;
}

void set_bit(std::vector<std::uint64_t>& bits, std::size_t index, bool value) {
    const auto mask = std::uint64_t{1} << (index % kWord);
    auto& word = bits[index / kWord];
    word = value ? word | mask : word & ~mask;
}

bool has_bit(const std::vector<std::uint64_t>& bits, std::size_t index) {
    return (bits[index / kWord] >> (index % kWord) & 1U) != 0;
}

}  // namespace

AddressPool::AddressPool(const std::vector<AddressRange>& ranges, const std::vector<AddressRange>& withheld) {
    for (auto range : without(sorted_union(ranges), sorted_union(withheld))) {
        const auto room = kMaxSize - size_;
        if (room == 0) {
            break;
        }
        const auto count = std::min<std::size_t>(
            room, static_cast<std::size_t>(range.last.value()) - range.first.value() + 1
        );
        range.last = Ipv4{range.first.value() + static_cast<std::uint32_t>(count - 1)};
        runs_.push_back({range, size_});
        size_ += count;
    }
    taken_bits_.resize((size_ + kWord - 1) / kWord);
    remembered_bits_.resize(taken_bits_.size());
}

std::optional<std::size_t> AddressPool::index_of(Ipv4 address) const {
    auto run = std::ranges::upper_bound(runs_, address, {}, [](const Run& r) { return r.range.first; });
    if (run == runs_.begin() || !(--run)->range.contains(address)) {
        return std::nullopt;
    }
    return run->first_index + (address.value() - run->range.first.value());
}

Ipv4 AddressPool::at(std::size_t index) const {
    auto run = std::ranges::upper_bound(runs_, index, {}, &Run::first_index);
    --run;
    return Ipv4{run->range.first.value() + static_cast<std::uint32_t>(index - run->first_index)};
}

void AddressPool::mark(Ipv4 address, Use use) {
    const auto index = index_of(address);
    if (!index) {
        return;
    }
    taken_ -= has_bit(taken_bits_, *index) ? 1U : 0U;
    taken_ += use == Use::taken ? 1U : 0U;
    set_bit(taken_bits_, *index, use == Use::taken);
    set_bit(remembered_bits_, *index, use == Use::remembered);
}

std::optional<std::size_t> AddressPool::find_clear(std::size_t start, const Bits& a, const Bits* b) const {
    const auto words = a.size();
    // The first word is visited twice: its bits from `start` on at the beginning, the others at the end.
    for (std::size_t step = 0; step <= words; ++step) {
        const auto word = (start / kWord + step) % words;
        auto clear = ~(a[word] | (b == nullptr ? 0 : (*b)[word]));
        const auto before_start = (std::uint64_t{1} << (start % kWord)) - 1;
        if (step == 0) {
            clear &= ~before_start;
        } else if (step == words) {
            clear &= before_start;
        }
        const auto index = word * kWord + static_cast<std::size_t>(std::countr_zero(clear));
        if (clear != 0 && index < size_) {
            return index;
        }
    }
    return std::nullopt;
}

std::optional<Ipv4> AddressPool::find(std::uint64_t hash) const {
    if (taken_ >= size_) {
        return std::nullopt;
    }
    const auto start = static_cast<std::size_t>(hash % size_);
    auto index = find_clear(start, taken_bits_, &remembered_bits_);
    if (!index) {
        index = find_clear(start, taken_bits_, nullptr);
    }
    return index ? std::optional{at(*index)} : std::nullopt;
}

}  // namespace dialtone::dhcp
