#include "server/dhcp/reply.hpp"

#include "common/bytes/reader.hpp"
#include "common/bytes/writer.hpp"
#include "server/dhcp/option_catalogue.hpp"

#include <algorithm>
#include <array>

namespace dialtone::dhcp {

namespace {

constexpr std::size_t kIpAndUdpHeaders = 28;
constexpr std::size_t kEthernet = 1500;

/// Options that are in a reply before any parameter is.
constexpr std::array<std::uint8_t, 3> kTimes{
    option::kLeaseTime, option::kRenewalTime, option::kRebindingTime};

constexpr std::array<std::uint8_t, 3> kForPhones{
    option::kRouter, option::kTftpServers, option::kTftpServerName};
constexpr std::array<std::uint8_t, 5> kForThoseWhoDoNotSay{
    option::kRouter, option::kDnsServers, option::kDomainName, option::kTftpServerName, option::kTftpServers};

/// The first four octets as an address.
Ipv4 first_address(std::string_view octets) {
    return Ipv4{Reader{bytes_of(octets)}.u32be()};
}

/// A configured option of four octets as seconds.
std::optional<std::uint32_t> own_seconds(const ReplyContext& context, std::uint8_t code) {
    const auto* own = find_chosen(context.options, code);
    return own == nullptr || own->value.size() != 4 ? std::nullopt
                                                    : std::optional{first_address(own->value).value()};
}

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
         if (!c.tftp_servers.empty()) {
             out.set_text(option::kTftpServerName, c.tftp_servers.front().to_string());
         }
     }},
    {option::kTftpServers,
     [](OptionList& out, const ReplyContext& c) {
         put_addresses(out, option::kTftpServers, c.tftp_servers);
     }},
}};

bool is_parameter(std::uint8_t code) {
    return !is_protocol_option(code) && std::ranges::find(kTimes, code) == kTimes.end();
}

/// Options 3 and 121 of one client must agree: the first router it is told, unspecified when none.
Ipv4 first_router(const ReplyContext& context) {
    if (const auto* own = find_chosen(context.options, option::kRouter)) {
        return first_address(own->value);
    }
    return context.subnet.routers.empty() ? Ipv4{} : context.subnet.routers.front();
}

/// Routes with the default route in them, unless they have one or are not to be understood.
std::string with_default_route(const std::string& routes, Ipv4 router) {
    constexpr unsigned kWidest = 32;
    Reader reader{bytes_of(routes)};
    while (reader.remaining() > 0) {
        const unsigned width = reader.u8();
        reader.skip((width + 7) / 8 + 4);
        if (width == 0 || width > kWidest || !reader.ok()) {
            return routes;
        }
    }
    if (router.is_unspecified()) {
        return routes;
    }
    Buffer route;
    Writer writer{route};
    writer.u8(0);
    writer.u32be(router.value());
    return routes + std::string{text_of(route)};
}

/// 249 is 121 under another number.
const SubnetOption* configured(const ReplyContext& context, std::uint8_t code) {
    const auto* own = find_chosen(context.options, code);
    return own == nullptr && code == option::kMsClasslessRoutes
               ? find_chosen(context.options, option::kClasslessRoutes)
               : own;
}

void put_once(OptionList& out, const ReplyContext& context, std::uint8_t code) {
    if (!is_parameter(code) || out.contains(code)) {
        return;
    }
    if (const auto* own = configured(context, code)) {
        const bool is_routes = code == option::kClasslessRoutes || code == option::kMsClasslessRoutes;
        out.set_text(code, is_routes ? with_default_route(own->value, first_router(context)) : own->value);
        return;
    }
    const auto built_in = std::ranges::find(kBuiltIns, code, &BuiltIn::code);
    if (built_in != kBuiltIns.end()) {
        built_in->put(out, context);
    }
}

/// T1 and T2 of the subnet's own options 58 and 59 count where they keep T1 < T2 < lease.
LeaseTimes with_own_times(LeaseTimes times, const ReplyContext& context) {
    const auto rebinding = own_seconds(context, option::kRebindingTime).value_or(times.rebinding);
    if (rebinding < times.lease) {
        times.rebinding = rebinding;
    }
    const auto renewal = own_seconds(context, option::kRenewalTime).value_or(times.renewal);
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

void echo(Message& reply, const Message& request, const Echoes& echoes) {
    const auto repeat = [&](std::uint8_t code, std::size_t shortest) {
        const auto value = request.options.bytes(code);
        if (value && value->size() >= shortest) {
            reply.options.set(code, *value);
        }
    };
    if (echoes.client_id) {
        repeat(option::kClientId, 2);  // shorter ones are not legal (RFC 2132 §9.14)
    }
    if (echoes.subnet_selection && reply.type() != MessageType::nak) {
        repeat(option::kSubnetSelection, 0);
    }
    if (echoes.relay_information) {
        repeat(option::kRelayInformation, 0);
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
    for (const auto* own : context.options) {
        put_once(out, context, own->code);
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
    const auto& servers = context.tftp_servers;
    if (!servers.empty()) {
        reply.siaddr = servers.front();
        reply.sname = servers.front().to_string();
    }
    if (times) {
        set_times(reply, with_own_times(*times, context));
    }
    put_parameters(reply.options, context);
    echo(reply, context.request, context.echoes);
    return reply;
}

Message compose_nak(
    const Message& request, Ipv4 server_id, std::string_view why, bool is_relayed, const Echoes& echoes
) {
    auto reply = reply_to(request, MessageType::nak, server_id);
    if (is_relayed) {
        reply.flags |= kBroadcastFlag;  // RFC 2131 §4.3.2: the client may not know its address is wrong
    }
    reply.options.set_text(option::kMessage, why);
    echo(reply, request, echoes);
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

std::uint32_t longest_lease(const ReplyContext& context) {
    const auto own = own_seconds(context, option::kLeaseTime).value_or(0);
    return own == 0 ? context.subnet.lease_seconds : own;
}

std::vector<Ipv4> tftp_servers_of(const ChosenOptions& options, const Subnet& subnet, Ipv4 node) {
    if (const auto* own = find_chosen(options, option::kTftpServers)) {
        OptionList reading;
        reading.set_text(option::kTftpServers, own->value);
        return reading.addresses(option::kTftpServers);
    }
    if (!subnet.tftp_servers.empty()) {
        return subnet.tftp_servers;
    }
    return node.is_unspecified() ? std::vector<Ipv4>{} : std::vector{node};
}

Buffer rendered(const Message& reply, std::size_t max_size) {
    Buffer octets;
    octets.reserve(kAssumedMaximum);
    render(reply, max_size, octets);
    return octets;
}

}  // namespace dialtone::dhcp
