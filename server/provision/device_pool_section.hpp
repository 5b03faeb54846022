#pragma once

#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

/// The parts of devicePool: what a phone has from the pool it is in.
namespace dialtone::provision {

void open_device_pool(XmlWriter& xml, const PhoneSource& source);
void write_date_time(XmlWriter& xml, const PhoneSource& source);
void write_call_managers(XmlWriter& xml, const PhoneSource& source);
void write_srst(XmlWriter& xml, const PhoneSource& source);
void close_device_pool(XmlWriter& xml, const PhoneSource& source);

}  // namespace dialtone::provision
