// DECLINE, RELEASE and INFORM (RFC 2131 §4.3.3 to §4.3.5), and release by command.
#include "server/dhcp/engine.hpp"

#include "server/dhcp/reply.hpp"

#include <utility>

namespace dialtone::dhcp {

void Engine::on_decline(Exchange& exchange) {
    tally_.add(Event::decline);
    const auto& request = exchange.request;
    const auto address = request.options.address(option::kRequestedAddress);
    const auto server = request.options.address(option::kServerId);
    if (!address) {
        tally_.add(Event::contradictory);
        return;
    }
    const auto* lease = bindings_.leases().find(*address);
    const bool is_holder =
        lease != nullptr && lease->state == LeaseState::active && key_of(*lease) == exchange.client.key;
    const bool is_to_us = !server || is_our_id(exchange, *server);
    // Believed from the holder only, and not too often: otherwise a range could be declined away.
    if (!is_holder || !is_to_us || !declines_.admit(stable_hash(exchange.client.key), exchange.now.mono)) {
        tally_.add(Event::wrong_client);
        return;
    }
    auto declined = *lease;
    declined.state = LeaseState::declined;
    declined.starts = exchange.now.wall;
    declined.expires = exchange.now.wall + settings_.limits.decline_time;
    bindings_.put(declined);
    store(std::move(declined), exchange.now, exchange.out);
    exchange.observe(journal::Step::dhcp_decline, {{"address", address->to_string()}});
    if (decline_warning_.admit(exchange.now.mono)) {
        exchange.out.emplace_back(Warn{
            "dhcp.declined",
            exchange.subject() + " declined " + address->to_string() +
                ": another machine uses that address; exclude it from the range"});
    }
}

void Engine::on_release(Exchange& exchange) {
    tally_.add(Event::release);
    const auto address = exchange.request.ciaddr;
    const auto server = exchange.request.options.address(option::kServerId);
    const auto* lease = bindings_.leases().find(address);
    const bool is_holder =
        lease != nullptr && lease->state == LeaseState::active && key_of(*lease) == exchange.client.key;
    const bool is_to_us = !server || is_our_id(exchange, *server);
    if (!is_holder || !is_to_us) {
        tally_.add(Event::wrong_client);
        return;
    }
    exchange.observe(journal::Step::dhcp_release, {{"address", address.to_string()}});
    give_back(*lease, exchange.now, exchange.out);
}

/// The row stays, so that the phone gets the same address again as long as there are others to give.
void Engine::give_back(Lease lease, Now now, Actions& out) {
    lease.state = LeaseState::released;
    lease.expires = now.wall;
    bindings_.put(lease);
    store(std::move(lease), now, out);
}

void Engine::on_inform(Exchange& exchange) {
    tally_.add(Event::inform);
    const auto& request = exchange.request;
    const auto source = exchange.arrival.source.address;
    if (request.ciaddr.is_unspecified() && source.is_unspecified() && !exchange.is_relayed) {
        tally_.add(Event::contradictory);
        return;
    }
    const auto address = request.ciaddr.is_unspecified() ? source : request.ciaddr;
    const auto* subnet = member_containing(exchange.wire, address);
    if (subnet == nullptr && exchange.is_relayed && request.ciaddr.is_unspecified()) {
        subnet = exchange.wire.front();
    }
    if (subnet == nullptr) {  // mask and router would be wrong there, and anybody can be named as ciaddr
        tally_.add(Event::no_subnet);
        return;
    }
    auto reply = compose_reply(MessageType::ack, context_of(exchange, *subnet), Ipv4{}, std::nullopt);
    if (exchange.is_relayed && request.ciaddr.is_unspecified()) {
        reply.flags |= kBroadcastFlag;  // the relay knows no address to deliver it to
    }
    exchange.send(route_of(exchange, MessageType::ack, &subnet->row()), reply);
    exchange.observe(
        journal::Step::dhcp_inform,
        {{"address", request.ciaddr.is_unspecified() ? "" : request.ciaddr.to_string()}}
    );
}

void Engine::release(std::string_view target, Now now, Actions& out) {
    const auto address = Ipv4::parse(target);
    const auto name = DeviceName::parse(target);
    const auto mac = name ? name->mac() : std::nullopt;
    std::vector<Lease> wanted;
    bindings_.leases().for_each([&](const Lease& lease) {
        if (lease.state == LeaseState::active && (lease.address == address || lease.mac == mac)) {
            wanted.push_back(lease);
        }
    });
    const auto report = [&](std::string subject, journal::Step step, std::string key, std::string value) {
        out.emplace_back(Observe{journal::Observation{
            now.wall,
            std::move(subject),
            step,
            {{"action", "release-lease"}, {std::move(key), std::move(value)}}}});
    };
    for (auto& lease : wanted) {
        const bool has_mac = lease.mac != MacAddress{};
        report(
            has_mac ? DeviceName::of(lease.mac).text() : journal::subject_of(lease.address),
            journal::Step::request_done,
            "address",
            lease.address.to_string()
        );
        give_back(std::move(lease), now, out);
    }
    if (wanted.empty()) {
        report(
            address || !name ? "@" + std::string{target} : name->text(),
            journal::Step::request_failed,
            "reason",
            "no lease in force for " + std::string{target}
        );
    }
}

}  // namespace dialtone::dhcp
