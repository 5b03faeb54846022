#include "server/dhcp/engine.hpp"

#include "common/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dialtone::dhcp {

namespace {

constexpr std::uint8_t kMaxHops = 16;           // RFC 1542 §4.1.1
constexpr std::size_t kQuerySlots = 256;        // relays that may query are few, and configured
constexpr std::size_t kLongestRelayInfo = 255;  // one instance of option 82; more is not kept

/// Where a message comes from that only servers send.
bool is_from_server(MessageType type) {
    constexpr std::array kTypes{
        MessageType::offer,
        MessageType::ack,
        MessageType::nak,
        MessageType::lease_unassigned,
        MessageType::lease_unknown,
        MessageType::lease_active};
    return std::ranges::find(kTypes, type) != kTypes.end();
}

}  // namespace

Engine::Engine(EngineSettings settings, WorldPtr world, std::vector<Interface> interfaces)
    : settings_{settings},
      world_{std::move(world)},
      interfaces_{std::move(interfaces)},
      models_{world_->models},
      bindings_{subnets_, settings.limits.max_offers},
      floods_{settings.limits.flood_burst, settings.limits.flood_time, settings.limits.flood_slots},
      declines_{settings.limits.declines_per_hour, std::chrono::hours{1}, settings.limits.flood_slots / 4},
      queries_{settings.limits.queries_per_second, std::chrono::seconds{1}, kQuerySlots},
      probes_{settings.limits.max_probes},
      owed_{settings.limits.max_stores, settings.limits.store_time, settings.limits.store_pause} {
    reconfigure();
}

void Engine::load(std::vector<Lease> leases, Now now) {
    for (auto& lease : leases) {
        if (bindings_.leases().size() < settings_.limits.max_leases) {
            bindings_.put(std::move(lease));
        } else {
            tally_.add(Event::limited);
        }
    }
    bindings_.expire(now, settings_.limits.offer_time);
}

void Engine::on_world(WorldPtr world) {
    bool has_other_subnets = false;
    bool has_other_models = false;
    world->subnets.for_each_difference(world_->subnets, [&](auto, auto, auto) { has_other_subnets = true; });
    world->models.for_each_difference(world_->models, [&](auto, auto, auto) { has_other_models = true; });
    world_ = std::move(world);
    if (has_other_models) {
        models_ = ModelsByVendorClass{world_->models};
    }
    if (has_other_subnets) {
        reconfigure();
    }
}

void Engine::on_interfaces(std::vector<Interface> interfaces) {
    interfaces_ = std::move(interfaces);
    reconfigure();
}

void Engine::reconfigure() {
    subnets_.rebuild(world_->subnets, own_addresses());
    bindings_.configure();
}

std::vector<Ipv4> Engine::own_addresses() const {
    std::vector<Ipv4> addresses;
    for (const auto& interface : interfaces_) {
        addresses.insert(addresses.end(), interface.addresses.begin(), interface.addresses.end());
    }
    return addresses;
}

const Interface* Engine::interface_of(const Arrival& arrival) const {
    const auto found = std::ranges::find_if(interfaces_, [&](const Interface& interface) {
        if (arrival.interface_index != 0) {
            return interface.index == arrival.interface_index;
        }
        return std::ranges::find(interface.addresses, arrival.destination) != interface.addresses.end();
    });
    return found == interfaces_.end() ? nullptr : &*found;
}

bool Engine::is_own(Ipv4 address) const {
    return std::ranges::any_of(interfaces_, [&](const Interface& interface) {
        return std::ranges::find(interface.addresses, address) != interface.addresses.end();
    });
}

bool Engine::is_our_id(const Exchange& exchange, Ipv4 server) const {
    return is_own(server) || server == node_address() || server == exchange.relay.server_id_override;
}

Ipv4 Engine::node_address() const {
    const auto* node = world_->nodes.find(settings_.node);
    return node == nullptr ? Ipv4{} : node->address;
}

/// RFC 3011: the subnet that option 118 names, where that subnet lets itself be chosen. A relay that selects
/// the link itself knows better.
std::optional<Wire> Engine::selected_wire(const Exchange& exchange) const {
    const auto selected = exchange.request.options.address(option::kSubnetSelection);
    if (!selected || exchange.relay.link_selection) {
        return std::nullopt;
    }
    const auto* policy = subnets_.containing(*selected);
    return policy != nullptr && policy->row().is_selectable ? std::optional{subnets_.of_address(*selected)}
                                                            : std::nullopt;
}

/// RFC 3527, RFC 3011, RFC 2131 §4.3.1: link selection, subnet selection, relay, the address of a client that
/// writes from elsewhere, the interface.
Wire Engine::wire_of(Exchange& exchange) const {
    const auto& request = exchange.request;
    if (auto selected = selected_wire(exchange)) {
        exchange.echoes.subnet_selection = true;
        return std::move(*selected);
    }
    if (exchange.is_relayed) {
        return subnets_.of_relay(exchange.relay.link_selection.value_or(request.giaddr));
    }
    const auto wire = exchange.interface == nullptr ? Wire{} : subnets_.of_interface(*exchange.interface);
    const bool is_routed = !exchange.reached.is_unspecified() && !request.ciaddr.is_unspecified() &&
                           member_containing(wire, request.ciaddr) == nullptr;
    const auto from_elsewhere = is_routed ? subnets_.of_address(request.ciaddr) : Wire{};
    return from_elsewhere.empty() ? wire : from_elsewhere;
}

void Engine::place(Exchange& exchange) const {
    const auto& request = exchange.request;
    exchange.is_relayed = !request.giaddr.is_unspecified();
    if (is_own(exchange.arrival.destination)) {
        exchange.reached = exchange.arrival.destination;
    }
    exchange.interface = interface_of(exchange.arrival);
    const auto relay_information = request.options.bytes(option::kRelayInformation).value_or(Bytes{});
    if (exchange.is_relayed) {
        exchange.wire_name = request.giaddr.to_string();
        believe(exchange, relay_information);
    } else if (exchange.interface != nullptr) {
        exchange.wire_name = exchange.interface->name;
    }
    exchange.wire = wire_of(exchange);
    const auto& wire = exchange.wire;
    const bool is_trusted = std::any_of(wire.begin(), wire.end(), [](const SubnetPolicy* policy) {
        return policy->row().trusts_relay_information;
    });
    const bool is_its_own_wire = !exchange.is_relayed && !exchange.echoes.subnet_selection;
    if (is_its_own_wire && is_trusted) {
        believe(exchange, relay_information);
    }
}

/// RFC 3046 §2.1: option 82 counts when a relay says it, or a switch on a wire that is trusted. What concerns
/// the way of the reply can only be a relay's wish.
void Engine::believe(Exchange& exchange, Bytes relay_information) const {
    exchange.relay = RelayInformation::parse(relay_information);
    if (!exchange.is_relayed) {
        exchange.relay = {.circuit_id = std::move(exchange.relay.circuit_id)};
    }
    exchange.echoes.relay_information = true;
    if (relay_information.size() <= kLongestRelayInfo) {
        exchange.relay_information = text_of(relay_information);
    }
}

/// A renewal is unicast and passes no relay, yet what is given by switch port must stay given.
void Engine::recall_relay(Exchange& exchange) const {
    const bool may_be_renewal = !exchange.is_relayed && exchange.relay_information.empty() &&
                                !exchange.request.ciaddr.is_unspecified();
    const auto* lease = may_be_renewal ? bindings_.leases().find(exchange.request.ciaddr) : nullptr;
    if (lease != nullptr && key_of(*lease) == exchange.client.key) {
        exchange.relay_information = lease->relay_information;
        exchange.relay.circuit_id = RelayInformation::parse(bytes_of(lease->relay_information)).circuit_id;
    }
}

void Engine::recognise(Exchange& exchange) const {
    if (!exchange.wire.empty() && !exchange.wire.front()->row().matches_client_id) {
        exchange.client.match_by_mac();
    }
    recall_relay(exchange);
    exchange.vendor_class = printable(exchange.request.vendor_class());
    if (exchange.vendor_class.empty()) {
        if (const auto* lease = bindings_.of(exchange.client.key, exchange.wire)) {
            exchange.vendor_class = lease->vendor_class;
        }
    }
    const auto& mac = exchange.client.mac;
    const auto* device = mac ? world_->find_device(DeviceName::of(*mac)) : nullptr;
    if (const auto* model = models_.find(exchange.vendor_class)) {
        exchange.model = model->short_name;
        exchange.model_id = model->model;
    } else if (device != nullptr) {
        exchange.model_id = device->model;
    }
    exchange.is_phone =
        !exchange.model.empty() || device != nullptr || is_phone_vendor_class(exchange.vendor_class);
}

bool Engine::admit(Exchange& exchange) {
    const auto hash =
        stable_hash(exchange.client.key) + static_cast<std::uint64_t>(exchange.type) * 0x9e3779b97f4a7c15ULL;
    if (!floods_.admit(hash, exchange.now.mono)) {
        tally_.add(Event::flooded);
        return false;
    }
    return situate(exchange);
}

/// Where the client is, who it is, and whether that is ours to answer.
bool Engine::situate(Exchange& exchange) {
    place(exchange);
    recognise(exchange);
    if (exchange.wire.empty()) {
        tally_.add(Event::no_subnet);
        if (exchange.is_phone) {
            exchange.observe(
                journal::Step::dhcp_ignored,
                {{"reason", "no DHCP subnet is configured for " + exchange.wire_name}}
            );
        }
        return false;
    }
    // `clients = phones`: somebody else's computers are left to somebody else's server.
    const auto is_closed = [&](const SubnetPolicy* policy) {
        return policy->row().phones_only && !exchange.is_phone &&
               !policy->reservation_of(exchange.client, exchange.relay);
    };
    auto& wire = exchange.wire;
    wire.erase(std::remove_if(wire.begin(), wire.end(), is_closed), wire.end());
    if (wire.empty()) {
        tally_.add(Event::not_a_phone);
        return false;
    }
    if (!exchange.echoes.relay_information && exchange.request.options.contains(option::kRelayInformation)) {
        tally_.add(Event::unused_relay_info);
    }
    exchange.echoes.client_id = wire.front()->row().echoes_client_id;
    return true;
}

void Engine::on_datagram(const Arrival& arrival, Bytes datagram, Now now, Actions& out) {
    const auto request = parse(datagram);
    if (!request || request->hops > kMaxHops) {
        tally_.add(Event::malformed);
        return;
    }
    const auto type = request->type();
    if (request->op != Op::request || (type && is_from_server(*type))) {
        tally_.add(Event::not_for_servers);
        return;
    }
    if (!type) {
        tally_.add(Event::malformed);
        return;
    }
    if (settings_.own_probe && request->mac() == settings_.own_probe) {
        return;
    }
    if (request->malformed_options > 0) {
        tally_.add(Event::malformed_option);
    }
    bindings_.expire(now, settings_.limits.offer_time);
    Exchange exchange{*request, arrival, now, out};
    exchange.type = *type;
    if (exchange.type == MessageType::lease_query) {
        on_lease_query(exchange);
        return;
    }
    auto client = ClientIdentity::of(*request);
    if (!client) {
        tally_.add(Event::no_identity);
        return;
    }
    exchange.client = std::move(*client);
    if (admit(exchange)) {
        dispatch(exchange);
    }
}

void Engine::dispatch(Exchange& exchange) {
    switch (exchange.type) {
        case MessageType::discover:
            on_discover(exchange);
            break;
        case MessageType::request:
            on_request(exchange);
            break;
        case MessageType::decline:
            on_decline(exchange);
            break;
        case MessageType::release:
            on_release(exchange);
            break;
        case MessageType::inform:
            on_inform(exchange);
            break;
        default:
            break;  // answered or refused before
    }
}

void Engine::on_time(Now now) {
    bindings_.expire(now, settings_.limits.offer_time);
}

std::optional<Instant> Engine::next_deadline(Now now) const {
    std::optional<Instant> next;
    if (const auto* offer = bindings_.offers().oldest()) {
        next = offer->made + settings_.limits.offer_time;
    }
    const auto consider = [&](Instant end) { next = next ? std::min(*next, end) : end; };
    if (const auto end = bindings_.leases().next_end()) {
        consider(now.mono + (*end - now.wall));
    }
    if (const auto probe = probes_.next_deadline()) {
        consider(*probe);
    }
    if (!pending_.empty()) {
        consider(pending_.begin()->second.since + settings_.limits.store_time);
    }
    if (const auto due = owed_.next_due()) {
        consider(*due);
    }
    return next;
}

}  // namespace dialtone::dhcp
