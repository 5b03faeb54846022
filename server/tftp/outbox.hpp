#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace dialtone::tftp {

/// Where the packets of one transfer go: from which of the transfer ports and which of our
/// addresses, to whom.
struct Route {
    std::size_t port = 0;  ///< index into the pool of transfer ports
    Endpoint peer;
    Ipv4 local;  ///< the address that was asked: phones ignore answers from another (RFC 1350 §4)

    friend bool operator==(const Route&, const Route&) = default;
};

/// Packets to send, in order, in one buffer that is reused.
class Outbox {
 public:
    struct Packet {
        Route route;
        Bytes octets;
    };

    /// Where to render one packet; end() then makes it one.
    Buffer& begin() {
        start_ = octets_.size();
        return octets_;
    }

    void end(const Route& route) { slices_.push_back({route, start_, octets_.size() - start_}); }

    [[nodiscard]] std::size_t size() const { return slices_.size(); }

    /// Valid until the next begin() or clear().
    [[nodiscard]] Packet operator[](std::size_t i) const {
        const auto& slice = slices_[i];
        return {slice.route, Bytes{octets_}.subspan(slice.offset, slice.size)};
    }

    void clear() {
        octets_.clear();
        slices_.clear();
    }

 private:
    struct Slice {
        Route route;
        std::size_t offset;
        std::size_t size;
    };

    Buffer octets_;
    std::vector<Slice> slices_;
    std::size_t start_ = 0;
};

}  // namespace dialtone::tftp
