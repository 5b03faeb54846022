#include "server/provision/file_name.hpp"

#include "common/text/ascii.hpp"
#include "server/provision/side_file_names.hpp"

#include <array>
#include <charconv>
#include <cstdint>

namespace dialtone::provision {

namespace {

constexpr std::string_view kSuffix = ".cnf.xml";
constexpr std::string_view kXml = ".xml";
constexpr std::string_view kSipText = "SIP";
constexpr std::string_view kTextEnding = ".cnf";

/// XMLDefault, ATADefault, and the XMLDefault7960 and the like that Call Manager Express writes for single
/// models.
bool is_default_stem(std::string_view stem) {
    return iequals(stem, "ATADefault") || istarts_with(stem, "XMLDefault");
}

struct WholeName {
    std::string_view name;
    FileName::Kind kind;
};

constexpr std::array kWholeNames = {
    WholeName{"OS79XX.TXT", FileName::Kind::os79xx},
    WholeName{kStandardSoftkeyFile, FileName::Kind::softkeys},
    WholeName{kStandardFeaturePolicy, FileName::Kind::feature_policy},
    WholeName{kDialTemplate, FileName::Kind::dial_template},
    WholeName{kLegacyDialTemplate, FileName::Kind::legacy_dial_template},
    WholeName{"AppDialRules.xml", FileName::Kind::application_rules},
    WholeName{"DirLookupDialRules.xml", FileName::Kind::application_rules},
    WholeName{"SIPDefault.cnf", FileName::Kind::sip_default},
    WholeName{"syncinfo.xml", FileName::Kind::sync_info},
};

/// SK7.xml and FP7.xml: of the softkey template with that number.
std::optional<FileName> softkey_name(std::string_view name) {
    if (!iends_with(name, kXml)) {
        return std::nullopt;
    }
    const bool is_policy = istarts_with(name, kFeaturePolicyPrefix);
    if (!is_policy && !istarts_with(name, kSoftkeyPrefix)) {
        return std::nullopt;
    }
    const auto digits = name.substr(kSoftkeyPrefix.size(), name.size() - kSoftkeyPrefix.size() - kXml.size());
    std::int64_t number = 0;
    const auto* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || number <= 0) {
        return std::nullopt;
    }
    return FileName{
        .kind = is_policy ? FileName::Kind::feature_policy : FileName::Kind::softkeys,
        .device = {},
        .softkeys = SoftkeyTemplateId{number}};
}

/// SIP001122334455.cnf
std::optional<FileName> sip_text_name(std::string_view name) {
    constexpr std::size_t kMacDigits = 12;
    if (name.size() != kSipText.size() + kMacDigits + kTextEnding.size() || !istarts_with(name, kSipText) ||
        !iends_with(name, kTextEnding)) {
        return std::nullopt;
    }
    const auto mac = MacAddress::parse(name.substr(kSipText.size(), kMacDigits));
    return mac ? std::optional{FileName{
                     .kind = FileName::Kind::sip_text, .device = DeviceName::of(*mac), .softkeys = {}}}
               : std::nullopt;
}

}  // namespace

std::optional<FileName> parse_file_name(std::string_view name) {
    for (const auto& whole : kWholeNames) {
        if (iequals(name, whole.name)) {
            return FileName{.kind = whole.kind, .device = {}, .softkeys = {}};
        }
    }
    if (const auto softkeys = softkey_name(name)) {
        return softkeys;
    }
    if (const auto text = sip_text_name(name)) {
        return text;
    }
    if (!iends_with(name, kSuffix)) {
        return std::nullopt;
    }
    const auto stem = name.substr(0, name.size() - kSuffix.size());
    if (is_default_stem(stem)) {
        return FileName{.kind = FileName::Kind::default_file, .device = {}, .softkeys = {}};
    }
    const auto device = DeviceName::parse(stem);
    return device ? std::optional{FileName{.kind = FileName::Kind::device, .device = *device, .softkeys = {}}}
                  : std::nullopt;
}

}  // namespace dialtone::provision
