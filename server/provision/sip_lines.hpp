#pragma once

#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

#include <cstdint>

namespace dialtone::provision {

/// sipLines: every key of the phone and of the modules beside it, as its button template says, with what is
/// on it. A line key without a line and a speed dial without a number are left out: the phone leaves them
/// blank.
void write_sip_lines(XmlWriter& xml, const PhoneSource& source);

/// What phones hold of a name, a label or a credential.
inline constexpr std::size_t kMaxLineText = 30;

/// The port of the first node, where the phone registers; 5060 when it has none.
std::uint32_t first_sip_port(const PhoneSource& source);

}  // namespace dialtone::provision
