#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"
#include "server/net/event_loop.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace dialtone::net {

/// A datagram as it arrived; the payload lives only during the handler's call.
struct InboundDatagram {
    Endpoint peer;
    Ipv4 local;               ///< the address it was sent to: answers must leave from there
    int interface_index = 0;  ///< where it came in (IP_PKTINFO); 0 when unknown
    Bytes payload;
};

/// A datagram to send: `payload` and, behind it, `body`, so that a header can stand before octets that lie
/// elsewhere. `local` unspecified: the kernel chooses; `interface_index` 0: the routing table chooses.
struct OutboundDatagram {
    Endpoint peer;
    Ipv4 local;
    int interface_index = 0;
    Bytes payload;
    Bytes body{};

    [[nodiscard]] std::size_t size() const { return payload.size() + body.size(); }
};

/// One bound UDP socket, or its twin in memory. Belongs to one loop.
class DatagramPort {
 public:
    using OnDatagram = std::function<void(const InboundDatagram&)>;
    using OnTurnEnd = std::function<void()>;

    virtual ~DatagramPort() = default;

    /// Begins to receive. Every readable turn delivers a batch, then calls `on_turn_end` once.
    virtual void start(OnDatagram on_datagram, OnTurnEnd on_turn_end) = 0;

    /// False when the kernel refused it (full buffer, no route): datagrams are lost on wires too, so callers
    /// count it.
    virtual bool send(const OutboundDatagram& datagram) = 0;

    /// The same for several, in order, with as few system calls as it takes: what a turn has to say is
    /// collected and sent at its end. Payloads need only live during the call.
    /// @return how many the kernel took; one that it refused does not hold up those behind it.
    virtual std::size_t send_many(std::span<const OutboundDatagram> datagrams) {
        return static_cast<std::size_t>(std::ranges::count_if(datagrams, [this](const auto& datagram) {
            return send(datagram);
        }));
    }

    [[nodiscard]] virtual Endpoint local() const = 0;

    /// Datagrams that the kernel dropped because we were too slow (SO_RXQ_OVFL).
    [[nodiscard]] virtual std::uint64_t kernel_drops() const = 0;
};

struct UdpOptions {
    Endpoint bind;           ///< port 0: any free one
    std::string interface;   ///< SO_BINDTODEVICE; empty: all
    bool broadcast = false;  ///< may send to 255.255.255.255
    bool reuse_address = false;
    std::size_t receive_buffer =
        4U << 20U;  ///< octets asked for; design §4 says 32 MB for DHCP, TFTP 69 and SIP
};

/// @throws std::system_error when the address cannot be bound; the message names it.
std::unique_ptr<DatagramPort> open_udp(EventLoop& loop, const UdpOptions& options);

/// ICMP (RFC 792) as datagrams, for asking whether a host is there: what is sent is an ICMP message; what
/// arrives are echo replies alone, each behind its IP header. Ports are 0.
/// @throws std::system_error without CAP_NET_RAW.
std::unique_ptr<DatagramPort> open_icmp_echo(EventLoop& loop);

}  // namespace dialtone::net
