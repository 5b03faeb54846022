// Before an address is offered to somebody who did not have it lately: does anybody use it (RFC 2131 §2.2,
// §4.3.1)? And what is noticed of other servers.
#include "server/dhcp/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dialtone::dhcp {

namespace {

/// Whoever had the address this recently is not asked about: nobody else was given it since.
constexpr Duration kRecently = std::chrono::hours{1};
constexpr unsigned kMostTries = 3;  ///< addresses for one DISCOVER; the phone asks again by itself

}  // namespace

/// Chooses an address, holds it, and offers it: at once, or when nobody was found to use it.
void Engine::propose(Exchange& exchange, unsigned tries) {
    const auto address = choose_address(exchange);
    if (!address) {
        exhausted(exchange);
        return;
    }
    auto& subnet = *member_containing(exchange.wire, *address);
    if (subnet.row().rapid_commit && exchange.request.options.contains(option::kRapidCommit)) {
        grant(exchange, subnet, *address);  // RFC 4039: at once, or silence
        return;
    }
    const auto* offered = bindings_.offers().of_client(exchange.client.key);
    const bool is_repeated = offered != nullptr && offered->address == *address;
    if (!hold(exchange, *address)) {
        limited(exchange, "too many offers are open");
        return;
    }
    if (auto* probe = probes_.find(*address)) {
        probe->request = exchange.request;  // the offer answers the latest
        probe->arrival = exchange.arrival;
        return;
    }
    if (is_repeated || !begin_probe(exchange, *address, tries)) {
        offer(exchange, *address);
    }
}

/// False when the address may be offered without asking.
bool Engine::begin_probe(Exchange& exchange, Ipv4 address, unsigned tries) {
    const auto& subnet = *member_containing(exchange.wire, address);
    if (!is_probing_ || !subnet.row().probe || had_lately(exchange, address)) {
        return false;
    }
    if (probes_.is_full()) {
        // A late answer would be worse than an address not asked about: phones ask the wire themselves
        // before they use it, and decline.
        tally_.add(Event::unprobed);
        return false;
    }
    const auto* interface = interface_towards(exchange, subnet.row());
    const auto patience =
        interface == nullptr ? settings_.limits.far_probe_time : settings_.limits.probe_time;
    probes_.begin(address, {exchange.request, exchange.arrival, tries, exchange.now.mono + patience});
    tally_.add(Event::probed);
    exchange.out.emplace_back(
        interface == nullptr ? Probe{address, 0, {}} : Probe{address, interface->index, interface->mac}
    );
    return true;
}

bool Engine::had_lately(const Exchange& exchange, Ipv4 address) const {
    const auto* lease = bindings_.leases().find(address);
    return lease != nullptr && lease->state != LeaseState::declined &&
           key_of(*lease) == exchange.client.key && lease->expires + kRecently > exchange.now.wall;
}

/// The interface on whose wire the subnet is; null when it is behind a router.
const Interface* Engine::interface_towards(const Exchange& exchange, const Subnet& subnet) const {
    if (!exchange.is_relayed) {
        return exchange.interface;
    }
    const auto found = std::ranges::find_if(interfaces_, [&](const Interface& interface) {
        return std::ranges::any_of(interface.addresses, [&](Ipv4 a) { return subnet.cidr.contains(a); });
    });
    return found == interfaces_.end() ? nullptr : &*found;
}

/// Makes the DISCOVER that waited for `address` ready to be answered. False when there is nothing to answer
/// any more: the client went elsewhere, or the subnet did.
bool Engine::resume(Exchange& exchange, Ipv4 address) {
    exchange.type = MessageType::discover;
    exchange.client = ClientIdentity::of(exchange.request).value();
    if (!situate(exchange)) {
        return false;
    }
    const auto* offered = bindings_.offers().of_client(exchange.client.key);
    return offered != nullptr && offered->address == address &&
           member_containing(exchange.wire, address) != nullptr;
}

void Engine::finish_probes(Now now, Actions& out) {
    while (const auto address = probes_.next_due(now.mono)) {
        const auto probe = probes_.take(*address);
        Exchange exchange{probe->request, probe->arrival, now, out};
        if (resume(exchange, *address)) {
            offer(exchange, *address);
        }
    }
}

void Engine::on_address_in_use(Ipv4 address, std::optional<MacAddress> by, Now now, Actions& out) {
    const auto probe = probes_.take(address);
    if (!probe) {
        return;  // nobody asks any more
    }
    Exchange exchange{probe->request, probe->arrival, now, out};
    const bool is_waited_for = resume(exchange, address);
    if (is_waited_for && by && by == exchange.request.mac()) {
        offer(exchange, address);  // the client itself, which has not forgotten its former address
        return;
    }
    quarantine(exchange, address, by);
    if (!is_waited_for) {
        return;
    }
    if (probe->tries < kMostTries) {
        propose(exchange, probe->tries + 1);
        return;
    }
    exchange.observe(
        journal::Step::dhcp_ignored,
        {{"reason", fmt::format("{} addresses in a row are in use by others", kMostTries)}}
    );
}

/// Somebody uses an address of ours whom we did not give it: nobody is offered it for a while.
void Engine::quarantine(Exchange& exchange, Ipv4 address, std::optional<MacAddress> by) {
    tally_.add(Event::conflict);
    const auto* offered = bindings_.offers().of_client(exchange.client.key);
    if (offered != nullptr && offered->address == address) {
        bindings_.let_go(exchange.client.key);
    }
    const auto* subnet = subnets_.containing(address);
    if (subnet != nullptr && make_room(address)) {
        Lease lease;
        lease.address = address;
        lease.subnet = subnet->row().id;
        lease.mac = by.value_or(MacAddress{});
        lease.state = LeaseState::declined;
        lease.starts = exchange.now.wall;
        lease.expires = exchange.now.wall + settings_.limits.conflict_time;
        bindings_.put(lease);
        store(std::move(lease), exchange.now, exchange.out);
    }
    const auto user = by ? by->to_colons() : std::string{};
    exchange.observe(journal::Step::dhcp_conflict, {{"address", address.to_string()}, {"by", user}});
    if (conflict_warning_.admit(exchange.now.mono)) {
        exchange.out.emplace_back(Warn{
            "dhcp.address_in_use",
            fmt::format(
                "{} is in use already{}, and is offered to nobody for an hour: exclude it from the range",
                address.to_string(),
                user.empty() ? user : " by " + user
            )});
    }
}

void Engine::on_other_server(const ServerSeen& server, const std::string& wire, Now now, Actions& out) {
    if (is_own(server.server_id) || server.server_id == node_address()) {
        return;
    }
    tally_.add(Event::other_server_seen);
    notice_server(
        server.server_id,
        {{"wire", wire},
         {"offered", server.offered.to_string()},
         {"tftp", server.tftp_servers.empty() ? "" : server.tftp_servers.front().to_string()}},
        describe(server),
        now,
        out
    );
}

/// A phone that names another server in its REQUEST had an offer from it.
void Engine::on_other_server_chosen(Exchange& exchange, Ipv4 server) {
    notice_server(
        server,
        {{"wire", exchange.wire_name}, {"phone", exchange.subject()}},
        fmt::format("{} was chosen by {}", server.to_string(), exchange.subject()),
        exchange.now,
        exchange.out
    );
}

void Engine::notice_server(
    Ipv4 server, std::vector<journal::Field> fields, const std::string& sighting, Now now, Actions& out
) {
    const auto news = others_.note(server, now.mono);
    if (news == OtherServers::News::nothing) {
        return;
    }
    const auto wire = fields.front().value;
    std::erase_if(fields, [](const journal::Field& field) { return field.value.empty(); });
    out.emplace_back(Observe{journal::Observation{
        now.wall, journal::subject_of(server), journal::Step::dhcp_other_server, std::move(fields)}});
    if (news == OtherServers::News::fresh) {
        out.emplace_back(Warn{
            "dhcp.other_server",
            fmt::format(
                "another DHCP server is on {}: {}. Phones take whichever answer comes first: switch it off "
                "for phones, or leave them to it (--no-dhcp prints the option lines that it needs)",
                wire,
                sighting
            )});
    }
}

}  // namespace dialtone::dhcp
