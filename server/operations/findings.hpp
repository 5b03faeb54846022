#pragma once

#include "common/model/world.hpp"
#include "server/operations/report.hpp"
#include "server/provision/lints.hpp"

#include <string>
#include <vector>

/// What is wrong with the configuration, each with what to do about it: the command `check`, and `phone
/// show`.
namespace dialtone::operations {

using provision::Severity;

struct Finding {
    std::string code;  ///< stable, for machines: "group.no_member"
    Severity severity = Severity::warning;
    std::string about;     ///< what it is about: "group Default", "SEP001122334455"
    std::string sentence;  ///< what is the matter, and what to do
};

using Findings = std::vector<Finding>;

/// Whether this version registers phones of that protocol.
constexpr bool is_registered_here(Protocol protocol) {
    return protocol == Protocol::sccp;
}

/// That nobody registers the device, and where nobody answers; "" when somebody does.
std::string unserved_sentence(const World& world, const Device& device);

/// About one device: its lines, its templates, and the file made for it.
Findings device_findings(const World& world, const Device& device);

/// About everything else: servers, groups, auto-registration, pools, numbers.
Findings cluster_findings(const World& world);

/// About the DHCP subnets.
Findings subnet_findings(const World& world);

/// Errors first; the table is called "findings".
Listing to_table(Findings findings);

}  // namespace dialtone::operations
