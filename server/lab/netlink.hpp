#pragma once

#include "common/address/ipv4.hpp"

#include <sys/types.h>
#include <cstdint>
#include <string>

/// What a private network needs of the kernel: a pair of virtual interfaces, addresses, a route. For network
/// namespaces made by ourselves only; nothing here is called in the host's own.
namespace dialtone::lab {

/// A routing socket (rtnetlink(7)) of the namespace in which it was opened. Every request waits for the
/// kernel's answer. @throws std::system_error with what was attempted.
class Netlink {
 public:
    Netlink();
    ~Netlink();
    Netlink(const Netlink&) = delete;
    Netlink& operator=(const Netlink&) = delete;

    /// A cable: one end here, the other in the network namespace of the process `peer_process`.
    void add_cable(const std::string& name, const std::string& peer_name, pid_t peer_process);

    void set_up(const std::string& interface);

    /// Broadcast address and route to the network come with it.
    void add_address(const std::string& interface, Ipv4 address, const Cidr& network);

    /// An address that only its owner uses: /32 with link scope, so that the kernel never chooses it by
    /// itself as the source of somebody else's packet.
    void add_guest_address(const std::string& interface, Ipv4 address);
    void remove_guest_address(const std::string& interface, Ipv4 address);

    /// What lies in `network` is reached directly through the interface.
    void add_route(const std::string& interface, const Cidr& network);

    /// The same by way of a neighbour, which is taken to be on the wire.
    void add_route(const std::string& interface, const Cidr& network, Ipv4 neighbour);

 private:
    class Request;
    void carry_out(Request& request, const std::string& attempt);

    int socket_ = -1;
    std::uint32_t sequence_ = 0;
};

}  // namespace dialtone::lab
