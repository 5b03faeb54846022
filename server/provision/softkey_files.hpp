#pragma once

#include "server/provision/phone_source.hpp"

#include <string>
#include <string_view>

/// A softkey template as SIP phones read it: over SCCP it is told in messages, a SIP phone fetches it.
namespace dialtone::provision {

/// The template of devices that name none; null when somebody deleted it.
const SoftkeyTemplate* standard_softkeys(const World& world);

/// The device's own, else the standard one; null when there is neither.
const SoftkeyTemplate* softkeys_of(const PhoneSource& source);
std::string_view softkey_template_name(const PhoneSource& source);

/// What the phone's file calls the two files: "softkeys.xml" for the standard template, "SK7.xml" for
/// another.
std::string softkey_file_name(const PhoneSource& source);
std::string feature_policy_name(const PhoneSource& source);

/// The sets that phones know, each with the keys that they take in it; a key that no SIP phone has is left
/// out.
std::string render_softkey_file(const SoftkeyTemplate& keys);

/// For phones whose keys follow from what is allowed instead (8961, 99xx): a feature is on when its key is in
/// some set of the template.
std::string render_feature_policy(const SoftkeyTemplate& keys);

}  // namespace dialtone::provision
