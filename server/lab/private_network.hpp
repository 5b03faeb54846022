#pragma once

#include "common/address/ipv4.hpp"
#include "common/error/problem.hpp"

#include <sys/types.h>
#include <functional>
#include <string>
#include <vector>

/// A network that nobody else sees: two network namespaces joined by a virtual cable, one for the server and
/// one for the phones, so that real broadcasts travel on the real ports and the host is not touched.
namespace dialtone::lab {

inline constexpr const char* kPhoneInterface = "phones0";
inline constexpr const char* kServerInterface = "wire0";

/// What this process may do; found out in a child that ends, so that nothing has happened yet.
/// invalid() with the kernel's reason when it may not make such a network.
Outcome<void> may_make_private_network();

/// Moves this process, which must have one thread only, into a namespace of its own: the phones' side. As
/// root a network namespace; else a user namespace around it, in which it is root.
/// @throws std::system_error
void enter_private_network();

/// What lies at the server's side of the cable.
struct ServerSide {
    Ipv4 address;    ///< of the server, on kServerInterface
    Cidr network;    ///< of the wire
    Ipv4 neighbour;  ///< an address of the phones' side, by way of which `beyond` is reached
    /// Networks of the phones' side that the server does not look for on the wire: those beyond it, and those
    /// of more phones than the kernel's table of neighbours holds (1,024, and only the host's root may change
    /// that).
    std::vector<Cidr> beyond;
};

/// Starts `program` on the server's side of the cable. Only after enter_private_network(). `program` runs in
/// a child process that dies with this one, and does not return: it execs. @throws std::system_error when
/// cable or address could not be made.
pid_t start_on_server_side(const ServerSide& side, const std::function<void()>& program);

}  // namespace dialtone::lab
