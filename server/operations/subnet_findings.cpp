#include "server/operations/findings.hpp"
#include "server/operations/subnet_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::operations {

namespace {

std::vector<const Subnet*> by_cidr(const World& world) {
    std::vector<const Subnet*> subnets;
    world.subnets.for_each([&](SubnetId, const Subnet& subnet) { subnets.push_back(&subnet); });
    std::sort(subnets.begin(), subnets.end(), [](const Subnet* a, const Subnet* b) {
        return a->cidr < b->cidr;
    });
    return subnets;
}

void check_use(const Subnet& subnet, const std::string& about, Findings& findings) {
    if (subnet.enabled && subnet.ranges.empty() && subnet.reservations.empty()) {
        findings.push_back(
            {"subnet.no_address",
             Severity::warning,
             about,
             fmt::format(
                 "It has neither range nor reservation, so nobody gets an address. `dialtone subnet set {} "
                 "--range A-B`, or `--enabled off`.",
                 subnet.cidr.to_string()
             )}
        );
    }
    // A relay on the loopback network is a sandbox's: its phones are on this very host.
    const bool is_behind_relay = !subnet.relay.is_unspecified() && !subnet.relay.is_loopback();
    if (subnet.enabled && subnet.routers.empty() && is_behind_relay) {
        findings.push_back(
            {"subnet.no_router",
             Severity::warning,
             about,
             "Its phones are behind a relay but get no router, so they cannot reach the servers. "
             "`dialtone subnet set … --router IP`."}
        );
    }
}

}  // namespace

Findings subnet_findings(const World& world) {
    Findings findings;
    for (const auto* subnet : by_cidr(world)) {
        const auto about = "subnet " + subnet->cidr.to_string();
        for (auto& problem : subnet_problems(world, *subnet)) {
            findings.push_back({"subnet.does_not_fit", Severity::error, about, std::move(problem.sentence)});
        }
        check_use(*subnet, about, findings);
    }
    return findings;
}

}  // namespace dialtone::operations
