// What a REQUEST comes to (RFC 2131 §4.3.2): grant, NAK or silence, without changing any binding.
#include "server/dhcp/engine.hpp"

#include "server/dhcp/reply.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::dhcp {

namespace {

bool is_authoritative(const Wire& wire) {
    return std::any_of(wire.begin(), wire.end(), [](const SubnetPolicy* policy) {
        return policy->row().authoritative;
    });
}

/// The address a REQUEST is about, for the journal.
Ipv4 address_of(const Message& request) {
    return request.ciaddr.is_unspecified()
               ? request.options.address(option::kRequestedAddress).value_or(Ipv4{})
               : request.ciaddr;
}

std::string text_or_empty(Ipv4 address) {
    return address.is_unspecified() ? std::string{} : address.to_string();
}

constexpr const char* kOtherNetwork = "the address does not belong to this network";
constexpr const char* kInUse = "the address is not free for this phone";
constexpr const char* kReserved = "another address is reserved for this phone";
constexpr const char* kMoved = "the address is no longer in a range";
constexpr const char* kUnknown = "there is no record of this phone's lease";

}  // namespace

void Engine::on_request(Exchange& exchange) {
    tally_.add(Event::request);
    const auto address = address_of(exchange.request);
    exchange.observe(
        journal::Step::dhcp_request,
        fields_of(
            journal::Field{"address", text_or_empty(address)},
            journal::Field{"relay", exchange.is_relayed ? exchange.wire_name : ""},
            journal::Field{"state", std::string{to_string(kind_of(exchange.request, exchange.arrival))}}
        )
    );
    const auto verdict = judge(exchange);
    switch (verdict.answer) {
        case Verdict::Answer::grant:
            warn_of_busy_reservation(exchange, address);
            grant(exchange, *verdict.subnet, address);
            break;
        case Verdict::Answer::refuse:
            refuse(exchange, address, verdict.reason);
            break;
        case Verdict::Answer::silence:
            tally_.add(verdict.event);
            exchange.observe(journal::Step::dhcp_ignored, {{"reason", verdict.reason}});
            break;
    }
}

Engine::Verdict Engine::judge(Exchange& exchange) {
    switch (kind_of(exchange.request, exchange.arrival)) {
        case RequestKind::selecting:
            return judge_selecting(exchange);
        case RequestKind::init_reboot:
            return judge_init_reboot(exchange);
        case RequestKind::renewing:
        case RequestKind::rebinding:
            return judge_renewal(exchange);
        case RequestKind::nonsense:
            break;
    }
    return {
        Verdict::Answer::silence,
        nullptr,
        "the request names neither server nor address",
        Event::contradictory};
}

Engine::Verdict Engine::judge_selecting(Exchange& exchange) {
    const auto& request = exchange.request;
    const auto server = request.options.address(option::kServerId);
    const auto address = request.options.address(option::kRequestedAddress);
    if (!server || !address || !request.ciaddr.is_unspecified()) {
        return {
            Verdict::Answer::silence,
            nullptr,
            "the request contradicts itself: a server but not exactly one address",
            Event::contradictory};
    }
    if (!is_our_id(exchange, *server)) {
        bindings_.let_go(exchange.client.key);
        on_other_server_chosen(exchange, *server);
        return {
            Verdict::Answer::silence, nullptr, "the phone chose another DHCP server", Event::other_server};
    }
    auto* subnet = member_containing(exchange.wire, *address);
    if (subnet == nullptr) {
        return {Verdict::Answer::refuse, nullptr, kOtherNetwork};
    }
    if (has_other_reservation(exchange, *address)) {
        return {Verdict::Answer::refuse, nullptr, kReserved};
    }
    if (!may_have(exchange, *subnet, *address)) {
        return {Verdict::Answer::refuse, nullptr, kInUse};
    }
    return {Verdict::Answer::grant, subnet};
}

Engine::Verdict Engine::judge_init_reboot(const Exchange& exchange) const {
    const auto address = exchange.request.options.address(option::kRequestedAddress).value_or(Ipv4{});
    auto* subnet = member_containing(exchange.wire, address);
    if (subnet == nullptr) {
        // Only whoever owns the wire may say so: the phone may have come from another server's network.
        if (is_authoritative(exchange.wire)) {
            return {Verdict::Answer::refuse, nullptr, kOtherNetwork};
        }
        return {Verdict::Answer::silence, nullptr, kOtherNetwork, Event::unknown_client};
    }
    if (has_other_reservation(exchange, address)) {
        return {Verdict::Answer::refuse, nullptr, kReserved};
    }
    const auto reserved = subnet->reservation_of(exchange.client, exchange.relay);
    const auto* own = bindings_.of(exchange.client.key, exchange.wire);
    if (own == nullptr && reserved != address) {
        return judge_stranger(exchange, address, *subnet);
    }
    if (reserved != address && own->address != address) {
        return {Verdict::Answer::refuse, nullptr, "the phone's address is another one"};
    }
    if (!may_have(exchange, *subnet, address)) {
        return {Verdict::Answer::refuse, nullptr, kInUse};
    }
    return {Verdict::Answer::grant, subnet};
}

Engine::Verdict Engine::judge_renewal(Exchange& exchange) {
    if (exchange.request.options.contains(option::kRequestedAddress)) {
        tally_.add(Event::contradictory);  // ciaddr counts: the client uses that address
    }
    const auto address = exchange.request.ciaddr;
    const bool is_direct = kind_of(exchange.request, exchange.arrival) == RequestKind::renewing;
    const bool is_ours = is_authoritative(exchange.wire);
    auto* subnet = member_containing(exchange.wire, address);
    if (subnet == nullptr) {
        if (is_direct && is_ours) {
            return {Verdict::Answer::refuse, nullptr, kOtherNetwork};
        }
        return {Verdict::Answer::silence, nullptr, kOtherNetwork, Event::unknown_client};
    }
    const auto* own = bindings_.of(exchange.client.key, exchange.wire);
    if (own == nullptr && bindings_.is_available_to(address, exchange.client.key)) {
        return judge_stranger(exchange, address, *subnet);
    }
    const bool is_held =
        own != nullptr && own->address == address && bindings_.is_available_to(address, exchange.client.key);
    if (!is_held) {
        if (is_direct || is_ours) {
            return {Verdict::Answer::refuse, nullptr, kInUse};
        }
        return {Verdict::Answer::silence, nullptr, kInUse, Event::unknown_client};
    }
    if (has_other_reservation(exchange, address)) {
        return {Verdict::Answer::refuse, nullptr, kReserved};
    }
    const auto& pool = subnet->pool();
    if (!may_have(exchange, *subnet, address) && pool.taken() < pool.size()) {
        return {Verdict::Answer::refuse, nullptr, kMoved};
    }
    return {Verdict::Answer::grant, subnet};
}

/// A client of which there is no record: taken over where the wire is ours (after a loss of the database it
/// keeps its address), silence elsewhere, since another server may know it (RFC 2131 §4.3.2).
Engine::Verdict Engine::judge_stranger(const Exchange& exchange, Ipv4 address, SubnetPolicy& subnet) const {
    if (!subnet.row().authoritative) {
        return {Verdict::Answer::silence, nullptr, kUnknown, Event::unknown_client};
    }
    if (has_other_reservation(exchange, address) || !may_have(exchange, subnet, address)) {
        return {Verdict::Answer::refuse, nullptr, kInUse};
    }
    return {Verdict::Answer::grant, &subnet};
}

/// True when only other addresses of this wire are reserved for the client and one could be given to it at
/// once: refusing its present one while the reserved one is busy would be a loop of NAKs.
bool Engine::has_other_reservation(const Exchange& e, Ipv4 address) const {
    bool has_other = false;
    for (const auto* subnet : e.wire) {
        const auto reserved = subnet->reservation_of(e.client, e.relay);
        if (reserved == address) {
            return false;
        }
        has_other = has_other || (reserved && bindings_.is_available_to(*reserved, e.client.key));
    }
    return has_other;
}

/// A client that keeps another address than the one reserved for it, as somebody else has that.
void Engine::warn_of_busy_reservation(Exchange& exchange, Ipv4 address) {
    for (const auto* subnet : exchange.wire) {
        const auto reserved = subnet->reservation_of(exchange.client, exchange.relay);
        const auto* holder = reserved ? bindings_.leases().find(*reserved) : nullptr;
        if (reserved == address) {
            return;
        }
        const bool is_busy = holder != nullptr && holder->state == LeaseState::active &&
                             !bindings_.is_available_to(*reserved, exchange.client.key);
        if (is_busy && reservation_warning_.admit(exchange.now.mono)) {
            exchange.out.emplace_back(Warn{
                "dhcp.reservation_busy",
                fmt::format(
                    "{} keeps {}, since {}, which is reserved for it, is leased to {}: `dialtone lease "
                    "release "
                    "{}`",
                    exchange.subject(),
                    address.to_string(),
                    reserved->to_string(),
                    holder->mac == MacAddress{} ? "another client" : DeviceName::of(holder->mac).text(),
                    reserved->to_string()
                )});
        }
    }
}

bool Engine::may_have(const Exchange& e, const SubnetPolicy& subnet, Ipv4 address) const {
    const bool is_given_here =
        subnet.pool().contains(address) || subnet.reservation_of(e.client, e.relay) == address;
    return is_given_here && bindings_.is_available_to(address, e.client.key);
}

void Engine::refuse(Exchange& exchange, Ipv4 address, const char* reason) {
    tally_.add(Event::nak);
    const auto& row = exchange.wire.front()->row();
    const auto nak = compose_nak(
        exchange.request, server_id(exchange, &row), reason, exchange.is_relayed, exchange.echoes
    );
    exchange.send(route_of(exchange, MessageType::nak, &row), nak);
    exchange.observe(journal::Step::dhcp_nak, {{"address", text_or_empty(address)}, {"reason", reason}});
}

}  // namespace dialtone::dhcp
