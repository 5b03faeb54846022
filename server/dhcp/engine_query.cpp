// LEASEQUERY (RFC 4388), for relays that are configured to ask; silence towards everybody else.
#include "server/dhcp/engine.hpp"

#include <algorithm>

namespace dialtone::dhcp {

namespace {

bool may_ask(const SubnetPolicy& policy, Ipv4 relay) {
    return std::ranges::find(policy.row().lease_query_from, relay) != policy.row().lease_query_from.end();
}

}  // namespace

/// The answer goes to giaddr, so that must be somebody who may ask; so must be whoever sent it.
bool Engine::may_query(const Exchange& exchange) {
    const auto is_listed = [&](Ipv4 address) {
        const auto& policies = subnets_.all();
        return !address.is_unspecified() &&
               std::ranges::any_of(policies, [&](const auto& policy) { return may_ask(*policy, address); });
    };
    const auto relay = exchange.request.giaddr;
    const auto source = exchange.arrival.source.address;
    return is_listed(relay) && (source == relay || is_listed(source)) &&
           queries_.admit(stable_hash(relay.to_string()), exchange.now.mono);
}

void Engine::on_lease_query(Exchange& exchange) {
    tally_.add(Event::lease_query);
    if (!may_query(exchange)) {
        tally_.add(Event::query_refused);
        return;
    }
    const auto question = question_of(exchange.request);
    if (!question) {
        tally_.add(Event::contradictory);
        return;
    }
    place(exchange);
    const auto answer = look_up(*question, exchange.request.giaddr, exchange.now.wall);
    const auto reply =
        compose_query_reply(exchange.request, answer, server_id(exchange, nullptr), exchange.now.wall);
    exchange.send(route_of(exchange, answer.type, nullptr), reply);
}

/// About the subnets alone that this relay may ask about.
QueryAnswer Engine::look_up(const LeaseQuestion& question, Ipv4 relay, WallTime now) const {
    const auto is_open = [&](Ipv4 address) {
        const auto* policy = subnets_.containing(address);
        return policy != nullptr && may_ask(*policy, relay);
    };
    const auto is_leased = [&](const Lease& lease) {
        return lease.state == LeaseState::active && lease.expires > now && is_open(lease.address);
    };
    if (const auto* address = std::get_if<Ipv4>(&question)) {
        const auto* lease = bindings_.leases().find(*address);
        if (lease != nullptr && is_leased(*lease)) {
            return {MessageType::lease_active, lease, {}};
        }
        return {is_open(*address) ? MessageType::lease_unassigned : MessageType::lease_unknown, nullptr, {}};
    }
    std::vector<const Lease*> found;
    const auto collect = [&](const Lease& lease) {
        if (is_leased(lease)) {
            found.push_back(&lease);
        }
    };
    if (const auto* mac = std::get_if<MacAddress>(&question)) {
        bindings_.leases().for_each_of_mac(*mac, collect);
    } else {
        bindings_.leases().for_each_of(std::get<ByClientId>(question).client_id, collect);
    }
    if (found.empty()) {
        return {};
    }
    // RFC 4388 §6.4.2: the one that was used last stands for the client.
    std::ranges::sort(found, [](const Lease* a, const Lease* b) {
        return std::pair{b->starts, a->address} < std::pair{a->starts, b->address};
    });
    QueryAnswer answer{MessageType::lease_active, found.front(), {}};
    for (std::size_t i = 1; i < found.size() && i <= kMostAssociated; ++i) {
        answer.others.push_back(found[i]->address);
    }
    return answer;
}

}  // namespace dialtone::dhcp
