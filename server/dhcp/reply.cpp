#include "server/dhcp/reply.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace dialtone::dhcp {

namespace {

constexpr std::size_t kIpAndUdpHeaders = 28;
constexpr std::size_t kEthernet = 1500;

/// Options that the protocol decides: neither a parameter request list nor a subnet's own option touches
/// them.
constexpr std::array<std::uint8_t, 13> kProtocolOptions{
    option::kPad,
    option::kRequestedAddress,
    option::kLeaseTime,
    option::kOverload,
    option::kMessageType,
    option::kServerId,
    option::kParameterList,
    option::kMaxMessageSize,
    option::kRenewalTime,
    option::kRebindingTime,
    option::kClientId,
    option::kRelayInformation,
    option::kEnd};

constexpr std::array<std::uint8_t, 3> kForPhones{
    option::kRouter, option::kTftpServers, option::kTftpServerName};
constexpr std::array<std::uint8_t, 5> kForThoseWhoDoNotSay{
    option::kRouter, option::kDnsServers, option::kDomainName, option::kTftpServerName, option::kTftpServers};

void put_addresses(OptionList& out, std::uint8_t code, const std::vector<Ipv4>& addresses) {
    if (!addresses.empty()) {
        out.set_addresses(code, addresses);
    }
}

/// An option that follows from the subnet's columns.
struct BuiltIn {
    std::uint8_t code;
    void (*put)(OptionList& out, const ReplyContext& context);
};

constexpr std::array<BuiltIn, 8> kBuiltIns{{
    {option::kSubnetMask,
     [](OptionList& out, const ReplyContext& c) {
         out.set_address(option::kSubnetMask, c.subnet.cidr.mask());
     }},
    {option::kRouter,
     [](OptionList& out, const ReplyContext& c) { put_addresses(out, option::kRouter, c.subnet.routers); }},
    {option::kDnsServers,
     [](OptionList& out, const ReplyContext& c) {
         put_addresses(out, option::kDnsServers, c.subnet.dns_servers);
     }},
    {option::kDomainName,
     [](OptionList& out, const ReplyContext& c) {
         if (!c.subnet.domain_name.empty()) {
             out.set_text(option::kDomainName, c.subnet.domain_name);
         }
     }},
    {option::kBroadcastAddress,
     [](OptionList& out, const ReplyContext& c) {
         out.set_address(option::kBroadcastAddress, c.subnet.cidr.directed_broadcast());
     }},
    {option::kNtpServers,
     [](OptionList& out, const ReplyContext& c) {
         put_addresses(out, option::kNtpServers, c.subnet.ntp_servers);
     }},
    {option::kTftpServerName,
     [](OptionList& out, const ReplyContext& c) {
         const auto servers = tftp_servers_of(c.subnet, c.node_address);
         if (!servers.empty()) {
             out.set_text(option::kTftpServerName, servers.front().to_string());
         }
     }},
    {option::kTftpServers,
     [](OptionList& out, const ReplyContext& c) {
         put_addresses(out, option::kTftpServers, tftp_servers_of(c.subnet, c.node_address));
     }},
}};

/// The subnet's own option of this code that fits the client best; null when it has none.
const SubnetOption* own_option(const ReplyContext& context, std::uint8_t code) {
    const SubnetOption* best = nullptr;
    for (const auto& candidate : context.subnet.options) {
        const bool fits =
            candidate.code == code && istarts_with(context.request.vendor_class(), candidate.vendor_class);
        if (fits && (best == nullptr || best->vendor_class.size() < candidate.vendor_class.size())) {
            best = &candidate;
        }
    }
    return best;
}

void put_once(OptionList& out, const ReplyContext& context, std::uint8_t code) {
    const bool is_protocol = std::ranges::find(kProtocolOptions, code) != kProtocolOptions.end();
    if (is_protocol || out.contains(code)) {
        return;
    }
    if (const auto* own = own_option(context, code)) {
        out.set_text(code, own->value);
        return;
    }
    const auto built_in = std::ranges::find(kBuiltIns, code, &BuiltIn::code);
    if (built_in != kBuiltIns.end()) {
        built_in->put(out, context);
    }
}

/// T1 and T2 of the subnet's own options 58 and 59 count where they keep T1 < T2 < lease.
LeaseTimes with_own_times(LeaseTimes times, const ReplyContext& context) {
    const auto own_seconds = [&](std::uint8_t code) -> std::optional<std::uint32_t> {
        const auto* own = own_option(context, code);
        if (own == nullptr || own->value.size() != 4) {
            return std::nullopt;
        }
        OptionList reading;
        reading.set_text(code, own->value);
        return reading.u32(code);
    };
    const auto rebinding = own_seconds(option::kRebindingTime).value_or(times.rebinding);
    if (rebinding < times.lease) {
        times.rebinding = rebinding;
    }
    const auto renewal = own_seconds(option::kRenewalTime).value_or(times.renewal);
    times.renewal = renewal < times.rebinding ? renewal : times.rebinding / 2;
    return times;
}

/// The fields that every reply copies from its request (RFC 2131 table 3).
Message reply_to(const Message& request, MessageType type, Ipv4 server_id) {
    Message reply;
    reply.op = Op::reply;
    reply.hardware_type = request.hardware_type;
    reply.hardware_length = request.hardware_length;
    reply.xid = request.xid;
    reply.flags = request.flags;
    reply.giaddr = request.giaddr;
    reply.chaddr = request.chaddr;
    reply.options.set_u8(option::kMessageType, static_cast<std::uint8_t>(type));
    reply.options.set_address(option::kServerId, server_id);
    return reply;
}

void echo(Message& reply, const Message& request, bool is_relayed) {
    const auto client_id = request.options.bytes(option::kClientId);
    if (client_id && client_id->size() >= 2) {  // shorter ones are not legal (RFC 2132 §9.14)
        reply.options.set(option::kClientId, *client_id);
    }
    // From a client that is not behind a relay the option is not to be believed (RFC 3046 §2.1).
    const auto relay = request.options.bytes(option::kRelayInformation);
    if (relay && is_relayed) {
        reply.options.set(option::kRelayInformation, *relay);
    }
}

void put_parameters(OptionList& out, const ReplyContext& context) {
    put_once(out, context, option::kSubnetMask);
    const auto wanted = context.request.options.bytes(option::kParameterList);
    for (const auto code : wanted.value_or(Bytes{})) {
        put_once(out, context, code);
    }
    if (context.is_phone) {
        for (const auto code : kForPhones) {
            put_once(out, context, code);
        }
    }
    if (!wanted) {
        for (const auto code : kForThoseWhoDoNotSay) {
            put_once(out, context, code);
        }
    }
    for (const auto& own : context.subnet.options) {
        if (own_option(context, own.code) != nullptr) {
            put_once(out, context, own.code);
        }
    }
}

}  // namespace

LeaseTimes LeaseTimes::of(std::uint32_t seconds) {
    return {seconds, seconds / 2, static_cast<std::uint32_t>(std::uint64_t{seconds} * 7 / 8)};
}

LeaseTimes LeaseTimes::spread(std::uint64_t seed) const {
    const auto step = static_cast<std::int64_t>(seed % 101) - 50;  // -50 to 50 thousandths
    auto times = *this;
    times.renewal = static_cast<std::uint32_t>(renewal + static_cast<std::int64_t>(renewal) * step / 1000);
    return times.renewal < rebinding ? times : *this;
}

Message compose_reply(
    MessageType type, const ReplyContext& context, Ipv4 yiaddr, std::optional<LeaseTimes> times
) {
    auto reply = reply_to(context.request, type, context.server_id);
    reply.ciaddr = type == MessageType::ack ? context.request.ciaddr : Ipv4{};
    reply.yiaddr = yiaddr;
    const auto servers = tftp_servers_of(context.subnet, context.node_address);
    if (!servers.empty()) {
        reply.siaddr = servers.front();
        reply.sname = servers.front().to_string();
    }
    if (times) {
        set_times(reply, with_own_times(*times, context));
    }
    put_parameters(reply.options, context);
    echo(reply, context.request, context.is_relayed);
    return reply;
}

Message compose_nak(const Message& request, Ipv4 server_id, std::string_view why, bool is_relayed) {
    auto reply = reply_to(request, MessageType::nak, server_id);
    if (is_relayed) {
        reply.flags |= kBroadcastFlag;  // RFC 2131 §4.3.2: the client may not know its address is wrong
    }
    reply.options.set_text(option::kMessage, why);
    echo(reply, request, is_relayed);
    return reply;
}

void set_times(Message& reply, const LeaseTimes& times) {
    reply.options.set_u32(option::kLeaseTime, times.lease);
    reply.options.set_u32(option::kRenewalTime, times.renewal);
    reply.options.set_u32(option::kRebindingTime, times.rebinding);
}

std::size_t max_reply_size(const Message& request) {
    const std::size_t asked = request.options.u16(option::kMaxMessageSize).value_or(0);
    return std::clamp(asked, kAssumedMaximum + kIpAndUdpHeaders, kEthernet) - kIpAndUdpHeaders;
}

std::vector<Ipv4> tftp_servers_of(const Subnet& subnet, Ipv4 node_address) {
    if (!subnet.tftp_servers.empty()) {
        return subnet.tftp_servers;
    }
    return node_address.is_unspecified() ? std::vector<Ipv4>{} : std::vector{node_address};
}

}  // namespace dialtone::dhcp
