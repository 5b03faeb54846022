#include "server/lab/fleet.hpp"

#include "server/lab/fleet_member.hpp"
#include "server/lab/guest_addresses.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <net/if.h>

namespace dialtone::lab {

namespace {

// Offsets in a DHCP message (RFC 2131 §2), which a relay agent fills in and reads without understanding more.
constexpr std::size_t kHops = 3;
constexpr std::size_t kRelayAddress = 24;
constexpr std::size_t kHardwareAddress = 28;
constexpr std::size_t kFixedPart = 240;

constexpr std::size_t kTransferBuffer = 32U
                                        << 20U;  ///< octets: thousands of phones have one packet under way
constexpr std::size_t kDhcpBuffer = 32U << 20U;  ///< all of them hear DHCP through one socket

}  // namespace

Fleet::Fleet(net::EventLoop& loop, const FleetSettings& settings, OnReport on_report)
    : loop_{loop}, settings_{settings}, on_report_{std::move(on_report)}, dice_{settings.seed} {
    if (settings.attachment == Attachment::wire) {
        guests_ = std::make_unique<GuestAddresses>();
        interface_index_ = static_cast<int>(if_nametoindex(settings.interface.c_str()));
    }
}

Fleet::~Fleet() = default;

void Fleet::open_dhcp_port() {
    net::UdpOptions options;
    options.receive_buffer = kDhcpBuffer;
    if (settings_.attachment == Attachment::wire) {
        options.bind = {Ipv4{}, settings_.ports.dhcp_client};
        options.interface = settings_.interface;
        options.broadcast = true;
    } else {
        options.bind = {settings_.relay, settings_.ports.dhcp_server};
    }
    dhcp_ = net::open_udp(loop_, options);
    dhcp_->start([this](const net::InboundDatagram& datagram) { on_dhcp(datagram); }, {});
}

void Fleet::add(PhoneSettings settings) {
    // Not before: without phones the relay agent's address is free for other people's clients.
    if (dhcp_ == nullptr && settings_.attachment != Attachment::no_lease) {
        open_dhcp_port();
    }
    settings.ports = settings_.ports;
    settings.seed = dice_.next();
    auto& member = members_.emplace_back(std::make_unique<FleetMember>(*this, loop_, settings));
    by_mac_.emplace(settings.mac, member.get());
}

void Fleet::power_on_all() {
    for (const auto& member : members_) {
        member->power_on();
    }
}

void Fleet::unregister_all() {
    for (const auto& member : members_) {
        member->unregister();
    }
}

const Phone& Fleet::phone(std::size_t index) const {
    return members_.at(index)->phone();
}

/// All of 127.0.0.0/8 is this host's without being configured, so each phone has an address of its own there.
Ipv4 Fleet::source_of(Ipv4 leased) const {
    switch (settings_.attachment) {
        case Attachment::wire:
            return leased;
        case Attachment::relay:
            return Ipv4{(leased.value() & 0x00ffffffU) | 127U << 24U};
        case Attachment::no_lease:
            break;
    }
    return leased.is_loopback() ? leased : Ipv4{};
}

// DHCP ------------------------------------------------------------------------------------------------------

void Fleet::send_dhcp(FleetMember& member, SendDatagram& action) {
    net::OutboundDatagram datagram;
    if (settings_.attachment == Attachment::relay && action.payload.size() >= kFixedPart) {
        // What a relay agent does (RFC 1542 §4.1.1): count the hop, say where the answer is to go.
        ++action.payload[kHops];
        for (std::size_t i = 0; i < 4; ++i) {
            action.payload[kRelayAddress + i] =
                static_cast<std::uint8_t>(settings_.relay.value() >> (24 - 8 * i));
        }
        datagram.peer = {settings_.server, settings_.ports.dhcp_server};
        datagram.local = settings_.relay;
    } else {
        datagram.peer = action.to;
        datagram.local = member.source();
        datagram.interface_index = interface_index_;
    }
    datagram.payload = action.payload;
    dhcp_->send(datagram);
}

void Fleet::on_dhcp(const net::InboundDatagram& datagram) {
    if (is_lost() || datagram.payload.size() < kFixedPart) {
        return;
    }
    const auto mac = MacAddress::from(datagram.payload.subspan(kHardwareAddress));
    const auto member = mac ? by_mac_.find(*mac) : by_mac_.end();
    if (member != by_mac_.end()) {
        member->second->on_datagram(DatagramUse::dhcp, 0, datagram.peer, datagram.payload);
    }
}

// TFTP ------------------------------------------------------------------------------------------------------

/// A port that this address does not use yet, or the one that the phone insists on. Phones with addresses of
/// their own share ports; phones behind one address get one each.
Fleet::TransferPort& Fleet::transfer_port(FleetMember& member, std::uint16_t slot, std::uint16_t number) {
    auto& used = member.transfer_ports();
    if (const auto known = used.find(slot); known != used.end()) {
        return *transfers_[known->second];
    }
    // The port of the transfer before stays ours for late packets; the one before that is given back.
    while (used.size() > 1) {
        transfers_[used.begin()->second]->users.erase(member.source());
        used.erase(used.begin());
    }
    const auto find = [&](std::uint16_t wanted) {
        const auto free = std::find_if(transfers_.begin(), transfers_.end(), [&](const auto& port) {
            return port->number == wanted && port->users.count(member.source()) == 0;
        });
        return static_cast<std::size_t>(free - transfers_.begin());
    };
    auto index = find(number);
    if (index == transfers_.size()) {
        index = open_transfer_port(number);
    }
    if (index == transfers_.size()) {
        index = find(0);  // somebody else has that port: as through a router that translates it
        index = index == transfers_.size() ? open_transfer_port(0) : index;
    }
    used.emplace(slot, index);
    transfers_[index]->users[member.source()] = {&member, slot};
    return *transfers_[index];
}

/// @return its index; transfers_.size() when that number is taken.
std::size_t Fleet::open_transfer_port(std::uint16_t number) {
    const auto index = transfers_.size();
    auto made = std::make_unique<TransferPort>();
    made->number = number;
    net::UdpOptions options;
    options.bind = {Ipv4{}, number};
    options.receive_buffer = kTransferBuffer;
    try {
        made->port = net::open_udp(loop_, options);
    } catch (const std::system_error&) {
        if (number == 0) {
            throw;
        }
        return index;
    }
    made->port->start(
        [this, index](const net::InboundDatagram& datagram) { on_transfer(index, datagram); }, {}
    );
    transfers_.push_back(std::move(made));
    return index;
}

/// The member is about to speak from another address, or none.
void Fleet::release_transfer_ports(FleetMember& member) {
    for (const auto& [slot, index] : member.transfer_ports()) {
        transfers_[index]->users.erase(member.source());
    }
    member.transfer_ports().clear();
}

void Fleet::send_tftp(FleetMember& member, SendDatagram& action) {
    net::OutboundDatagram datagram;
    datagram.peer = action.to;
    datagram.local = member.source();
    datagram.payload = action.payload;
    transfer_port(member, action.slot, action.port).port->send(datagram);
}

void Fleet::on_transfer(std::size_t index, const net::InboundDatagram& datagram) {
    const auto& users = transfers_[index]->users;
    auto user = users.find(datagram.local);
    if (user == users.end()) {
        user = users.find(Ipv4{});
    }
    if (user == users.end() || is_lost()) {
        return;
    }
    const auto [member, slot] = user->second;
    member->on_datagram(DatagramUse::tftp, slot, datagram.peer, datagram.payload);
}

}  // namespace dialtone::lab
