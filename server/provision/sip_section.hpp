#pragma once

#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

#include <string>

/// What the file of a SIP phone has beyond the frame that SCCP phones share.
namespace dialtone::provision {

/// sipProfile: how the phone speaks, its lines and keys, and the names of the files beside this one.
void write_sip_profile(XmlWriter& xml, const PhoneSource& source);

/// featurePolicyFile.
void write_feature_policy_name(XmlWriter& xml, const PhoneSource& source);

/// What the phone shows at the top of its display: the description if there is room for it, else its number.
std::string phone_label(const PhoneSource& source);

}  // namespace dialtone::provision
