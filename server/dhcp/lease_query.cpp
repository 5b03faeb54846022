#include "server/dhcp/lease_query.hpp"

#include "server/dhcp/reply.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace dialtone::dhcp {

namespace {

constexpr std::array<std::uint8_t, 6> kUsual{
    option::kLeaseTime,
    option::kRenewalTime,
    option::kRebindingTime,
    option::kLastTransaction,
    option::kAssociatedAddresses,
    option::kRelayInformation};

std::uint32_t seconds_between(WallTime from, WallTime to) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(to - from).count();
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(seconds, 0, std::numeric_limits<std::uint32_t>::max())
    );
}

void put_left(OptionList& out, std::uint8_t code, WallTime end, WallTime now) {
    if (end > now) {
        out.set_u32(code, seconds_between(now, end));
    }
}

void put_text(OptionList& out, std::uint8_t code, std::string_view text) {
    if (!text.empty()) {
        out.set_text(code, text);
    }
}

void put(OptionList& out, std::uint8_t code, const QueryAnswer& answer, WallTime now) {
    const auto& lease = *answer.lease;
    const auto times = LeaseTimes::of(seconds_between(lease.starts, lease.expires));
    switch (code) {
        case option::kLeaseTime:
            put_left(out, code, lease.expires, now);
            break;
        case option::kRenewalTime:
            put_left(out, code, lease.starts + std::chrono::seconds{times.renewal}, now);
            break;
        case option::kRebindingTime:
            put_left(out, code, lease.starts + std::chrono::seconds{times.rebinding}, now);
            break;
        case option::kLastTransaction:
            out.set_u32(code, seconds_between(lease.starts, now));
            break;
        case option::kAssociatedAddresses:
            if (!answer.others.empty()) {
                out.set_addresses(code, answer.others);
            }
            break;
        case option::kHostName:
            put_text(out, code, lease.hostname);
            break;
        case option::kVendorClass:
            put_text(out, code, lease.vendor_class);
            break;
        case option::kRelayInformation:
            put_text(out, code, lease.relay_information);
            break;
        default:
            break;
    }
}

void describe(Message& reply, const Message& query, const QueryAnswer& answer, WallTime now) {
    const auto& lease = *answer.lease;
    reply.ciaddr = lease.address;
    if (lease.mac != MacAddress{}) {
        reply.set_mac(lease.mac);
    }
    const auto wanted = query.options.bytes(option::kParameterList).value_or(Bytes{kUsual});
    for (const auto code : wanted) {
        if (!reply.options.contains(code)) {
            put(reply.options, code, answer, now);
        }
    }
    put_text(reply.options, option::kClientId, lease.client_id);
}

}  // namespace

std::optional<LeaseQuestion> question_of(const Message& query) {
    std::optional<LeaseQuestion> question;
    std::size_t asked = 0;
    if (!query.ciaddr.is_unspecified()) {
        question = query.ciaddr;
        ++asked;
    }
    if (const auto mac = query.mac(); mac && *mac != MacAddress{}) {
        question = *mac;
        ++asked;
    }
    if (const auto id = query.options.bytes(option::kClientId); id && id->size() >= 2) {
        question = ByClientId{std::string{text_of(*id)}};
        ++asked;
    }
    return asked == 1 ? question : std::nullopt;
}

Message compose_query_reply(const Message& query, const QueryAnswer& answer, Ipv4 server_id, WallTime now) {
    Message reply;
    reply.op = Op::reply;
    reply.hardware_type = query.hardware_type;
    reply.hardware_length = query.hardware_length;
    reply.chaddr = query.chaddr;
    reply.xid = query.xid;
    reply.flags = query.flags;
    reply.ciaddr = query.ciaddr;
    reply.giaddr = query.giaddr;
    reply.options.set_u8(option::kMessageType, static_cast<std::uint8_t>(answer.type));
    reply.options.set_address(option::kServerId, server_id);
    if (answer.lease != nullptr) {
        describe(reply, query, answer, now);
    }
    return reply;
}

}  // namespace dialtone::dhcp
