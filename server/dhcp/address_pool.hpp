#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace dialtone::dhcp {

/// The addresses that one subnet may give to anybody, and which of them are taken: two bits an address, so
/// that the next free one is found 64 at a time even when a range is nearly full.
class AddressPool {
 public:
    /// Larger configurations are cut: a /8 is more than one server can lease.
    static constexpr std::size_t kMaxSize = std::size_t{1} << 24U;

    enum class Use : std::uint8_t {
        free,
        remembered,  ///< nobody holds it, but somebody did and shall get it back: given away last
        taken,
    };

    AddressPool() = default;

    /// @param ranges  may touch or overlap. @param withheld  addresses taken out of them.
    AddressPool(const std::vector<AddressRange>& ranges, const std::vector<AddressRange>& withheld);

    [[nodiscard]] std::size_t size() const { return size_; }

    [[nodiscard]] std::size_t taken() const { return taken_; }

    [[nodiscard]] bool contains(Ipv4 address) const { return index_of(address).has_value(); }

    /// Ignored for addresses that are not in the pool.
    void mark(Ipv4 address, Use use);

    /// The first address not taken, from number hash mod size on and round: a free one, else one that is only
    /// remembered. The same client therefore starts at the same address even after every record was lost.
    [[nodiscard]] std::optional<Ipv4> find(std::uint64_t hash) const;

 private:
    struct Run {
        AddressRange range;
        std::size_t first_index;
    };

    using Bits = std::vector<std::uint64_t>;

    [[nodiscard]] std::optional<std::size_t> index_of(Ipv4 address) const;
    [[nodiscard]] Ipv4 at(std::size_t index) const;

    /// The first index from `start` on and round at which neither `a` nor `b` (may be null) has its bit set.
    [[nodiscard]] std::optional<std::size_t> find_clear(std::size_t start, const Bits& a, const Bits* b)
        const;

    std::vector<Run> runs_;  // disjoint, ascending
    std::size_t size_ = 0;
    std::size_t taken_ = 0;
    Bits taken_bits_;
    Bits remembered_bits_;
};

}  // namespace dialtone::dhcp
