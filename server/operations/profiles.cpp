#include "server/operations/profiles.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/profiles.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"
#include "server/operations/vendor_edit.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kWhat = "common phone profile";

std::int64_t phones_with(const World& world, PhoneProfileId profile) {
    std::int64_t count = 0;
    world.devices.for_each([&](DeviceId, const Device& device) {
        const auto own = device.profile.is_set() ? device.profile : kStandardPhoneProfile;
        count += own == profile ? 1 : 0;
    });
    return count;
}

Outcome<Report> list_profiles(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "profiles";
    table.columns = {{"name", "NAME", 1}, {"phones", "PHONES"}, {"description", "DESCRIPTION", 2}};
    for (const auto* profile : by_name(world->phone_profiles)) {
        table.rows.push_back({profile->name, phones_with(*world, profile->id), profile->description});
    }
    return Report::of(std::move(table));
}

Report report_of(const World& world, const PhoneProfile& profile) {
    Report report;
    report.properties = {
        {"name", "Name", profile.name},
        {"description", "Description", profile.description},
        {"unlock_password", "Unlock password", std::string{profile.unlock_password.empty() ? "none" : "set"}},
        {"user_backgrounds", "Users choose backgrounds", profile.user_backgrounds},
        {"background", "Background", profile.background.empty() ? Cell{} : Cell{profile.background}},
        {"dnd_alert", "Alert while not to be disturbed", profile.dnd_alert},
        {"phones", "Phones", phones_with(world, profile.id)},
    };
    report.tables.push_back(vendor_table(profile.vendor_config));
    return report;
}

Outcome<Report> show_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->phone_profiles, call.text("name"), kWhat));
    return report_of(*world, *profile);
}

Outcome<void> edit_profile(const Call& call, PhoneProfile& profile) {
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    DIALTONE_TRY(const auto password, text_of(call, "unlock-password", 15));
    DIALTONE_TRY(const auto background, text_of(call, "background", 128));
    DIALTONE_TRY(const auto backgrounds, switch_of(call, "user-backgrounds"));
    profile.description = description.value_or(profile.description);
    profile.unlock_password = password.value_or(profile.unlock_password);
    profile.background = background.value_or(profile.background);
    profile.user_backgrounds = backgrounds.value_or(profile.user_backgrounds);
    profile.dnd_alert = call.find("dnd-alert").value_or(profile.dnd_alert);
    return edit_vendor_config(call, profile.vendor_config);
}

Outcome<Report> written_profile(Session& session, std::string_view name, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->phone_profiles, name, kWhat));
    auto report = report_of(*world, *profile);
    report.remarks.push_back(fmt::format("Profile {} is {}.", profile->name, what));
    return report;
}

Outcome<Report> add_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const auto& name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->phone_profiles, name, kWhat, 50));
    PhoneProfile profile;
    profile.name = name;
    DIALTONE_CHECK(edit_profile(call, profile));
    db::insert_profile(session.database(), profile);
    return written_profile(session, name, "ready: `dialtone phone set NAME --profile` puts a phone into it");
}

Outcome<Report> set_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->phone_profiles, call.text("name"), kWhat));
    auto profile = *known;
    if (call.has("rename") && !iequals(call.text("rename"), profile.name)) {
        DIALTONE_CHECK(check_free_name(world->phone_profiles, call.text("rename"), kWhat, 50));
    }
    profile.name = call.find("rename").value_or(profile.name);
    DIALTONE_CHECK(edit_profile(call, profile));
    if (profile != *known) {
        db::update_profile(session.database(), profile);
    }
    return written_profile(session, profile.name, profile == *known ? "as it was" : "changed");
}

Outcome<Report> remove_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->phone_profiles, call.text("name"), kWhat));
    if (profile->id == kStandardPhoneProfile) {
        return conflict(fmt::format("{} is for phones that name no other; it stays.", profile->name));
    }
    if (const auto phones = phones_with(*world, profile->id); phones > 0) {
        return conflict(fmt::format(
            "Profile {} has {} phone{}. Give them another first: `dialtone phone set NAME --profile \"\"`.",
            profile->name,
            phones,
            phones == 1 ? "" : "s"
        ));
    }
    std::string user;
    world->universal_device_templates.for_each([&](UniversalDeviceTemplateId, const auto& row) {
        user = row.profile == profile->id ? row.name : user;
    });
    if (!user.empty()) {
        return conflict(fmt::format(
            "Universal device template {} gives it to new phones: `dialtone device-template set \"{}\" "
            "--profile "
            "\"\"` first.",
            user,
            user
        ));
    }
    db::delete_profile(session.database(), profile->id);
    return Report::of(fmt::format("Profile {} is removed.", profile->name));
}

EnterprisePhone enterprise_of(const World& world) {
    EnterprisePhone found;
    world.enterprise_phone.for_each([&](EnterprisePhoneId, const EnterprisePhone& row) { found = row; });
    return found;
}

Outcome<Report> show_enterprise(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    auto table = vendor_table(enterprise_of(*world).vendor_config);
    table.none = "none: profiles and phones alone say what differs from Cisco's defaults";
    return Report::of(std::move(table));
}

Outcome<Report> set_enterprise(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const auto known = enterprise_of(*world);
    auto enterprise = known;
    DIALTONE_CHECK(edit_vendor_config(call, enterprise.vendor_config));
    if (enterprise != known) {
        db::update_enterprise_phone(session.database(), enterprise);
    }
    Report report;
    report.tables.push_back(vendor_table(enterprise.vendor_config));
    report.remarks.emplace_back(
        enterprise == known
            ? "Nothing changed: say --setting NAME=VALUE."
            : "Phones have these settings unless their profile or they themselves say otherwise."
    );
    return report;
}

constexpr Argument kName{"name", Shape::positional, "PROFILE", "name of the profile", Names::profile};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "for people"};
constexpr Argument kPassword{
    "unlock-password", Shape::value, "DIGITS", "unlocks the phone's own settings; \"\" for none"};
constexpr Argument kBackgrounds{
    "user-backgrounds", Shape::value, "SWITCH", "users choose their background", Names::choice, "on|off"};
constexpr Argument kBackground{"background", Shape::value, "FILE", "the one that they start with"};
constexpr Argument kDnd{
    "dnd-alert",
    Shape::value,
    "ALERT",
    "what a call does while not to be disturbed",
    Names::choice,
    "none|flash|beep"};

constexpr std::array kShow{kName};
constexpr std::array kAdd{
    Argument{"name", Shape::positional, "PROFILE", "name of the new profile"},
    kDescription,
    kPassword,
    kBackgrounds,
    kBackground,
    kDnd,
    kVendorSetting,
    kVendorConfig,
};
constexpr std::array kSet{
    kName,
    Argument{"rename", Shape::value, "NAME", "another name"},
    kDescription,
    kPassword,
    kBackgrounds,
    kBackground,
    kDnd,
    kVendorSetting,
    kVendorConfig,
};
constexpr std::array kSetEnterprise{kVendorSetting, kVendorConfig};

constexpr std::array kProfiles{
    Operation{
        "profile",
        "list",
        "Common phone profiles: what phones share besides their pool",
        {},
        "dialtone profile list",
        Access::read,
        list_profiles},
    Operation{
        "profile",
        "show",
        "One profile and its vendor settings",
        kShow,
        "dialtone profile show \"Standard Common Phone Profile\"",
        Access::read,
        show_profile},
    Operation{
        "profile",
        "add",
        "Make a profile",
        kAdd,
        "dialtone profile add Lobby --setting settingsAccess=0 --setting pcPort=1",
        Access::write,
        add_profile},
    Operation{
        "profile",
        "set",
        "Change a profile; what is not named stays",
        kSet,
        "dialtone profile set Lobby --setting webAccess=1",
        Access::write,
        set_profile},
    Operation{
        "profile",
        "remove",
        "Remove a profile that no phone has",
        kShow,
        "dialtone profile remove Lobby",
        Access::write,
        remove_profile},
    Operation{
        "enterprise",
        "show",
        "The vendor settings of all phones",
        {},
        "dialtone enterprise show",
        Access::read,
        show_enterprise},
    Operation{
        "enterprise",
        "set",
        "Change the vendor settings of all phones",
        kSetEnterprise,
        "dialtone enterprise set --setting webAccess=1",
        Access::write,
        set_enterprise},
};

}  // namespace

std::span<const Operation> profile_operations() {
    return kProfiles;
}

}  // namespace dialtone::operations
