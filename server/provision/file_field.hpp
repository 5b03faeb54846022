#pragma once

#include "server/provision/given.hpp"
#include "server/provision/xml_writer.hpp"

namespace dialtone::provision {

/// What is written from here on belongs to `field` of what the phone is given.
inline void about(XmlWriter& xml, Field field) {
    xml.about(static_cast<std::uint8_t>(field));
}

}  // namespace dialtone::provision
