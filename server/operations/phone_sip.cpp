#include "common/error/try.hpp"
#include "common/text/utf8.hpp"
#include "db/aggregates/sip.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/findings.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/phone_edit.hpp"
#include "server/operations/phones.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"
#include "server/provision/load_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

/// What phones hold of a user and of a password.
constexpr std::int64_t kLongestCredential = 30;

constexpr std::array<std::string_view, 4> kSipOnly{
    "sip-profile", "security-profile", "digest-user", "digest-password"};

/// What a digest can carry in quotes, and a phone's text file too.
Outcome<void> check_credential(const Call& call, std::string_view name) {
    const auto& text = call.text(name);
    const auto is_plain = [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != ':'; };
    if (text.size() > kLongestCredential || !std::all_of(text.begin(), text.end(), is_plain)) {
        return invalid(fmt::format(
            "--{}: at most {} printable characters, no blanks, no \" \\ or :, as phones have room for no "
            "other.",
            name,
            kLongestCredential
        ));
    }
    return {};
}

Outcome<void> edit_sip_profiles(const World& world, const Call& call, Device& device) {
    if (call.has("sip-profile")) {
        device.sip_profile = {};
        if (!call.text("sip-profile").empty()) {
            DIALTONE_TRY(
                const auto* profile, find_named(world.sip_profiles, call.text("sip-profile"), "SIP profile")
            );
            device.sip_profile = profile->id;
        }
    }
    if (call.has("security-profile")) {
        device.security_profile = {};
        if (!call.text("security-profile").empty()) {
            DIALTONE_TRY(
                const auto* profile,
                find_named(world.security_profiles, call.text("security-profile"), "security profile")
            );
            device.security_profile = profile->id;
        }
    }
    return {};
}

/// A softphone is set up with its number as user; what a phone of ours is told, nobody types.
std::string usual_user(const World& world, const Call& call, const Device& device) {
    const auto* model = world.models.find(device.model);
    if (model == nullptr || !model->is_third_party()) {
        return device.name.text();
    }
    if (!call.text("dn").empty()) {
        return call.all("dn").front();
    }
    const auto* number = device.lines.empty() ? nullptr : world.numbers.find(device.lines.front().number);
    return number == nullptr ? device.name.text() : number->pattern;
}

Outcome<void> check_user_is_free(const World& world, const Device& device) {
    const auto* holder = world.find_digest_user(device.digest_user);
    if (holder != nullptr && holder->id != device.id) {
        return conflict(fmt::format(
            "The digest user {} is {}'s. Choose another: --digest-user.",
            device.digest_user,
            holder->name.text()
        ));
    }
    return {};
}

std::string joined_numbers(const World& world, const Device& device) {
    const auto numbers = numbers_of(world, device);
    return numbers.empty() ? "it has no line"
                           : "line" + std::string{device.lines.size() == 1 ? "" : "s"} + " " + numbers;
}

/// The load that the device would be told, whether it is held or not.
std::string wanted_words(const World& world, const Device& device) {
    return std::string{wanted_load(world, device)};
}

/// @param world  as with_loads() made it.
Outcome<void> check_protocol_change(
    const World& world, const Call& call, const Device& before, const Device& after
) {
    const bool is_same_phone = before.model == after.model && before.name == after.name;
    if (before.protocol == after.protocol || !is_same_phone || call.has("force")) {
        return {};
    }
    const auto* model = world.models.find(after.model);
    const auto protocol = to_string(after.protocol);
    const auto wanted = wanted_words(world, after);
    if (wanted.empty()) {
        const auto& usual =
            after.protocol == Protocol::sip ? model->typical_sip_load : model->typical_sccp_load;
        return conflict(fmt::format(
            "No {} load is chosen for a {}, so it would keep its {} image, which cannot register with {}. "
            "Choose one: `--load LOAD`{}, or for all of them `dialtone model set {} --protocol {} --load "
            "LOAD`. "
            "--force changes it all the same, for a phone that runs the right image already.",
            protocol,
            model->name,
            to_string(before.protocol),
            protocol,
            usual.empty() ? "" : fmt::format(" (such as {})", usual),
            model->short_name,
            protocol
        ));
    }
    if (const auto speaks = provision::protocol_of_load(wanted); speaks && *speaks != after.protocol) {
        return conflict(fmt::format(
            "Load {} speaks {}, not {}. Choose another with --load.", wanted, to_string(*speaks), protocol
        ));
    }
    if (const auto missing = missing_of_load(world, wanted); !missing.empty()) {
        return conflict(fmt::format(
            "Load {} is not held complete: {} is missing in the directories of files. {} would keep its {} "
            "image, which cannot register with {}. Put the files there (`dialtone load show {}`). --force "
            "changes it all the same.",
            wanted,
            missing,
            after.name.text(),
            to_string(before.protocol),
            protocol,
            wanted
        ));
    }
    return {};
}

/// What will happen; @param world  as with_loads() made it.
std::vector<std::string> protocol_change_remarks(
    const World& world, const Device& before, const Device& after
) {
    const bool is_same_phone = before.model == after.model && before.name == after.name;
    if (before.protocol == after.protocol || !is_same_phone) {
        return {};
    }
    const auto wanted = wanted_words(world, after);
    const bool is_offered = !offered_load(world, wanted).empty();
    std::vector<std::string> remarks;
    remarks.push_back(fmt::format(
        "It changes from {} to {}. It is reset as soon as it is idle, or takes it at its next start: it "
        "fetches "
        "its file, {}",
        to_string(before.protocol),
        to_string(after.protocol),
        is_offered
            ? fmt::format(
                  "finds the load {} in it, loads that image and starts anew, out of service for some "
                  "minutes.",
                  wanted
              )
            : "which names no load, so it keeps its image: unless that speaks the new protocol already, "
              "it cannot register."
    ));
    remarks.push_back(fmt::format(
        "What stays: {}, speed dials, services, pool and settings. Its buttons are now {}.{}",
        joined_numbers(world, after),
        name_or_unknown(world.button_templates, after.button_template),
        before.load.empty() || before.load == after.load
            ? ""
            : fmt::format(
                  " Its own load {} was for {} and is taken from it.", before.load, to_string(before.protocol)
              )
    ));
    return remarks;
}

}  // namespace

Outcome<void> edit_sip(Session& session, const World& world, const Call& call, Device& device) {
    if (device.protocol != Protocol::sip) {
        for (const auto name : kSipOnly) {
            if (call.has(name)) {
                return conflict(
                    fmt::format("--{} is for SIP phones, and {} speaks SCCP.", name, device.name.text())
                );
            }
        }
        return {};
    }
    DIALTONE_CHECK(edit_sip_profiles(world, call, device));
    DIALTONE_CHECK(check_credential(call, "digest-user"));
    DIALTONE_CHECK(check_credential(call, "digest-password"));
    device.digest_user = call.find("digest-user").value_or(device.digest_user);
    device.digest_password = call.find("digest-password").value_or(device.digest_password);
    if (device.digest_user.empty()) {
        device.digest_user = usual_user(world, call, device);
    }
    if (device.digest_password.empty()) {
        device.digest_password = db::new_digest_password(session.database());
    }
    return check_user_is_free(world, device);
}

bool is_third_party(const World& world, const Device& device) {
    const auto* model = world.models.find(device.model);
    return model != nullptr && model->is_third_party();
}

std::vector<Property> access_of(const World& world, const Device& device) {
    std::vector<std::string> servers;
    for (const auto* node : world.nodes_of(device)) {
        if (!node->address.is_unspecified()) {
            servers.push_back(fmt::format(
                "{}:{}", node->address.to_string(), std::uint32_t{node->sip_port} + node->port_offset
            ));
        }
    }
    constexpr std::array<std::string_view, 3> kOver{"TCP", "UDP", "UDP or TCP"};
    const auto& security = world.security_profile_of(device);
    return {
        {"server", "Server", servers.empty() ? Cell{} : Cell{joined(servers, "or else")}},
        {"transport", "Over", std::string{kOver[static_cast<std::size_t>(security.transport)]}},
        {"user", "User", device.digest_user},
        {"password", "Password", device.digest_password},
    };
}

std::optional<DeviceName> third_party_name(const World& world, const Call& call) {
    const auto* model = world.find_model(call.text("model"));
    const bool is_known_by_user = model != nullptr && model->is_third_party() && call.has("dn");
    return is_known_by_user ? DeviceName::parse("SIP" + call.all("dn").front()) : std::nullopt;
}

Outcome<std::vector<std::string>> protocol_change(
    const Session& session, const WorldPtr& world, const Call& call, const Device& before, const Device& after
) {
    if (before.protocol == after.protocol) {
        return std::vector<std::string>{};
    }
    DIALTONE_TRY(const auto* node, node_with_files(*world, {}));
    const auto held = with_loads(session, world, node);
    DIALTONE_CHECK(check_protocol_change(*held, call, before, after));
    return protocol_change_remarks(*held, before, after);
}

std::string unserved_sentence(const World& world, const Device& device) {
    if (is_registered_here(device.protocol)) {
        return {};
    }
    std::vector<std::string> places;
    for (const auto* node : world.nodes_of(device)) {
        places.push_back(
            fmt::format("{} port {}", node->name, std::uint32_t{node->sip_port} + node->port_offset)
        );
    }
    return fmt::format(
        "It speaks {}, and this version of Dialtone registers SCCP phones alone: {}nobody answers it{}.",
        to_string(device.protocol),
        is_third_party(world, device) ? "" : "it gets its file, but then ",
        places.empty() ? "" : " at " + joined(places, "or")
    );
}

}  // namespace dialtone::operations
