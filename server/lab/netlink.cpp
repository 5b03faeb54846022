#include "server/lab/netlink.hpp"

#include "common/bytes/bytes.hpp"
#include "server/net/socket_address.hpp"

#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

namespace dialtone::lab {

namespace {

unsigned index_of(const std::string& interface) {
    const auto index = if_nametoindex(interface.c_str());
    if (index == 0) {
        net::throw_errno("find interface " + interface);
    }
    return index;
}

}  // namespace

/// One request under construction: a header, a fixed part, attributes, some of them nested.
class Netlink::Request {
 public:
    template <class Fixed>
    Request(std::uint16_t type, int flags, const Fixed& fixed) {
        nlmsghdr header{};
        header.nlmsg_type = type;
        header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
        append(&header, sizeof header);
        append(&fixed, sizeof fixed);
    }

    void attribute(int type, const void* value, std::size_t size) {
        rtattr head{};
        head.rta_type = static_cast<unsigned short>(type);
        head.rta_len = static_cast<unsigned short>(RTA_LENGTH(size));
        append(&head, sizeof head);
        append(value, size);
    }

    void attribute(int type, std::string_view text) {
        const std::string terminated{text};
        attribute(type, terminated.c_str(), terminated.size() + 1);
    }

    void attribute(int type, std::uint32_t value) { attribute(type, &value, sizeof value); }

    void attribute(int type, Ipv4 address) { attribute(type, htonl(address.value())); }

    /// Everything added until close() is inside; returns where it began.
    std::size_t open(int type) {
        const auto at = octets_.size();
        rtattr head{};
        head.rta_type = static_cast<unsigned short>(type);
        append(&head, sizeof head);
        return at;
    }

    void close(std::size_t at) {
        const auto size = static_cast<unsigned short>(octets_.size() - at);
        std::memcpy(octets_.data() + at + offsetof(rtattr, rta_len), &size, sizeof size);
    }

    template <class Fixed>
    void fixed(const Fixed& value) {
        append(&value, sizeof value);
    }

    Bytes finish(std::uint32_t sequence) {
        nlmsghdr header{};
        std::memcpy(&header, octets_.data(), sizeof header);
        header.nlmsg_len = static_cast<std::uint32_t>(octets_.size());
        header.nlmsg_seq = sequence;
        std::memcpy(octets_.data(), &header, sizeof header);
        return octets_;
    }

 private:
    void append(const void* data, std::size_t size) {
        const auto* first = static_cast<const std::uint8_t*>(data);
        octets_.insert(octets_.end(), first, first + size);
        octets_.resize((octets_.size() + NLMSG_ALIGNTO - 1) / NLMSG_ALIGNTO * NLMSG_ALIGNTO);
    }

    Buffer octets_;
};

Netlink::Netlink() : socket_{socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)} {
    if (socket_ < 0) {
        net::throw_errno("open a routing socket");
    }
}

Netlink::~Netlink() {
    ::close(socket_);
}

void Netlink::carry_out(Request& request, const std::string& attempt) {
    const auto octets = request.finish(++sequence_);
    if (::send(socket_, octets.data(), octets.size(), 0) < 0) {
        net::throw_errno(attempt);
    }
    alignas(nlmsghdr) std::array<std::uint8_t, 8192> answer{};
    const auto size = recv(socket_, answer.data(), answer.size(), 0);
    if (size < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr)))) {
        net::throw_errno(attempt);
    }
    nlmsgerr verdict{};
    std::memcpy(&verdict, answer.data() + NLMSG_HDRLEN, sizeof verdict);
    if (verdict.error != 0) {
        errno = -verdict.error;
        net::throw_errno(attempt);
    }
}

void Netlink::add_cable(const std::string& name, const std::string& peer_name, pid_t peer_process) {
    Request request{RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, ifinfomsg{}};
    request.attribute(IFLA_IFNAME, name);
    const auto info = request.open(IFLA_LINKINFO);
    request.attribute(IFLA_INFO_KIND, std::string_view{"veth"});
    const auto data = request.open(IFLA_INFO_DATA);
    const auto peer = request.open(VETH_INFO_PEER);
    request.fixed(ifinfomsg{});
    request.attribute(IFLA_IFNAME, peer_name);
    request.attribute(IFLA_NET_NS_PID, static_cast<std::uint32_t>(peer_process));
    request.close(peer);
    request.close(data);
    request.close(info);
    carry_out(request, "make a pair of virtual interfaces");
}

void Netlink::set_up(const std::string& interface) {
    ifinfomsg message{};
    message.ifi_index = static_cast<int>(index_of(interface));
    message.ifi_flags = IFF_UP;
    message.ifi_change = IFF_UP;
    Request request{RTM_NEWLINK, 0, message};
    carry_out(request, "switch on interface " + interface);
}

void Netlink::add_address(const std::string& interface, Ipv4 address, const Cidr& network) {
    ifaddrmsg message{};
    message.ifa_family = AF_INET;
    message.ifa_prefixlen = static_cast<std::uint8_t>(network.prefix());
    message.ifa_index = index_of(interface);
    Request request{RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, message};
    request.attribute(IFA_LOCAL, address);
    request.attribute(IFA_ADDRESS, address);
    request.attribute(IFA_BROADCAST, network.directed_broadcast());
    carry_out(request, "give " + interface + " the address " + address.to_string());
}

void Netlink::add_guest_address(const std::string& interface, Ipv4 address) {
    ifaddrmsg message{};
    message.ifa_family = AF_INET;
    message.ifa_prefixlen = 32;
    message.ifa_scope = RT_SCOPE_LINK;
    message.ifa_index = index_of(interface);
    Request request{RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, message};
    request.attribute(IFA_LOCAL, address);
    request.attribute(IFA_ADDRESS, address);
    carry_out(request, "give " + interface + " the address " + address.to_string());
}

void Netlink::remove_guest_address(const std::string& interface, Ipv4 address) {
    ifaddrmsg message{};
    message.ifa_family = AF_INET;
    message.ifa_prefixlen = 32;
    message.ifa_index = index_of(interface);
    Request request{RTM_DELADDR, 0, message};
    request.attribute(IFA_LOCAL, address);
    carry_out(request, "take the address " + address.to_string() + " from " + interface);
}

void Netlink::add_route(const std::string& interface, const Cidr& network) {
    rtmsg message{};
    message.rtm_family = AF_INET;
    message.rtm_dst_len = static_cast<unsigned char>(network.prefix());
    message.rtm_table = RT_TABLE_MAIN;
    message.rtm_protocol = RTPROT_STATIC;
    message.rtm_scope = RT_SCOPE_LINK;
    message.rtm_type = RTN_UNICAST;
    Request request{RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, message};
    request.attribute(RTA_DST, network.network());
    request.attribute(RTA_OIF, index_of(interface));
    carry_out(request, "route " + network.to_string() + " through " + interface);
}

void Netlink::add_route(const std::string& interface, const Cidr& network, Ipv4 neighbour) {
    rtmsg message{};
    message.rtm_family = AF_INET;
    message.rtm_dst_len = static_cast<unsigned char>(network.prefix());
    message.rtm_table = RT_TABLE_MAIN;
    message.rtm_protocol = RTPROT_STATIC;
    message.rtm_scope = RT_SCOPE_UNIVERSE;
    message.rtm_type = RTN_UNICAST;
    message.rtm_flags = RTNH_F_ONLINK;
    Request request{RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, message};
    request.attribute(RTA_DST, network.network());
    request.attribute(RTA_GATEWAY, neighbour);
    request.attribute(RTA_OIF, index_of(interface));
    carry_out(request, "route " + network.to_string() + " by way of " + neighbour.to_string());
}

}  // namespace dialtone::lab
