// What hosts say below UDP when they are asked whether they use an address: ARP packets, and ICMP messages
// behind IP headers.
#include "server/dhcp/arp_packet.hpp"
#include "server/dhcp/icmp_echo.hpp"

#include <cstdlib>

using namespace dialtone;
using namespace dialtone::dhcp;

namespace {

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes packet{data, size};
    if (const auto claim = arp_claim(packet)) {
        check(size >= kArpSize && !claim->address.is_unspecified());
        // What is behind the packet is padding.
        check(arp_claim(packet.first(kArpSize)) == claim);
        // Our own question claims nothing, whoever asks it about whom.
        check(!arp_claim(arp_probe(claim->mac, claim->address)));
    }
    const auto message = without_ip_header(packet);
    check(message.size() + 20 <= size || message.empty());
    if (is_echo_reply(message, std::nullopt)) {
        check(message.size() >= 6 && message[0] == 0 && message[1] == 0);
    }
    return 0;
}
