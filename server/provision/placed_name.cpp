#include "server/provision/placed_name.hpp"

#include "common/text/ascii.hpp"
#include "server/provision/os79xx.hpp"

namespace dialtone::provision {

namespace {

constexpr std::string_view kCompiledDefault = "SEPDEFAULT.cnf";
constexpr std::string_view kLegacyLoader = "OS79XX.TXT";
constexpr std::string_view kCompiledEnding = ".cnf";

}  // namespace

PlacedName placed_name(const World& world, std::string_view name) {
    if (iequals(name, kLegacyLoader)) {
        return {.withheld = reason_of_no_os79xx(world), .stand_in = {}};
    }
    if (iequals(name, kCompiledDefault)) {
        return world.is_autoreg_on()
                   ? PlacedName{}
                   : PlacedName{.withheld = "withheld while auto-registration is off", .stand_in = {}};
    }
    if (iends_with(name, kCompiledEnding)) {
        const auto device = DeviceName::parse(name.substr(0, name.size() - kCompiledEnding.size()));
        const auto* known = device ? world.find_device(*device) : nullptr;
        if (known != nullptr && known->protocol == Protocol::sccp) {
            return {.withheld = std::nullopt, .stand_in = kCompiledDefault};
        }
    }
    return {};
}

}  // namespace dialtone::provision
