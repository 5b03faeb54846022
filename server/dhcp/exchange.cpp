#include "server/dhcp/exchange.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::dhcp {

std::string Exchange::subject() const {
    auto name = client.subject();
    return name.empty() ? journal::subject_of(arrival.source.address) : name;
}

ClientTraits Exchange::traits() const {
    return {
        vendor_class,
        model_id,
        client.mac ? text_of(client.mac->octets()) : std::string_view{},
        client.client_id,
        relay.circuit_id};
}

Ipv4 Exchange::local_in(const Subnet* subnet) const {
    if (!reached.is_unspecified() || interface == nullptr || interface->addresses.empty()) {
        return reached;
    }
    const auto& addresses = interface->addresses;
    const auto inside = std::ranges::find_if(addresses, [&](Ipv4 address) {
        return subnet != nullptr && subnet->cidr.contains(address);
    });
    return inside == addresses.end() ? addresses.front() : *inside;
}

void Exchange::observe(journal::Step step, std::vector<journal::Field> fields) {
    std::erase_if(fields, [](const journal::Field& field) { return field.value.empty(); });
    out.emplace_back(Observe{journal::Observation{now.wall, subject(), step, std::move(fields)}});
}

void Exchange::send(const Route& route, const Message& reply) {
    Send action{route, {}};
    action.payload.reserve(kAssumedMaximum);
    const auto left_out = render(reply, max_reply_size(request), action.payload);
    out.emplace_back(std::move(action));
    if (left_out > 0) {
        observe(journal::Step::note, {{"text", "options did not fit into the DHCP reply and were left out"}});
    }
}

RequestKind kind_of(const Message& request, const Arrival& arrival) {
    if (request.options.contains(option::kServerId)) {
        return RequestKind::selecting;
    }
    if (!request.ciaddr.is_unspecified()) {
        // What comes through a relay was a broadcast on the client's wire.
        const bool was_broadcast =
            arrival.destination == Ipv4::broadcast() || !request.giaddr.is_unspecified();
        return was_broadcast ? RequestKind::rebinding : RequestKind::renewing;
    }
    return request.options.contains(option::kRequestedAddress) ? RequestKind::init_reboot
                                                               : RequestKind::nonsense;
}

std::string_view to_string(RequestKind kind) {
    switch (kind) {
        case RequestKind::selecting:
            return "selecting";
        case RequestKind::init_reboot:
            return "reboot";
        case RequestKind::renewing:
            return "renewal";
        case RequestKind::rebinding:
            return "rebinding";
        case RequestKind::nonsense:
            break;
    }
    return "nonsense";
}

}  // namespace dialtone::dhcp
