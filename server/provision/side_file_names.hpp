#pragma once

#include <string_view>

/// What a SIP phone's file calls the files beside it.
namespace dialtone::provision {

inline constexpr std::string_view kStandardSoftkeyFile = "softkeys.xml";
inline constexpr std::string_view kStandardFeaturePolicy = "featurePolicyDefault.xml";
/// Of another softkey template: SK7.xml and FP7.xml for the one with the id 7.
inline constexpr std::string_view kSoftkeyPrefix = "SK";
inline constexpr std::string_view kFeaturePolicyPrefix = "FP";
inline constexpr std::string_view kDialTemplate = "dialplan.xml";
/// A 7940 or 7960 spells the attributes of a rule otherwise, so it has a file of its own.
inline constexpr std::string_view kLegacyDialTemplate = "dialplan7940.xml";

}  // namespace dialtone::provision
