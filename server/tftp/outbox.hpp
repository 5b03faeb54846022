#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
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

/// Packets to send, in order. What is rendered lies in one buffer that is reused; a block of a file stays
/// where it is, shared by all transfers of that file.
class Outbox {
 public:
    /// On the wire `head` and `body` are one datagram.
    struct Packet {
        Route route;
        Bytes head;
        Bytes body;
    };

    /// Where to render one packet, or its head; end() then makes it one.
    Buffer& begin() {
        start_ = octets_.size();
        return octets_;
    }

    /// @param body lives until clear(): see keep().
    void end(const Route& route, Bytes body = {}) {
        slices_.push_back({route, start_, octets_.size() - start_, body});
    }

    /// Somebody lets go of octets that a packet may still refer to: they are kept until clear().
    void keep(std::shared_ptr<const void> owner) {
        if (!slices_.empty()) {
            kept_.push_back(std::move(owner));
        }
    }

    [[nodiscard]] std::size_t size() const { return slices_.size(); }

    /// Valid until the next begin() or clear().
    [[nodiscard]] Packet operator[](std::size_t i) const {
        const auto& slice = slices_[i];
        return {slice.route, Bytes{octets_}.subspan(slice.offset, slice.size), slice.body};
    }

    void clear() {
        octets_.clear();
        slices_.clear();
        kept_.clear();
    }

 private:
    struct Slice {
        Route route;
        std::size_t offset;
        std::size_t size;
        Bytes body;
    };

    Buffer octets_;
    std::vector<Slice> slices_;
    std::vector<std::shared_ptr<const void>> kept_;
    std::size_t start_ = 0;
};

}  // namespace dialtone::tftp
