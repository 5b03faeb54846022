#include "server/provision/default_file.hpp"

#include "server/provision/call_manager_group.hpp"
#include "server/provision/parameters.hpp"
#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

namespace dialtone::provision {

namespace {

/// Every family reads this one file, the oldest parsers too: no declaration, ASCII, long empty elements.
constexpr XmlStyle kStyle{.text = TextForm::ascii, .self_closes = false};
constexpr std::size_t kExpectedOctets = 4096;

/// The protocol an unknown phone of this model is to speak: what it can, and where it can both, the
/// parameter's.
Protocol protocol_for(const World& world, const PhoneModel& model) {
    if (model.speaks_sccp != model.speaks_sip) {
        return model.speaks_sip ? Protocol::sip : Protocol::sccp;
    }
    return protocol_from(world.parameter(parameters::kPhoneProtocol)).value_or(Protocol::sccp);
}

struct DefaultLoad {
    const PhoneModel* model;
    std::string_view name;
};

/// What device defaults want, by model number.
std::vector<DefaultLoad> wanted_loads(const World& world) {
    std::vector<DefaultLoad> found;
    world.models.for_each([&](ModelId id, const PhoneModel& model) {
        const auto* defaults = world.device_defaults.find(DefaultKey{id, protocol_for(world, model)});
        if (defaults != nullptr && !defaults->load.empty()) {
            found.push_back({&model, defaults->load});
        }
    });
    std::sort(found.begin(), found.end(), [](const DefaultLoad& a, const DefaultLoad& b) {
        return a.model->id < b.model->id;
    });
    return found;
}

/// Behind the loads, as CUCM has them; one that nobody set is left out, as nothing answers there.
struct Url {
    std::string_view element;
    const std::string& parameter;
};

const std::array kUrls = {
    Url{"authenticationURL", parameters::kUrlAuthentication},
    Url{"directoryURL", parameters::kUrlDirectories},
    Url{"idleURL", parameters::kUrlIdle},
    Url{"informationURL", parameters::kUrlInformation},
    Url{"messagesURL", parameters::kUrlMessages},
    Url{"proxyServerURL", parameters::kUrlProxy},
    Url{"servicesURL", parameters::kUrlServices},
};

}  // namespace

bool has_default_file(const World& world) {
    return world.is_autoreg_on() || world.boolean_parameter(parameters::kDefaultFileWhenOff, false);
}

const CallManagerGroup* default_group(const World& world) {
    const auto* flagged = world.autoreg_group();
    return flagged == nullptr ? world.find_group("Default") : flagged;
}

std::string render_default_file(const World& world) {
    XmlWriter xml{kStyle, kExpectedOctets};
    xml.open("Default");
    // Phones that know the element do not try to register when it says no; the others are refused when they
    // do.
    const bool gives_numbers = world.is_autoreg_on() && world.has_autoreg_numbers();
    if (gives_numbers) {
        xml.element("autoRegistrationName", kAutoRegistrationName);
    }
    xml.element("autoRegistration", gives_numbers ? "enabled" : "disabled");
    if (const auto* group = default_group(world)) {
        write_call_manager_group(xml, *group, reachable_nodes(world, *group));
    }
    // A model without a load, or with one that is not whole, is left out: a phone that is told an empty or
    // unknown load may loop.
    for (const auto& load : wanted_loads(world)) {
        if (const auto offered = offered_load(world, load.name); !offered.empty()) {
            const auto element = "loadInformation" + std::to_string(load.model->id.value());
            xml.element(element, "model", load.model->name, offered);
        }
    }
    for (const auto& url : kUrls) {
        if (const auto value = world.parameter(url.parameter); !value.empty()) {
            xml.element(url.element, value);
        }
    }
    xml.close("Default");
    return xml.take();
}

std::optional<WithheldLoad> withheld_default_loads(const World& world) {
    WithheldLoad withheld;
    std::set<std::string_view> seen;  // models share loads
    for (const auto& load : wanted_loads(world)) {
        if (offered_load(world, load.name).empty() && seen.insert(load.name).second) {
            withheld.load += (withheld.load.empty() ? "" : ", ") + std::string{load.name};
            withheld.missing += (withheld.missing.empty() ? "" : ", ") + missing_of_load(world, load.name);
        }
    }
    return seen.empty() ? std::nullopt : std::optional{std::move(withheld)};
}

}  // namespace dialtone::provision
