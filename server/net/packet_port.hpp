#pragma once

#include "common/address/mac.hpp"
#include "common/bytes/bytes.hpp"
#include "server/net/event_loop.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace dialtone::net {

/// What an Ethernet frame carries, as its header says it.
enum class EtherType : std::uint16_t { ipv4 = 0x0800, arp = 0x0806 };

/// A packet as it arrived, without its Ethernet header; the payload lives only during the handler's call.
struct InboundPacket {
    int interface_index = 0;
    MacAddress peer;
    Bytes payload;
};

struct OutboundPacket {
    int interface_index = 0;
    MacAddress peer;  ///< ff:ff:ff:ff:ff:ff: everybody on that wire
    Bytes payload;
};

inline constexpr MacAddress kEverybody{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};

/// Frames of one kind on any Ethernet interface of the host (AF_PACKET), or their twin in memory: for hosts
/// that cannot be reached by IP yet. Belongs to one loop.
class PacketPort {
 public:
    using OnPacket = std::function<void(const InboundPacket&)>;

    virtual ~PacketPort() = default;

    /// Begins to receive what is meant for this host or for everybody. Not on a port that only sends.
    virtual void start(OnPacket on_packet) = 0;

    /// False when the kernel refused it: no such interface, larger than its MTU, full queue.
    virtual bool send(const OutboundPacket& packet) = 0;
};

/// @throws std::system_error without CAP_NET_RAW.
std::unique_ptr<PacketPort> open_packet_port(EventLoop& loop, EtherType type);

/// The same for sending alone: the kernel queues nothing on it. start() must not be called.
std::unique_ptr<PacketPort> open_packet_sender(EventLoop& loop, EtherType type);

}  // namespace dialtone::net
