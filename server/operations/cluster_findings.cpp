#include "common/model/naming_rule.hpp"
#include "server/operations/findings.hpp"
#include "server/operations/lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace dialtone::operations {

namespace {

bool is_in_some_group(const World& world, NodeId node) {
    bool found = false;
    world.groups.for_each([&](GroupId, const CallManagerGroup& group) {
        found = found || std::find(group.members.begin(), group.members.end(), node) != group.members.end();
    });
    return found;
}

void check_nodes(const World& world, Findings& findings) {
    if (world.nodes.empty()) {
        findings.push_back(
            {"node.none",
             Severity::warning,
             "nodes",
             "There is no server yet. The first `dialtone serve` makes one, or `dialtone node add`."}
        );
    }
    std::map<std::pair<Ipv4, int>, std::string> places;
    for (const auto* node : by_name(world.nodes)) {
        const auto about = "node " + node->name;
        if (node->address.is_unspecified()) {
            findings.push_back(
                {"node.no_address",
                 Severity::error,
                 about,
                 fmt::format(
                     "It has no address, so no file can name it. Start it once, or say "
                     "`dialtone node set {} --address IP`.",
                     node->name
                 )}
            );
            continue;
        }
        const auto [known, is_new] =
            places.try_emplace({node->address, node->sccp_port + node->port_offset}, node->name);
        if (!is_new) {
            findings.push_back(
                {"node.same_place",
                 Severity::error,
                 about,
                 fmt::format(
                     "It has the address and SCCP port of node {}. Change one: `dialtone node set`.",
                     known->second
                 )}
            );
        }
        if (!is_in_some_group(world, node->id)) {
            findings.push_back(
                {"node.no_group",
                 Severity::warning,
                 about,
                 "It is in no Call Manager group, so no phone is sent to it. `dialtone group set GROUP "
                 "--members …`."}
            );
        }
    }
}

void check_groups(const World& world, Findings& findings) {
    for (const auto* group : by_name(world.groups)) {
        if (!group->members.empty()) {
            continue;
        }
        const auto pools = pools_with(world, &DevicePool::group, group->id);
        findings.push_back(
            {"group.no_member",
             pools.empty() || world.nodes.empty() ? Severity::warning : Severity::error,
             "group " + group->name,
             fmt::format(
                 "It has no members{}. `dialtone group set \"{}\" --members NODE`.",
                 pools.empty() ? "" : ", so phones of pool " + joined(pools) + " have nowhere to register",
                 group->name
             )}
        );
    }
}

/// First and last number of a node's range, as people write it.
std::string range_of(const AutoRegistration& autoreg) {
    return fmt::format("{}-{}", autoreg.first, autoreg.last);
}

void check_autoreg_node(const World& world, const Node& node, Findings& findings) {
    const auto* group = world.autoreg_group();
    const auto about = "node " + node.name;
    if (!node.autoreg.enabled) {
        return;
    }
    if (!node.autoreg.is_on()) {
        findings.push_back(
            {"autoreg.no_range",
             Severity::error,
             about,
             fmt::format(
                 "Auto-registration is switched on but its range {} holds no numbers. `dialtone autoreg set "
                 "{} "
                 "--range FIRST-LAST`.",
                 range_of(node.autoreg),
                 node.name
             )}
        );
    } else if (group == nullptr || !world.is_autoreg_on_at(node.id)) {
        findings.push_back(
            {"autoreg.not_in_group",
             Severity::error,
             about,
             fmt::format(
                 "Auto-registration is switched on here, but {}. `dialtone autoreg on {}` puts it right.",
                 group == nullptr ? "no group carries the auto-registration flag"
                                  : "the node is not in the auto-registration group " + group->name,
                 node.name
             )}
        );
    }
}

/// The pools that unknown phones of some model may get at the node.
std::vector<const DevicePool*> autoreg_pools(const World& world, const Node& node) {
    const auto* making = world.universal_device_templates.find(node.autoreg.device_template);
    std::vector<const DevicePool*> pools;
    if (making != nullptr && !making->pool.empty()) {
        const auto* pool = is_plain_naming_rule(making->pool) ? world.find_pool(making->pool) : nullptr;
        return pool == nullptr ? pools : std::vector{pool};
    }
    world.device_defaults.for_each([&](const DefaultKey&, const DeviceDefault& row) {
        if (const auto* pool = world.pools.find(row.pool)) {
            pools.push_back(pool);
        }
    });
    return pools;
}

/// A phone is accepted only where its pool's group holds the node.
void check_autoreg_pools(const World& world, const Node& node, Findings& findings) {
    std::set<std::string> pools;
    for (const auto* pool : autoreg_pools(world, node)) {
        const auto* group = world.groups.find(pool->group);
        const bool holds_node =
            group != nullptr &&
            std::find(group->members.begin(), group->members.end(), node.id) != group->members.end();
        if (!holds_node) {
            pools.insert(pool->name);
        }
    }
    for (const auto& pool : pools) {
        findings.push_back(
            {"autoreg.pool_elsewhere",
             Severity::error,
             "node " + node.name,
             fmt::format(
                 "Unknown phones of some models would get the device pool {}, whose group lacks this node, "
                 "so they are refused. Put the node into that group: `dialtone group set`.",
                 pool
             )}
        );
    }
}

/// Names in templates are rules, so nothing keeps them true when somebody renames what they name.
void check_autoreg_template(const World& world, const Node& node, Findings& findings) {
    const auto* making = world.universal_device_templates.find(node.autoreg.device_template);
    if (making == nullptr || making->pool.empty() || !is_plain_naming_rule(making->pool) ||
        world.find_pool(making->pool) != nullptr) {
        return;
    }
    findings.push_back(
        {"autoreg.template_pool",
         Severity::error,
         "node " + node.name,
         fmt::format(
             "Universal device template {} names the device pool {}, which does not exist: unknown phones "
             "are "
             "refused. `dialtone device-template set \"{}\" --pool POOL`.",
             making->name,
             making->pool,
             making->name
         )}
    );
}

/// Numbers are given by their own spelling: "0100" is not 100.
std::int64_t numbers_left(const World& world, const Node& node) {
    const auto& autoreg = node.autoreg;
    const auto partition = world.autoreg_partition(node);
    auto left = autoreg.last - autoreg.first + 1;
    world.numbers.for_each([&](DirectoryNumberId, const DirectoryNumber& number) {
        std::int64_t value = 0;
        const auto* end = number.pattern.data() + number.pattern.size();
        const auto parsed = std::from_chars(number.pattern.data(), end, value);
        const bool is_taken = parsed.ec == std::errc{} && parsed.ptr == end && value >= autoreg.first &&
                              value <= autoreg.last && number.pattern == std::to_string(value);
        left -= number.partition == partition && is_taken ? 1 : 0;
    });
    return left;
}

void check_autoreg_numbers(const World& world, const Node& node, Findings& findings) {
    if (numbers_left(world, node) > 0) {
        return;
    }
    findings.push_back(
        {"autoreg.exhausted",
         Severity::error,
         "node " + node.name,
         fmt::format(
             "Every number of its range {} is taken, so unknown phones are refused. `dialtone autoreg set {} "
             "--range "
             "FIRST-LAST` gives it more.",
             range_of(node.autoreg),
             node.name
         )}
    );
}

void check_autoreg_overlaps(const World& world, Findings& findings) {
    const auto nodes = by_name(world.nodes);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (std::size_t j = i + 1; j < nodes.size(); ++j) {
            const auto& a = nodes[i]->autoreg;
            const auto& b = nodes[j]->autoreg;
            const bool overlap = a.is_on() && b.is_on() &&
                                 world.autoreg_partition(*nodes[i]) == world.autoreg_partition(*nodes[j]) &&
                                 a.first <= b.last && b.first <= a.last;
            if (overlap) {
                findings.push_back(
                    {"autoreg.overlap",
                     Severity::warning,
                     "node " + nodes[i]->name,
                     fmt::format(
                         "Its numbers {} and those of node {} ({}) overlap: the nodes share what is left.",
                         range_of(a),
                         nodes[j]->name,
                         range_of(b)
                     )}
                );
            }
        }
    }
}

void check_autoreg(const World& world, Findings& findings) {
    for (const auto* node : by_name(world.nodes)) {
        check_autoreg_node(world, *node, findings);
        if (world.is_autoreg_on_at(node->id)) {
            check_autoreg_pools(world, *node, findings);
            check_autoreg_template(world, *node, findings);
            check_autoreg_numbers(world, *node, findings);
        }
    }
    check_autoreg_overlaps(world, findings);
    const auto* group = world.autoreg_group();
    if (group != nullptr && !world.is_autoreg_on()) {
        findings.push_back(
            {"autoreg.group_without_member",
             Severity::information,
             "group " + group->name,
             group->members.empty() ? "It is the auto-registration group but has no members."
                                    : "It is the auto-registration group, and auto-registration is on at "
                                      "none of its members: unknown "
                                      "phones are refused. `dialtone autoreg on` lets them in."}
        );
    }
    for (const auto& lint : provision::lint_default(world)) {
        findings.push_back(
            {"file." + std::string{lint.code}, lint.severity, "XMLDefault.cnf.xml", lint.sentence}
        );
    }
}

void check_defaults(const World& world, Findings& findings) {
    for (const auto* model : by_name(world.models)) {
        for (const auto protocol : {Protocol::sccp, Protocol::sip}) {
            const bool is_missing = model->kind == ModelClass::phone && model->speaks(protocol) &&
                                    !world.device_defaults.contains({model->id, protocol});
            if (is_missing) {
                findings.push_back(
                    {"model.no_default",
                     Severity::information,
                     model->name,
                     fmt::format(
                         "It has no device default for {}: such a phone cannot auto-register.",
                         to_string(protocol)
                     )}
                );
            }
        }
    }
}

void check_numbers(const World& world, Findings& findings) {
    std::vector<std::string> unused;
    world.numbers.for_each([&](DirectoryNumberId id, const DirectoryNumber& number) {
        const auto* devices = world.devices_by_number.find(id);
        if (devices == nullptr || devices->empty()) {
            unused.push_back(spoken(world, number));
        }
    });
    if (unused.empty()) {
        return;
    }
    std::sort(unused.begin(), unused.end());
    const auto count = unused.size();
    unused.resize(std::min<std::size_t>(count, 5));
    findings.push_back(
        {"number.unused",
         Severity::information,
         "numbers",
         fmt::format(
             "{} on no phone: {}{}. `dialtone line add PHONE DN` uses one.",
             count == 1 ? "1 number is" : fmt::format("{} numbers are", count),
             joined(unused),
             count > unused.size() ? ", …" : ""
         )}
    );
}

}  // namespace

Findings cluster_findings(const World& world) {
    Findings findings;
    check_nodes(world, findings);
    check_groups(world, findings);
    check_autoreg(world, findings);
    check_defaults(world, findings);
    check_numbers(world, findings);
    return findings;
}

}  // namespace dialtone::operations
