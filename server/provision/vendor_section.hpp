#pragma once

#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

namespace dialtone::provision {

/// vendorConfig: the families' defaults, each replaced by the device's own value where it has one, and after
/// them what else the device sets.
void write_vendor_config(XmlWriter& xml, const PhoneSource& source);

}  // namespace dialtone::provision
