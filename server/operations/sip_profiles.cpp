#include "server/operations/sip_profiles.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/sip.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/sip_settings.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

using sip_settings::kChoices;
using sip_settings::kNumbers;
using sip_settings::kSwitches;
using sip_settings::with_settings;

constexpr std::string_view kWhat = "SIP profile";
constexpr std::size_t kLongestName = 50;

std::int64_t phones_with(const World& world, SipProfileId profile) {
    std::int64_t count = 0;
    world.devices.for_each([&](DeviceId, const Device& device) {
        count += device.protocol == Protocol::sip && world.sip_profile_of(device).id == profile ? 1 : 0;
    });
    return count;
}

Outcome<Report> list_profiles(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "sip_profiles";
    table.columns = {{"name", "NAME", 1}, {"phones", "PHONES"}, {"description", "DESCRIPTION", 2}};
    for (const auto* profile : by_name(world->sip_profiles)) {
        table.rows.push_back({profile->name, phones_with(*world, profile->id), profile->description});
    }
    return Report::of(std::move(table));
}

/// All of them: a person compares a profile with another, or with what a phone's file says.
Listing setting_table(const SipProfile& profile) {
    const SipProfile usual;
    Listing table;
    table.key = "settings";
    table.title = "Settings";
    table.columns = {{"name", "SETTING", 1}, {"title", "", 2}, {"value", "VALUE"}, {"default", "DEFAULT"}};
    const auto add = [&](std::string_view name, std::string_view title, Cell value, Cell standard) {
        table.rows.push_back({std::string{name}, std::string{title}, std::move(value), std::move(standard)});
    };
    for (const auto& s : kNumbers) {
        add(s.name, s.title, std::int64_t{profile.*s.value}, std::int64_t{usual.*s.value});
    }
    for (const auto& s : kChoices) {
        add(s.name, s.title, profile.*s.value, usual.*s.value);
    }
    for (const auto& s : kSwitches) {
        add(s.name, s.title, profile.*s.value, usual.*s.value);
    }
    return table;
}

Report report_of(const World& world, const SipProfile& profile) {
    Report report;
    report.properties = {
        {"name", "Name", profile.name},
        {"description", "Description", profile.description},
        {"phones", "Phones", phones_with(world, profile.id)},
    };
    report.tables.push_back(setting_table(profile));
    return report;
}

Outcome<Report> show_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->sip_profiles, call.text("name"), kWhat));
    return report_of(*world, *profile);
}

/// What the fields must be together.
Outcome<void> check_profile(const SipProfile& profile) {
    if (profile.first_media_port % 2 != 0 || profile.last_media_port % 2 != 0) {
        return invalid("Media ports are even: the odd one above each is for RTCP.");
    }
    if (profile.first_media_port >= profile.last_media_port) {
        return invalid("--first-media-port must be below --last-media-port.");
    }
    if (profile.register_delta >= profile.register_expires ||
        profile.subscribe_delta >= profile.subscribe_expires) {
        return invalid("A delta must be shorter than what it renews.");
    }
    return {};
}

Outcome<void> edit_profile(const Call& call, SipProfile& profile) {
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    profile.description = description.value_or(profile.description);
    for (const auto& setting : kNumbers) {
        DIALTONE_TRY(const auto said, integer_of(call, setting.name, setting.least, setting.most));
        profile.*setting.value = static_cast<std::uint32_t>(said.value_or(profile.*setting.value));
    }
    for (const auto& setting : kChoices) {
        profile.*setting.value = call.find(setting.name).value_or(profile.*setting.value);
    }
    for (const auto& setting : kSwitches) {
        DIALTONE_TRY(const auto said, switch_of(call, setting.name));
        profile.*setting.value = said.value_or(profile.*setting.value);
    }
    return check_profile(profile);
}

Outcome<Report> written_profile(Session& session, std::string_view name, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->sip_profiles, name, kWhat));
    auto report = report_of(*world, *profile);
    report.remarks.push_back(fmt::format("SIP profile {} is {}.", profile->name, what));
    return report;
}

Outcome<Report> add_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const auto& name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->sip_profiles, name, kWhat, kLongestName));
    SipProfile profile;
    profile.name = name;
    DIALTONE_CHECK(edit_profile(call, profile));
    db::insert_sip_profile(session.database(), profile);
    return written_profile(
        session, name, "ready: `dialtone phone set NAME --sip-profile` gives it to a phone"
    );
}

Outcome<Report> set_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->sip_profiles, call.text("name"), kWhat));
    auto profile = *known;
    if (call.has("rename") && !iequals(call.text("rename"), profile.name)) {
        DIALTONE_CHECK(check_free_name(world->sip_profiles, call.text("rename"), kWhat, kLongestName));
    }
    profile.name = call.find("rename").value_or(profile.name);
    DIALTONE_CHECK(edit_profile(call, profile));
    if (profile != *known) {
        db::update_sip_profile(session.database(), profile);
    }
    return written_profile(session, profile.name, profile == *known ? "as it was" : "changed");
}

Outcome<Report> remove_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->sip_profiles, call.text("name"), kWhat));
    if (profile->id == kStandardSipProfile) {
        return conflict(fmt::format("{} is for phones that name no other; it stays.", profile->name));
    }
    // Not only those that speak SIP now: one that speaks SCCP may come back to it.
    std::int64_t phones = 0;
    world->devices.for_each([&](DeviceId, const Device& device) {
        phones += device.sip_profile == profile->id ? 1 : 0;
    });
    if (phones > 0) {
        return conflict(fmt::format(
            "SIP profile {} has {} phone{}. Give them another first: `dialtone phone set NAME --sip-profile "
            "\"\"`.",
            profile->name,
            phones,
            phones == 1 ? "" : "s"
        ));
    }
    db::delete_sip_profile(session.database(), profile->id);
    return Report::of(fmt::format("SIP profile {} is removed.", profile->name));
}

constexpr Argument kName{"name", Shape::positional, "PROFILE", "name of the SIP profile", Names::sip_profile};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "for people"};

constexpr std::array kShow{kName};
constexpr auto kAdd = with_settings(std::array{
    Argument{"name", Shape::positional, "PROFILE", "name of the new SIP profile"}, kDescription});
constexpr auto kSet =
    with_settings(std::array{kName, Argument{"rename", Shape::value, "NAME", "another name"}, kDescription});

constexpr std::array kProfiles{
    Operation{
        "sip-profile",
        "list",
        "SIP profiles: how SIP phones speak",
        {},
        "dialtone sip-profile list",
        Access::read,
        list_profiles},
    Operation{
        "sip-profile",
        "show",
        "All settings of one SIP profile, beside CUCM's defaults",
        kShow,
        "dialtone sip-profile show \"Standard SIP Profile\"",
        Access::read,
        show_profile},
    Operation{
        "sip-profile",
        "add",
        "Make a SIP profile; what is not named is as on CUCM",
        kAdd,
        "dialtone sip-profile add Warehouse --first-digit-timer 30000",
        Access::write,
        add_profile},
    Operation{
        "sip-profile",
        "set",
        "Change a SIP profile; what is not named stays",
        kSet,
        "dialtone sip-profile set Warehouse --call-statistics on",
        Access::write,
        set_profile},
    Operation{
        "sip-profile",
        "remove",
        "Remove a SIP profile that no phone has",
        kShow,
        "dialtone sip-profile remove Warehouse",
        Access::write,
        remove_profile},
};

}  // namespace

std::span<const Operation> sip_profile_operations() {
    return kProfiles;
}

}  // namespace dialtone::operations
