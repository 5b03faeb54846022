#pragma once

#include "common/time/now.hpp"
#include "server/lab/phone.hpp"
#include "server/net/datagram_port.hpp"
#include "server/net/event_loop.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace dialtone::lab {

class FleetMember;
class GuestAddresses;

/// How the phones of a fleet reach their server.
enum class Attachment : std::uint8_t {
    wire,   ///< broadcast on an interface of a namespace of ours; every leased address is put on its loopback
    relay,  ///< DHCP through a relay agent's address of this host; a phone with 10.a.b.c speaks from
            ///< 127.a.b.c
    no_lease,  ///< no DHCP: addresses are given, and all phones speak from this host's
};

struct FleetSettings {
    Attachment attachment = Attachment::relay;
    std::string interface;  ///< of wire
    Ipv4 server;            ///< of relay: where the agent sends to
    Ipv4 relay;             ///< the agent's own address
    Ports ports;
    double loss = 0.0;  ///< share of datagrams lost in each direction
    std::uint64_t seed = 1;
};

/// Simulated phones over real sockets: the shell around lab::Phone. One socket speaks DHCP for all of them
/// (replies are told apart by hardware address), a few serve their TFTP transfers, each has its own TCP
/// connections. Belongs to one loop.
class Fleet {
 public:
    using OnReport = std::function<void(const Phone& phone, const Report& report)>;

    Fleet(net::EventLoop& loop, const FleetSettings& settings, OnReport on_report);
    ~Fleet();
    Fleet(const Fleet&) = delete;
    Fleet& operator=(const Fleet&) = delete;

    /// @param settings model, hardware address, ...; ports and seed are the fleet's.
    /// @throws std::system_error when the first phone's DHCP socket cannot be bound; the message names its
    /// address.
    void add(PhoneSettings settings);
    void power_on_all();
    /// Registered phones say goodbye; what else is open is closed.
    void unregister_all();

    [[nodiscard]] std::size_t size() const { return members_.size(); }

    [[nodiscard]] const Phone& phone(std::size_t index) const;

 private:
    friend class FleetMember;

    struct TransferPort {
        std::unique_ptr<net::DatagramPort> port;
        std::uint16_t number = 0;  ///< a port that a family of phones insists on; 0: any
        /// Who uses it, by the address that answers come to.
        std::unordered_map<Ipv4, std::pair<FleetMember*, std::uint16_t>> users;
    };

    void open_dhcp_port();
    void on_dhcp(const net::InboundDatagram& datagram);
    void send_dhcp(FleetMember& member, SendDatagram& action);
    void send_tftp(FleetMember& member, SendDatagram& action);
    TransferPort& transfer_port(FleetMember& member, std::uint16_t slot, std::uint16_t number);
    std::size_t open_transfer_port(std::uint16_t number);
    void release_transfer_ports(FleetMember& member);
    void on_transfer(std::size_t index, const net::InboundDatagram& datagram);
    /// Where the phone's packets really come from.
    [[nodiscard]] Ipv4 source_of(Ipv4 leased) const;

    [[nodiscard]] bool is_lost() { return settings_.loss > 0 && dice_.chance(settings_.loss); }

    net::EventLoop& loop_;
    FleetSettings settings_;
    OnReport on_report_;
    Dice dice_;
    int interface_index_ = 0;
    std::unique_ptr<GuestAddresses> guests_;  ///< of wire
    std::unique_ptr<net::DatagramPort> dhcp_;
    std::vector<std::unique_ptr<TransferPort>> transfers_;
    std::vector<std::unique_ptr<FleetMember>> members_;
    std::unordered_map<MacAddress, FleetMember*> by_mac_;
};

}  // namespace dialtone::lab
