#include "server/net/interfaces.hpp"

#include "server/net/socket_address.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>

#include <bit>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

namespace dialtone::net {

namespace {

Ipv4 address_of(const sockaddr* address) {
    return from_sockaddr(*reinterpret_cast<const sockaddr_in*>(address)).address;
}

MacAddress mac_of(const sockaddr* address) {
    const auto* link = reinterpret_cast<const sockaddr_ll*>(address);
    return MacAddress::from(Bytes{link->sll_addr, sizeof link->sll_addr}).value_or(MacAddress{});
}

}  // namespace

std::vector<InterfaceAddress> interface_addresses() {
    ifaddrs* raw = nullptr;
    if (getifaddrs(&raw) != 0) {
        throw_errno("list the interfaces");
    }
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> list{raw, &freeifaddrs};

    std::map<std::string, MacAddress> macs;
    for (const auto* i = list.get(); i != nullptr; i = i->ifa_next) {
        if (i->ifa_addr != nullptr && i->ifa_addr->sa_family == AF_PACKET) {
            macs[i->ifa_name] = mac_of(i->ifa_addr);
        }
    }
    std::vector<InterfaceAddress> found;
    for (const auto* i = list.get(); i != nullptr; i = i->ifa_next) {
        if (i->ifa_addr == nullptr || i->ifa_addr->sa_family != AF_INET) {
            continue;
        }
        InterfaceAddress entry;
        entry.name = i->ifa_name;
        entry.index = static_cast<int>(if_nametoindex(i->ifa_name));
        entry.address = address_of(i->ifa_addr);
        const auto mask = i->ifa_netmask == nullptr ? Ipv4::broadcast() : address_of(i->ifa_netmask);
        entry.cidr = Cidr{entry.address, static_cast<unsigned>(std::popcount(mask.value()))};
        entry.mac = macs[entry.name];
        entry.is_up = (i->ifa_flags & IFF_UP) != 0;
        found.push_back(std::move(entry));
    }
    return found;
}

std::optional<Ipv4> default_gateway() {
    // Columns: Iface Destination Gateway Flags …, numbers in hexadecimal and network byte order.
    std::ifstream routes{"/proc/net/route"};
    std::string line;
    std::getline(routes, line);
    while (std::getline(routes, line)) {
        std::istringstream columns{line};
        std::string name;
        std::uint32_t destination = 0;
        std::uint32_t gateway = 0;
        columns >> name >> std::hex >> destination >> gateway;
        if (columns && destination == 0 && gateway != 0) {
            return Ipv4{ntohl(gateway)};
        }
    }
    return std::nullopt;
}

}  // namespace dialtone::net
