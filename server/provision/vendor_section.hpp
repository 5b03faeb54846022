#pragma once

#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

namespace dialtone::provision {

/// vendorConfig: the families' defaults, each replaced by the value that phone, profile or enterprise give
/// it, and after them what else these set. The three are one here, as firmware differs in whether it reads
/// commonConfig and enterpriseConfig.
void write_vendor_config(XmlWriter& xml, const PhoneSource& source);

/// What it says of one setting; "" when nothing.
std::string_view vendor_value(const PhoneSource& source, std::string_view name);

}  // namespace dialtone::provision
