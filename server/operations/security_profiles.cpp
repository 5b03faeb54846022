#include "common/error/try.hpp"
#include "db/aggregates/sip.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/sip_profiles.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kWhat = "security profile";
constexpr std::size_t kLongestName = 75;

std::int64_t phones_with(const World& world, SecurityProfileId profile) {
    std::int64_t count = 0;
    world.devices.for_each([&](DeviceId, const Device& device) {
        count += device.protocol == Protocol::sip && world.security_profile_of(device).id == profile ? 1 : 0;
    });
    return count;
}

std::string transport_of(const SecurityProfile& profile) {
    constexpr std::array<std::string_view, 3> kWords{"TCP", "UDP", "TCP or UDP"};
    return std::string{kWords[static_cast<std::size_t>(profile.transport)]};
}

Outcome<Report> list_profiles(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "security_profiles";
    table.columns = {{"name", "NAME", 1}, {"digest", "DIGEST"}, {"transport", "OVER"}, {"phones", "PHONES"}};
    for (const auto* profile : by_name(world->security_profiles)) {
        table.rows.push_back(
            {profile->name, profile->digest, transport_of(*profile), phones_with(*world, profile->id)}
        );
    }
    return Report::of(std::move(table));
}

Report report_of(const World& world, const SecurityProfile& profile) {
    Report report;
    report.properties = {
        {"name", "Name", profile.name},
        {"description", "Description", profile.description},
        {"digest", "Digest authentication", profile.digest},
        {"transport", "Over", transport_of(profile)},
        {"nonce_seconds", "Challenges hold (s)", std::int64_t{profile.nonce_seconds}},
        {"phones", "Phones", phones_with(world, profile.id)},
    };
    return report;
}

Outcome<Report> show_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->security_profiles, call.text("name"), kWhat));
    return report_of(*world, *profile);
}

Outcome<void> edit_profile(const Call& call, SecurityProfile& profile) {
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    DIALTONE_TRY(const auto digest, switch_of(call, "digest"));
    DIALTONE_TRY(const auto seconds, seconds_of(call, "nonce-validity", 30, 86400));
    profile.description = description.value_or(profile.description);
    profile.digest = digest.value_or(profile.digest);
    profile.nonce_seconds = seconds.value_or(profile.nonce_seconds);
    profile.transport = sip_transport_from(call.text("transport")).value_or(profile.transport);
    return {};
}

Outcome<Report> written_profile(Session& session, std::string_view name, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->security_profiles, name, kWhat));
    auto report = report_of(*world, *profile);
    report.remarks.push_back(fmt::format("Security profile {} is {}.", profile->name, what));
    return report;
}

Outcome<Report> add_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const auto& name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->security_profiles, name, kWhat, kLongestName));
    SecurityProfile profile;
    profile.name = name;
    DIALTONE_CHECK(edit_profile(call, profile));
    db::insert_security_profile(session.database(), profile);
    return written_profile(
        session, name, "ready: `dialtone phone set NAME --security-profile` gives it to a phone"
    );
}

Outcome<Report> set_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->security_profiles, call.text("name"), kWhat));
    auto profile = *known;
    if (call.has("rename") && !iequals(call.text("rename"), profile.name)) {
        DIALTONE_CHECK(check_free_name(world->security_profiles, call.text("rename"), kWhat, kLongestName));
    }
    profile.name = call.find("rename").value_or(profile.name);
    DIALTONE_CHECK(edit_profile(call, profile));
    if (profile != *known) {
        db::update_security_profile(session.database(), profile);
    }
    return written_profile(session, profile.name, profile == *known ? "as it was" : "changed");
}

Outcome<Report> remove_profile(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* profile, find_named(world->security_profiles, call.text("name"), kWhat));
    if (profile->id == kStandardSecurityProfile || profile->id == kThirdPartySecurityProfile) {
        return conflict(fmt::format("{} is for devices that name no other; it stays.", profile->name));
    }
    std::int64_t phones = 0;
    world->devices.for_each([&](DeviceId, const Device& device) {
        phones += device.security_profile == profile->id ? 1 : 0;
    });
    if (phones > 0) {
        return conflict(fmt::format(
            "Security profile {} has {} phone{}. Give them another first: `dialtone phone set NAME "
            "--security-profile \"\"`.",
            profile->name,
            phones,
            phones == 1 ? "" : "s"
        ));
    }
    db::delete_security_profile(session.database(), profile->id);
    return Report::of(fmt::format("Security profile {} is removed.", profile->name));
}

constexpr Argument kName{
    "name", Shape::positional, "PROFILE", "name of the security profile", Names::security_profile};
constexpr Argument kRename{"rename", Shape::value, "NAME", "another name"};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "for people"};
constexpr Argument kDigest{
    "digest", Shape::value, "SWITCH", "devices must prove who they are", Names::choice, "on|off"};
constexpr Argument kTransport{
    "transport", Shape::value, "TRANSPORT", "what they may speak over", Names::choice, "tcp|udp|both"};
constexpr Argument kNonce{
    "nonce-validity", Shape::value, "TIME", "how long a challenge may be answered; else 10m"};

constexpr std::array kShow{kName};
constexpr std::array kAdd{
    Argument{"name", Shape::positional, "PROFILE", "name of the new security profile"},
    kDescription,
    kDigest,
    kTransport,
    kNonce,
};
constexpr std::array kSet{kName, kRename, kDescription, kDigest, kTransport, kNonce};

constexpr std::array kProfiles{
    Operation{
        "security-profile",
        "list",
        "Security profiles: which SIP devices must prove who they are",
        {},
        "dialtone security-profile list",
        Access::read,
        list_profiles},
    Operation{
        "security-profile",
        "show",
        "One security profile",
        kShow,
        "dialtone security-profile show Strict",
        Access::read,
        show_profile},
    Operation{
        "security-profile",
        "add",
        "Make a security profile",
        kAdd,
        "dialtone security-profile add Strict --digest on --transport tcp",
        Access::write,
        add_profile},
    Operation{
        "security-profile",
        "set",
        "Change a security profile; what is not named stays",
        kSet,
        "dialtone security-profile set Strict --nonce-validity 5m",
        Access::write,
        set_profile},
    Operation{
        "security-profile",
        "remove",
        "Remove a security profile that no device has",
        kShow,
        "dialtone security-profile remove Strict",
        Access::write,
        remove_profile},
};

}  // namespace

std::span<const Operation> security_profile_operations() {
    return kProfiles;
}

}  // namespace dialtone::operations
