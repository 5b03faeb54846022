#pragma once

#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

/// What a phone's Services, Directories, Messages and information keys open.
namespace dialtone::provision {

/// idleTimeout, authenticationURL … servicesURL, and on newer families their secure twins. A URL that no
/// parameter sets is an empty element: the phone then has nothing behind the key.
void write_urls(XmlWriter& xml, const PhoneSource& source);

/// The list of services in the file itself, which newer phones show without asking a server.
void write_phone_services(XmlWriter& xml, const PhoneSource& source);

}  // namespace dialtone::provision
