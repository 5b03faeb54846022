#include "server/provision/phone_notes.hpp"

#include "common/text/ascii.hpp"
#include "server/provision/digest.hpp"
#include "server/provision/family_profile.hpp"
#include "server/provision/lints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

using journal::Observation;
using journal::Step;

/// What is signed beside firmware, and how firmware's own names do not end.
constexpr std::array<std::string_view, 7> kSignedEndings{
    ".xml.sgn", ".enc.sgn", ".jar.sgn", ".raw.sgn", ".rwb.sgn", ".png.sgn", ".json.sgn"};
constexpr std::string_view kOwnFileEnding = ".cnf.xml";
constexpr std::string_view kTrustListCode = "F04";
constexpr std::string_view kAnyErasure = "Settings, Security, Trust list: unlock with **#, then Erase";

const Device* device_of(const Observation& seen, const World& world) {
    const auto name = DeviceName::parse(seen.subject);
    return name ? world.find_device(*name) : nullptr;
}

Observation trust_list_note(const Observation& seen, const World& world) {
    const auto* device = device_of(seen, world);
    const auto* model = device == nullptr ? nullptr : world.models.find(device->model);
    const auto keys = model == nullptr ? std::string_view{} : family_profile(model->family).trust_erasure;
    return Observation{
        seen.at,
        seen.subject,
        Step::note,
        {{"text",
          fmt::format(
              "This phone holds a trust list from another system and will ignore our files. Erase it on the "
              "phone: {}.",
              keys.empty() ? kAnyErasure : keys
          )},
         {"code", std::string{kTrustListCode}}}};
}

Observation finding_note(const Observation& seen, const Finding& finding) {
    return Observation{
        seen.at,
        seen.subject,
        Step::note,
        {{"text", finding.sentence},
         {"code", std::string{finding.code}},
         {"severity", std::string{to_string(finding.severity)}}}};
}

std::uint64_t digest_of_all(const std::vector<Finding>& findings) {
    std::uint64_t digest = 0;
    for (const auto& finding : findings) {
        digest = digest_of(finding.sentence, digest_of(finding.code, digest).low).low;
    }
    return digest;
}

}  // namespace

bool is_own_file(const Observation& seen) {
    const auto name = seen.field("name");
    return seen.step == Step::file_served && iends_with(name, kOwnFileEnding) &&
           iequals(name.substr(0, name.size() - kOwnFileEnding.size()), seen.subject);
}

bool is_placed_file(const Observation& seen) {
    return seen.step == Step::file_served && !seen.field("origin").empty();
}

bool is_signed_twin(std::string_view name) {
    return std::any_of(kSignedEndings.begin(), kSignedEndings.end(), [&](std::string_view ending) {
        return iends_with(name, ending);
    });
}

std::vector<Observation> PhoneNotes::after(
    const Observation& seen, const World& world, std::optional<std::size_t> octets
) {
    std::vector<Observation> notes;
    const bool is_sent = is_own_file(seen);
    const bool is_twin = seen.step == Step::file_missing && is_signed_twin(seen.field("name"));
    if (!is_sent && !is_twin) {
        return notes;
    }
    if (told_.size() >= kMaxPhones && !told_.contains(seen.subject)) {
        told_.clear();
    }
    auto& told = told_[seen.subject];
    if (is_twin) {
        if (!told.trust_list) {
            notes.push_back(trust_list_note(seen, world));
        }
        told.trust_list = true;
        return notes;
    }
    told.trust_list = false;  // it takes unsigned files: the list was erased
    const auto* device = is_placed_file(seen) ? nullptr : device_of(seen, world);  // else it is not our work
    if (device != nullptr) {
        const auto findings = lint(world, *device, octets);
        const auto digest = digest_of_all(findings);
        if (digest != told.findings) {
            for (const auto& finding : findings) {
                notes.push_back(finding_note(seen, finding));
            }
        }
        told.findings = digest;
    }
    return notes;
}

}  // namespace dialtone::provision
