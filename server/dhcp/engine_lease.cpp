// DISCOVER, and what granting a lease takes: choose an address, hold it, store, then answer.
#include "server/dhcp/engine.hpp"

#include "common/text/utf8.hpp"
#include "common/time/format.hpp"
#include "server/dhcp/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dialtone::dhcp {

namespace {

constexpr std::size_t kOffersLookedAt = 256;
constexpr Duration kDuplicate = std::chrono::seconds{10};

std::string hostname_of(const Message& request) {
    return printable(request.options.text(option::kHostName), 64);
}

std::string tftp_text(const ReplyContext& context) {
    std::string text;
    for (const auto server : context.tftp_servers) {
        text += (text.empty() ? "" : " ") + server.to_string();
    }
    return text;
}

/// Where a frame reaches the client alone: nowhere without an Ethernet address, or with one of a group.
std::optional<MacAddress> hardware_of(const Message& request) {
    constexpr std::uint8_t kEthernet = 1;
    const auto mac = request.hardware_type == kEthernet ? request.mac() : std::nullopt;
    const bool is_one_host = mac && *mac != MacAddress{} && (mac->octets()[0] & 1U) == 0;
    return is_one_host ? mac : std::nullopt;
}

std::uint32_t seconds_left(const Lease& lease, WallTime now) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(lease.expires - now).count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 0, 0xfffffffe));
}

}  // namespace

void Engine::on_discover(Exchange& exchange) {
    tally_.add(Event::discover);
    if (exchange.request.options.contains(option::kServerId)) {
        tally_.add(Event::contradictory);  // RFC 2131 table 5 forbids it there; it means nothing
    }
    exchange.observe(
        journal::Step::dhcp_discover,
        fields_of(
            journal::Field{"relay", exchange.is_relayed ? exchange.wire_name : ""},
            journal::Field{"vendor_class", exchange.vendor_class},
            journal::Field{"model", exchange.model},
            journal::Field{"interface", exchange.is_relayed ? "" : exchange.wire_name}
        )
    );
    propose(exchange, 1);
}

void Engine::offer(Exchange& exchange, Ipv4 address) {
    const auto& subnet = *member_containing(exchange.wire, address);
    const auto context = context_of(exchange, subnet);
    const auto seconds = granted_seconds(context);
    const auto offer = compose(exchange, MessageType::offer, context, address, seconds);
    exchange.send(route_of(exchange, MessageType::offer, &subnet.row(), address), offer);
    tally_.add(Event::offer);
    auto observation = granted(exchange, context, address, seconds);
    observation.step = journal::Step::dhcp_offer;
    exchange.out.emplace_back(Observe{std::move(observation)});
}

/// RFC 2131 §4.3.1: what is reserved, what the client has or had, what it asks for, any free address.
std::optional<Ipv4> Engine::choose_address(const Exchange& exchange) {
    const auto& key = exchange.client.key;
    for (const auto* subnet : exchange.wire) {
        const auto reserved = subnet->reservation_of(exchange.client, exchange.relay);
        if (reserved && bindings_.is_available_to(*reserved, key)) {
            return reserved;
        }
    }
    if (const auto former = former_address(exchange)) {
        return former;
    }
    const auto asked = exchange.request.options.address(option::kRequestedAddress).value_or(Ipv4{});
    const auto* there = member_containing(exchange.wire, asked);
    // An address that somebody else had is kept for him as long as there are others.
    if (there != nullptr && may_have(exchange, *there, asked) && bindings_.leases().find(asked) == nullptr) {
        return asked;
    }
    for (const auto* subnet : exchange.wire) {
        if (const auto address = subnet->pool().find(stable_hash(key))) {
            return address;
        }
    }
    return reclaim_offer(exchange);
}

std::optional<Ipv4> Engine::former_address(const Exchange& exchange) const {
    const auto may_still_have = [&](Ipv4 address) {
        const auto* subnet = member_containing(exchange.wire, address);
        return subnet != nullptr && may_have(exchange, *subnet, address);
    };
    const auto* own = bindings_.of(exchange.client.key, exchange.wire);
    if (own != nullptr && may_still_have(own->address)) {
        return own->address;
    }
    const auto* offer = bindings_.offers().of_client(exchange.client.key);
    return offer != nullptr && may_still_have(offer->address) ? std::optional{offer->address} : std::nullopt;
}

/// When nothing is free: an address that was offered some time ago and not taken up. Invented clients that
/// only ask can so keep a range from nobody for longer than offer_reclaim.
std::optional<Ipv4> Engine::reclaim_offer(const Exchange& exchange) {
    std::optional<Ipv4> found;
    std::string holder;
    std::size_t looked_at = 0;
    bindings_.offers().for_each([&](const OfferTable::Offer& offer) {
        const bool is_old = offer.made + settings_.limits.offer_reclaim <= exchange.now.mono;
        const auto* subnet = member_containing(exchange.wire, offer.address);
        if (!found && ++looked_at <= kOffersLookedAt && is_old && subnet != nullptr &&
            subnet->pool().contains(offer.address)) {
            found = offer.address;
            holder = offer.client;
        }
    });
    if (found) {
        bindings_.let_go(holder);
    }
    return found;
}

/// False when no further offer can be remembered.
bool Engine::hold(const Exchange& exchange, Ipv4 address) {
    const auto& key = exchange.client.key;
    const auto* lease = bindings_.leases().find(address);
    if (lease != nullptr && is_in_force(*lease)) {
        return true;  // its own, and held by that
    }
    const auto& offers = bindings_.offers();
    if (offers.is_full() && offers.of_client(key) == nullptr) {
        const auto& oldest = *offers.oldest();
        if (oldest.made + settings_.limits.offer_reclaim > exchange.now.mono) {
            return false;
        }
        bindings_.let_go(std::string{oldest.client});
    }
    bindings_.hold(key, address, exchange.now.mono);
    return true;
}

void Engine::exhausted(Exchange& exchange) {
    tally_.add(Event::exhausted);
    std::string names;
    std::size_t taken = 0;
    std::size_t size = 0;
    for (const auto* subnet : exchange.wire) {
        names += (names.empty() ? "" : " and ") + subnet->row().cidr.to_string();
        taken += subnet->pool().taken();
        size += subnet->pool().size();
    }
    exchange.observe(
        journal::Step::dhcp_exhausted,
        {{"subnet", names}, {"reason", fmt::format("{} of {} addresses are taken", taken, size)}}
    );
    auto& exhaustion = exchange.wire.front()->exhaustion;
    ++exhaustion.count;
    if (exhaustion.warning.admit(exchange.now.mono)) {
        exchange.out.emplace_back(Warn{
            "dhcp.range.exhausted",
            fmt::format(
                "no free address is left in {}: {} of {} are taken; widen its range or shorten its lease "
                "time",
                names,
                taken,
                size
            )});
    }
}

void Engine::limited(Exchange& exchange, const char* what) {
    tally_.add(Event::limited);
    exchange.observe(journal::Step::dhcp_ignored, {{"reason", what}});
    if (limit_warning_.admit(exchange.now.mono)) {
        exchange.out.emplace_back(Warn{"dhcp.limit", fmt::format("a DHCP client gets no answer: {}", what)});
    }
}

/// RFC 2131 §4.3.1: what the client asks for (option 51), but no longer than its lease may be.
std::uint32_t Engine::granted_seconds(const ReplyContext& context) const {
    const auto longest = longest_lease(context);
    const auto shortest = std::min(settings_.limits.shortest_lease, longest);
    return std::clamp(context.request.options.u32(option::kLeaseTime).value_or(longest), shortest, longest);
}

ReplyContext Engine::context_of(const Exchange& exchange, const SubnetPolicy& subnet) const {
    auto options = subnet.options_of(exchange.traits());
    auto tftp_servers = tftp_servers_of(options, subnet.row(), node_address());
    return {
        exchange.request,
        subnet.row(),
        std::move(options),
        server_id(exchange, &subnet.row()),
        std::move(tftp_servers),
        exchange.is_phone,
        exchange.echoes};
}

Message Engine::compose(
    const Exchange& e, MessageType type, const ReplyContext& context, Ipv4 yiaddr, std::uint32_t seconds
) const {
    auto times = LeaseTimes::of(seconds);
    if (!e.request.ciaddr.is_unspecified()) {
        times = times.spread(stable_hash(e.client.key) ^ e.request.xid);
    }
    auto reply = compose_reply(type, context, yiaddr, times);
    if (e.type == MessageType::discover && type == MessageType::ack) {
        reply.options.set(option::kRapidCommit, Bytes{});  // RFC 4039 §3.1: why there was no OFFER
    }
    return reply;
}

Ipv4 Engine::server_id(const Exchange& exchange, const Subnet* subnet) const {
    const auto local = exchange.local_in(subnet);
    return exchange.relay.server_id_override.value_or(local.is_unspecified() ? node_address() : local);
}

/// RFC 2131 §4.1. A client without an address is answered at its hardware address, and by broadcast when it
/// asks for that (it cannot take unicast before its stack is configured) or has no Ethernet address to use.
Route Engine::route_of(const Exchange& exchange, MessageType type, const Subnet* subnet, Ipv4 yiaddr) const {
    const auto& request = exchange.request;
    const auto offset = settings_.port_offset;
    const auto to_client = static_cast<std::uint16_t>(kClientPort + offset);
    const auto local = exchange.local_in(subnet);
    const auto heard_on = exchange.arrival.interface_index;
    if (exchange.is_relayed) {
        const auto to_relay = static_cast<std::uint16_t>(kServerPort + offset);
        const bool to_source = exchange.relay.keeps_source_port;
        const auto port = to_source ? exchange.arrival.source.port : to_relay;
        return {{request.giaddr, port}, exchange.reached, heard_on, 0};
    }
    if (type == MessageType::ack && !request.ciaddr.is_unspecified()) {
        return {{request.ciaddr, to_client}, local, heard_on, 0};
    }
    if (exchange.type == MessageType::inform) {
        return {{exchange.arrival.source.address, to_client}, local, heard_on, 0};
    }
    const bool is_reachable = type != MessageType::nak && !yiaddr.is_unspecified() &&
                              !local.is_unspecified() && !request.wants_broadcast();
    const auto mac = is_reachable ? hardware_of(request) : std::nullopt;
    return {{mac ? yiaddr : Ipv4::broadcast(), to_client}, local, heard_on, heard_on, mac};
}

journal::Observation Engine::granted(
    const Exchange& exchange, const ReplyContext& context, Ipv4 address, std::uint32_t seconds
) const {
    return {
        exchange.now.wall,
        exchange.subject(),
        journal::Step::dhcp_ack,
        fields_of(
            journal::Field{"address", address.to_string()},
            journal::Field{"lease", to_human(std::chrono::seconds{seconds})},
            journal::Field{"tftp", tftp_text(context)}
        )};
}

Lease Engine::lease_for(
    const Exchange& exchange, const ReplyContext& context, Ipv4 address, std::uint32_t seconds
) const {
    Lease lease;
    lease.address = address;
    lease.subnet = context.subnet.id;
    lease.mac = exchange.client.mac.value_or(MacAddress{});
    lease.client_id = exchange.client.is_by_client_id() ? exchange.client.client_id : std::string{};
    lease.starts = exchange.now.wall;
    lease.expires = exchange.now.wall + std::chrono::seconds{seconds};
    lease.hostname = hostname_of(exchange.request);
    lease.vendor_class = exchange.vendor_class;
    lease.relay_information = exchange.relay_information;
    return lease;
}

void Engine::grant(Exchange& exchange, SubnetPolicy& subnet, Ipv4 address) {
    const auto context = context_of(exchange, subnet);
    if (join_store_under_way(exchange, context, address) || answer_from_memory(exchange, context, address)) {
        return;
    }
    if (pending_.size() >= settings_.limits.max_stores) {
        limited(exchange, "too many leases are being stored");
        return;
    }
    if (!make_room(address)) {
        limited(exchange, "the greatest number of leases is reached");
        return;
    }
    const auto* before = bindings_.leases().find(address);
    const auto seconds = granted_seconds(context);
    auto lease = lease_for(exchange, context, address, seconds);
    const auto max_size = max_reply_size(exchange.request);
    Pending pending{
        lease,
        before == nullptr ? std::nullopt : std::optional{*before},
        owed_.take(address),
        rendered(compose(exchange, MessageType::ack, context, address, seconds), max_size),
        max_size,
        route_of(exchange, MessageType::ack, &subnet.row(), address),
        granted(exchange, context, address, seconds),
        exchange.now.mono};
    bindings_.let_go(exchange.client.key);
    bindings_.put(lease);
    ticket_of_address_[address] = ++last_ticket_;
    await_store(last_ticket_, std::move(pending));
    exchange.out.emplace_back(Store{last_ticket_, std::move(lease)});
}

/// A repeated REQUEST while its lease is being stored: the ACK answers the latest.
bool Engine::join_store_under_way(Exchange& exchange, const ReplyContext& context, Ipv4 address) {
    const auto ticket = ticket_of_address_.find(address);
    if (ticket == ticket_of_address_.end()) {
        return false;
    }
    auto& pending = pending_.at(ticket->second);
    const auto* lease = bindings_.leases().find(address);
    if (lease == nullptr || *lease != pending.lease) {
        return false;
    }
    const auto seconds = seconds_left(*lease, exchange.now.wall);
    pending.max_size = max_reply_size(exchange.request);
    pending.reply =
        rendered(compose(exchange, MessageType::ack, context, address, seconds), pending.max_size);
    pending.route = route_of(exchange, MessageType::ack, &context.subnet, address);
    return true;
}

/// A lease that was stored a short part of its time ago is confirmed with the time that is left, without
/// another write: a duplicate, or a phone that renews too early.
bool Engine::answer_from_memory(Exchange& exchange, const ReplyContext& context, Ipv4 address) {
    const auto* lease = bindings_.leases().find(address);
    if (lease == nullptr || lease->state != LeaseState::active || key_of(*lease) != exchange.client.key) {
        return false;
    }
    const Duration whole = std::chrono::seconds{granted_seconds(context)};
    const auto age = exchange.now.wall - lease->starts;
    // What was just offered must be kept, so a client that selects gets the whole time unless it repeats.
    const bool selects = exchange.type == MessageType::discover ||
                         kind_of(exchange.request, exchange.arrival) == RequestKind::selecting;
    const auto fresh = selects ? std::min(whole / 4, kDuplicate) : whole / 4;
    const bool is_same = lease->expires - lease->starts == whole &&
                         lease->vendor_class == exchange.vendor_class &&
                         lease->hostname == hostname_of(exchange.request) &&
                         lease->relay_information == exchange.relay_information;
    if (!is_same || age < Duration::zero() || age >= fresh) {
        return false;
    }
    const auto seconds = seconds_left(*lease, exchange.now.wall);
    exchange.send(
        route_of(exchange, MessageType::ack, &context.subnet, address),
        compose(exchange, MessageType::ack, context, address, seconds)
    );
    tally_.add(Event::ack);
    exchange.out.emplace_back(Observe{granted(exchange, context, address, seconds)});
    return true;
}

/// True when a lease at `address` can be kept within max_leases; the longest ended one goes if need be.
bool Engine::make_room(Ipv4 address) {
    const auto& leases = bindings_.leases();
    if (leases.size() < settings_.limits.max_leases || leases.find(address) != nullptr) {
        return true;
    }
    const auto* ended = leases.longest_ended();
    if (ended == nullptr) {
        return false;
    }
    bindings_.erase(ended->address);
    return true;
}

}  // namespace dialtone::dhcp
