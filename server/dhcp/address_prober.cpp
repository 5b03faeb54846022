#include "server/dhcp/address_prober.hpp"

#include "server/dhcp/arp_packet.hpp"
#include "server/dhcp/icmp_echo.hpp"

#include <utility>

namespace dialtone::dhcp {

namespace {

constexpr std::uint16_t kIdentifier = 0x4450;

}  // namespace

AddressProber::AddressProber(std::unique_ptr<net::PacketPort> arp, std::unique_ptr<net::DatagramPort> icmp)
    : arp_{std::move(arp)}, icmp_{std::move(icmp)} {}

void AddressProber::start(OnInUse on_in_use) {
    arp_->start([on_in_use](const net::InboundPacket& packet) {
        if (const auto claim = arp_claim(packet.payload)) {
            on_in_use(claim->address, claim->mac);
        }
    });
    icmp_->start(
        [on_in_use](const net::InboundDatagram& datagram) {
            // Whoever asked: an answer from the address is proof enough that somebody has it.
            if (is_echo_reply(without_ip_header(datagram.payload), std::nullopt)) {
                on_in_use(datagram.peer.address, std::nullopt);
            }
        },
        [] {}
    );
}

bool AddressProber::ask(const Probe& probe) {
    if (probe.interface_index != 0) {
        const auto question = arp_probe(probe.from, probe.address);
        return arp_->send({probe.interface_index, net::kEverybody, question});
    }
    const auto question = echo_request(kIdentifier, ++sequence_);
    return icmp_->send({{probe.address, 0}, {}, 0, question});
}

}  // namespace dialtone::dhcp
