#include "server/registrar/admission.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dialtone::registrar {

namespace {

std::string model_name(const World& world, ModelId id) {
    const auto* model = world.models.find(id);
    return model != nullptr ? model->name : fmt::format("device type {}", id.value());
}

std::string node_name(const World& world, NodeId id) {
    const auto* node = world.nodes.find(id);
    return node != nullptr ? node->name : "this node";
}

/// It belongs to other servers: which, people must be told on its display and in full in its journal.
Denial wrong_node(const World& world, NodeId node, const Device& device) {
    const auto* pool = world.pools.find(device.pool);
    const auto* group = pool != nullptr ? world.groups.find(pool->group) : nullptr;
    std::string members;
    for (const auto* member : world.nodes_of(device)) {
        members += members.empty() ? member->name : ", " + member->name;
    }
    auto sentence = fmt::format(
        "{} is in device pool {}, whose Call Manager group {} does not contain {}: it registers with {}",
        device.name.text(),
        pool != nullptr ? pool->name : "?",
        group != nullptr ? group->name : "?",
        node_name(world, node),
        members.empty() ? "nobody, as that group has no members" : members
    );
    return {
        Refusal::wrong_node,
        std::move(sentence),
        group != nullptr ? wrong_server_display(group->name) : std::string{}};
}

/// Soft phones and analog adapters announce themselves as something else: IP Communicator as 7970, and an ATA
/// by whichever port speaks.
bool may_announce_another_model(const World& world, ModelId configured) {
    const auto* model = world.models.find(configured);
    return model != nullptr && (model->kind == ModelClass::softphone || model->kind == ModelClass::analog);
}

}  // namespace

bool serves(const World& world, NodeId node, const Device& device) {
    const auto nodes = world.nodes_of(device);
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node* n) { return n->id == node; });
}

std::optional<Denial> denial_of(
    const World& world, NodeId node, const Device& device, const Applicant& applicant
) {
    const auto& name = device.name.text();
    if (device.protocol != applicant.protocol) {
        return Denial{
            Refusal::wrong_protocol,
            fmt::format(
                "{} is configured for {} but registers with {}: its firmware is of the other kind",
                name,
                to_string(device.protocol),
                to_string(applicant.protocol)
            )};
    }
    if (applicant.model.is_set() && applicant.model != device.model &&
        !may_announce_another_model(world, device.model)) {
        return Denial{
            Refusal::wrong_model,
            fmt::format(
                "{} is configured as {} but says that it is {}",
                name,
                model_name(world, device.model),
                model_name(world, applicant.model)
            )};
    }
    if (!serves(world, node, device)) {
        return wrong_node(world, node, device);
    }
    return std::nullopt;
}

std::optional<Denial> denial_of_unknown(
    const World& world, NodeId node, const DeviceName& name, const Applicant& applicant
) {
    if (!world.is_autoreg_on_at(node)) {
        return Denial{
            Refusal::unknown_device,
            fmt::format(
                "{} is not in the device database, and auto-registration is off at {}",
                name.text(),
                node_name(world, node)
            )};
    }
    if (!name.mac()) {
        return Denial{
            Refusal::unknown_device,
            fmt::format(
                "{} is not in the device database, and only names made of SEP or ATA and a MAC address "
                "register themselves",
                name.text()
            )};
    }
    const auto* model = world.models.find(applicant.model);
    if (model == nullptr || !model->speaks(applicant.protocol)) {
        return Denial{
            Refusal::unknown_model,
            fmt::format(
                "{} cannot register itself: {} is not a model that speaks {}",
                name.text(),
                model_name(world, applicant.model),
                to_string(applicant.protocol)
            )};
    }
    return std::nullopt;
}

}  // namespace dialtone::registrar
