#pragma once

#include "common/address/ipv4.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace dialtone::net {

inline sockaddr_in to_sockaddr(const Endpoint& endpoint) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint.port);
    address.sin_addr.s_addr = htonl(endpoint.address.value());
    return address;
}

inline Endpoint from_sockaddr(const sockaddr_in& address) {
    return {Ipv4{ntohl(address.sin_addr.s_addr)}, ntohs(address.sin_port)};
}

/// The system's last error with what was attempted: "bind UDP 10.0.0.1:69: Address already in use".
[[noreturn]] inline void throw_errno(const std::string& attempt) {
    throw std::system_error{errno, std::generic_category(), attempt};
}

}  // namespace dialtone::net
