#include "server/provision/lints.hpp"

#include "server/provision/call_manager_group.hpp"
#include "server/provision/default_file.hpp"
#include "server/provision/lint_settings.hpp"
#include "server/provision/lint_sip.hpp"
#include "server/provision/load_name.hpp"
#include "server/provision/parameters.hpp"
#include "server/provision/phone_file.hpp"
#include "server/provision/phone_source.hpp"
#include "server/provision/time_zone.hpp"
#include "server/provision/vendor_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

/// CE phones read at most this of a URL.
constexpr std::size_t kMaxUrl = 255;
constexpr std::uint32_t kMaxPort = 65535;
/// Beyond this XMLDefault.cnf.xml is more than the smallest phones have room for.
constexpr std::size_t kMaxDefaultFile = 10'240;

void check_size(const PhoneSource& source, std::size_t octets, Sentences& out) {
    if (octets > source.family.max_octets) {
        out.push_back(fmt::format(
            "The file has {} octets, and a {} may refuse more than {}. Shorten its vendor settings or "
            "services.",
            octets,
            source.model.name,
            source.family.max_octets
        ));
    }
}

void check_members(const World& world, const CallManagerGroup& group, Sentences& out) {
    const auto nodes = reachable_nodes(world, group);
    for (const auto id : group.members) {
        const auto* node = world.nodes.find(id);
        if (node != nullptr && node->address.is_unspecified()) {
            out.push_back(fmt::format(
                "Node {} has no address yet, so no phone is sent there. Start it once, or set its address.",
                node->name
            ));
        }
    }
    if (nodes.empty()) {
        out.push_back(fmt::format(
            "Call Manager group {} names no node with an address: phones will try their TFTP server instead.",
            group.name
        ));
    }
    for (const auto* node : nodes) {
        if (sccp_port_of(*node) > kMaxPort) {
            out.push_back(fmt::format(
                "The SCCP port of node {} with its offset is {}; no port is above {}. Lower the port offset.",
                node->name,
                sccp_port_of(*node),
                kMaxPort
            ));
        }
    }
}

void check_call_managers(const PhoneSource& source, Sentences& out) {
    check_members(source.world, source.group, out);
}

void check_urls(const PhoneSource& source, Sentences& out) {
    for (const auto& name : parameters::of_phone_files()) {
        const auto value = source.world.parameter(name);
        if (value.size() > kMaxUrl) {
            out.push_back(fmt::format(
                "Parameter {} has {} characters; phones read at most {}.", name, value.size(), kMaxUrl
            ));
        }
    }
    for (const auto* service : services_of(source.world, source.device)) {
        if (service->url.size() > kMaxUrl) {
            out.push_back(fmt::format(
                "The URL of service {} has {} characters; phones read at most {}.",
                service->name,
                service->url.size(),
                kMaxUrl
            ));
        }
    }
}

void check_clock(const PhoneSource& source, Sentences& out) {
    const auto& group = source.date_time;
    if (!phone_time_zone(group.time_zone)) {
        out.push_back(fmt::format(
            "No phone has the time zone {} of date/time group {}: the file says {}. Choose a zone with the "
            "same hour.",
            group.time_zone,
            group.name,
            kFallbackTimeZone
        ));
    }
    if (!is_date_template(group.date_template)) {
        out.push_back(fmt::format(
            "Phones do not understand the date template \"{}\" of date/time group {}. Write it like D.M.Y, "
            "M/D/YA or "
            "Y-M-D.",
            group.date_template,
            group.name
        ));
    }
}

void check_load_protocol(const PhoneSource& source, Sentences& out) {
    const auto protocol = protocol_of_load(source.wanted);
    if (protocol && *protocol != source.device.protocol) {
        out.push_back(fmt::format(
            "Load {} is a {} image, but the device is configured for {}: the phone would change its image "
            "over and over.",
            source.wanted,
            to_string(*protocol),
            to_string(source.device.protocol)
        ));
    }
    if (!source.model.speaks(source.device.protocol)) {
        out.push_back(fmt::format(
            "A {} does not speak {}. Choose its other protocol.",
            source.model.name,
            to_string(source.device.protocol)
        ));
    }
}

void check_load_family(const PhoneSource& source, Sentences& out) {
    const auto own = hardware_of_load(source.wanted);
    const auto typical = hardware_of_load(
        source.device.protocol == Protocol::sccp ? source.model.typical_sccp_load
                                                 : source.model.typical_sip_load
    );
    if (!own.empty() && !typical.empty() && own != typical) {
        out.push_back(fmt::format(
            "Load {} is made for other hardware ({}) than a {} ({}).",
            source.wanted,
            own,
            source.model.name,
            typical
        ));
    }
}

/// Says nothing in a process that does not know the directories.
void check_load_files(const PhoneSource& source, Sentences& out) {
    if (source.world.loads == nullptr || source.wanted.empty()) {
        return;
    }
    const auto* load = source.world.loads->find(source.wanted);
    if (load == nullptr) {
        out.push_back(fmt::format(
            "There is no {}.loads in the directories of files, so no load is named and the phone keeps its "
            "image. "
            "Put the load's files there, or choose another: `dialtone load list`.",
            source.wanted
        ));
    } else if (!load->is_complete()) {
        out.push_back(fmt::format(
            "Load {} lacks {}, so it is not named and the phone keeps its image. Put that file there too: "
            "`dialtone load show {}`.",
            source.wanted,
            load->missing(),
            source.wanted
        ));
    }
}

/// Phones compare the name they are told with the image they run octet by octet.
void check_load_spelling(const PhoneSource& source, Sentences& out) {
    const auto* load = source.world.loads == nullptr ? nullptr : source.world.loads->find(source.wanted);
    if (load != nullptr && load->name != source.wanted) {
        out.push_back(fmt::format(
            "Load {} is spelled {} on disk. A phone that runs it may take the one for another image, and "
            "load it "
            "again and again. Spell it as the firmware does.",
            source.wanted,
            load->name
        ));
    }
}

void check_srst(const PhoneSource& source, Sentences& out) {
    if (source.srst.mode == SrstMode::address && source.srst.address.is_unspecified()) {
        out.push_back(fmt::format(
            "SRST reference {} is switched on without an address. Give it one, or disable it.",
            source.srst.name
        ));
    }
}

void check_web_access(const PhoneSource& source, Sentences& out) {
    const bool pushes = !source.world.parameter(parameters::kUrlAuthentication).empty();
    if (pushes && vendor_value(source, "webAccess") == "1") {
        out.push_back(
            "The phone's web server is off (webAccess 1), so nothing can be pushed to it, though an "
            "authentication URL "
            "is set."
        );
    }
}

void check_firmware_sharing(const PhoneSource& source, Sentences& out) {
    if (vendor_value(source, "peerFirmwareSharing") == "1") {
        out.push_back(
            "Phones share firmware among themselves (peerFirmwareSharing 1): their downloads will not be "
            "seen here."
        );
    }
}

/// Whom a rule concerns.
enum class Of : std::uint8_t { both, sccp, sip };

struct Rule {
    std::string_view code;
    Severity severity;
    void (*check)(const PhoneSource&, Sentences&);
    Of protocol = Of::both;

    [[nodiscard]] bool concerns(const Device& device) const {
        return protocol == Of::both || protocol == (device.protocol == Protocol::sip ? Of::sip : Of::sccp);
    }
};

constexpr std::array kRules = {
    Rule{"C02", Severity::error, check_call_managers},
    Rule{"C03", Severity::error, check_sip_lines, Of::sip},
    Rule{"C04", Severity::error, check_sip_proxies, Of::sip},
    Rule{"C06", Severity::error, check_sip_security, Of::sip},
    Rule{"C10", Severity::error, check_load_protocol},
    Rule{"C11", Severity::error, check_load_family},
    Rule{"C16", Severity::error, check_softkeys},
    Rule{"C18", Severity::error, check_vendor_config},
    Rule{"F06", Severity::error, check_load_files},
    Rule{"C18", Severity::error, check_further_elements},
    Rule{"C25", Severity::error, check_trust},
    Rule{"C05", Severity::warning, check_sip_transport, Of::sip},
    Rule{"C08", Severity::warning, check_sip_clock, Of::sip},
    Rule{"C09", Severity::warning, check_sip_nat, Of::sip},
    Rule{"C07", Severity::warning, check_modules},
    Rule{"F05", Severity::warning, check_locales},
    Rule{"C07", Severity::warning, check_urls},
    Rule{"C08", Severity::warning, check_clock},
    Rule{"C12", Severity::warning, check_video},
    Rule{"C13", Severity::warning, check_prime_line, Of::sccp},
    Rule{"C14", Severity::warning, check_srst},
    Rule{"C15", Severity::warning, check_web_access},
    Rule{"F01", Severity::warning, check_load_spelling},
    Rule{"C20", Severity::warning, check_certificates},
    Rule{"C19", Severity::information, check_firmware_sharing},
    Rule{"C21", Severity::information, check_background},
};

void add(std::vector<Finding>& findings, std::string_view code, Severity severity, Sentences sentences) {
    for (auto& sentence : sentences) {
        findings.push_back({code, severity, std::move(sentence)});
    }
}

}  // namespace

std::string_view to_string(Severity severity) {
    constexpr std::array<std::string_view, 3> kNames = {"information", "warning", "error"};
    return kNames[static_cast<std::size_t>(severity)];
}

std::vector<Finding> lint(const World& world, const Device& device, std::optional<std::size_t> octets) {
    std::vector<Finding> findings;
    const auto source = PhoneSource::of(world, device);
    if (!source) {
        findings.push_back(
            {"C03",
             Severity::error,
             "The device refers to a model, pool, group, date/time group or SRST reference that does not "
             "exist: it "
             "gets no file."}
        );
        return findings;
    }
    if (source->model.is_third_party()) {
        return findings;  // it is set up by hand
    }
    Sentences too_large;
    check_size(*source, octets ? *octets : render_phone_file(*source).size(), too_large);
    add(findings, "C01", Severity::error, std::move(too_large));
    for (const auto& rule : kRules) {
        if (!rule.concerns(device)) {
            continue;
        }
        Sentences sentences;
        rule.check(*source, sentences);
        add(findings, rule.code, rule.severity, std::move(sentences));
    }
    return findings;
}

std::vector<Finding> lint_default(const World& world) {
    std::vector<Finding> findings;
    if (!has_default_file(world)) {
        return findings;
    }
    Sentences members;
    if (const auto* group = default_group(world)) {
        check_members(world, *group, members);
    }
    add(findings, "C02", Severity::error, std::move(members));
    if (const auto withheld = withheld_default_loads(world); withheld && world.loads != nullptr) {
        findings.push_back(
            {"F06",
             Severity::warning,
             fmt::format(
                 "XMLDefault.cnf.xml leaves out the load {}, for want of {}: phones without a file of their "
                 "own "
                 "keep their image. Put the files there: `dialtone load list`.",
                 withheld->load,
                 withheld->missing
             )}
        );
    }
    const auto octets = render_default_file(world).size();
    if (octets > kMaxDefaultFile) {
        findings.push_back(
            {"C01",
             Severity::warning,
             fmt::format(
                 "XMLDefault.cnf.xml has {} octets; the smallest phones may refuse more than {}. Take the "
                 "loads of "
                 "models you do not have out of the device defaults.",
                 octets,
                 kMaxDefaultFile
             )}
        );
    }
    return findings;
}

}  // namespace dialtone::provision
