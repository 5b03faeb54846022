#include "server/net/send_batch.hpp"

#include "server/net/socket_address.hpp"

#include <netinet/udp.h>

#include <algorithm>
#include <cstring>

namespace dialtone::net {

namespace {

/// Segments must fit the frames of the way they go; this is what an Ethernet frame carries.
constexpr std::size_t kMostOctetsOfSegment = 1472;
/// The kernel's bounds for one message before it is cut: UDP_MAX_SEGMENTS, and what IP can count.
constexpr std::size_t kMostSegments = 64;
constexpr std::size_t kMostOctets = 65000;

bool goes_the_same_way(const OutboundDatagram& a, const OutboundDatagram& b) {
    return a.peer == b.peer && a.local == b.local && a.interface_index == b.interface_index;
}

/// How many of the first datagrams can be one message: of equal size, only the last may be shorter.
std::size_t count_equals(std::span<const OutboundDatagram> datagrams) {
    const auto& first = datagrams.front();
    const auto size = first.size();
    if (size > kMostOctetsOfSegment || size == 0) {
        return 1;
    }
    const auto most = std::min({datagrams.size(), kMostSegments, kMostOctets / size});
    std::size_t count = 1;
    while (count < most && goes_the_same_way(datagrams[count], first) && datagrams[count].size() == size) {
        ++count;
    }
    const bool has_short_end = count < most && goes_the_same_way(datagrams[count], first) &&
                               datagrams[count].size() < size && datagrams[count].size() > 0;
    return count + (has_short_end ? 1 : 0);
}

iovec vector_of(Bytes octets) {
    return {const_cast<std::uint8_t*>(octets.data()), octets.size()};
}

/// Puts one control message behind those that `header` has.
template <class Value>
void add_control(msghdr& header, int level, int type, const Value& value) {
    auto* control =
        reinterpret_cast<cmsghdr*>(static_cast<char*>(header.msg_control) + header.msg_controllen);
    control->cmsg_level = level;
    control->cmsg_type = type;
    control->cmsg_len = CMSG_LEN(sizeof value);
    std::memcpy(CMSG_DATA(control), &value, sizeof value);
    header.msg_controllen += CMSG_SPACE(sizeof value);
}

}  // namespace

std::size_t SendBatch::fill(std::span<const OutboundDatagram> datagrams, bool may_merge) {
    count_ = 0;
    vectors_used_ = 0;
    const auto offered = datagrams.first(std::min(datagrams.size(), kRoom));
    std::size_t taken = 0;
    while (taken < offered.size()) {
        const auto rest = offered.subspan(taken);
        const auto equals = may_merge ? count_equals(rest) : 1;
        add_message(rest.first(equals));
        taken += equals;
    }
    return taken;
}

void SendBatch::add_message(std::span<const OutboundDatagram> equals) {
    const auto& first = equals.front();
    messages_[count_] = {};
    auto& header = messages_[count_].msg_hdr;
    peers_[count_] = to_sockaddr(first.peer);
    header.msg_name = &peers_[count_];
    header.msg_namelen = sizeof(sockaddr_in);
    header.msg_iov = &vectors_[vectors_used_];
    for (const auto& datagram : equals) {
        for (const auto octets : {datagram.payload, datagram.body}) {
            if (!octets.empty()) {
                vectors_[vectors_used_++] = vector_of(octets);
                ++header.msg_iovlen;
            }
        }
    }
    controls_[count_] = {};
    header.msg_control = controls_[count_].octets.data();
    if (!first.local.is_unspecified() || first.interface_index != 0) {
        in_pktinfo info{};
        info.ipi_ifindex = first.interface_index;
        info.ipi_spec_dst.s_addr = htonl(first.local.value());
        add_control(header, IPPROTO_IP, IP_PKTINFO, info);
    }
    if (equals.size() > 1) {
        add_control(header, IPPROTO_UDP, UDP_SEGMENT, static_cast<std::uint16_t>(first.size()));
    }
    merged_[count_++] = equals.size();
}

}  // namespace dialtone::net
