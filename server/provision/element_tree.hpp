#pragma once

#include "server/provision/xml_writer.hpp"

#include <pugixml.hpp>

#include <string>

/// Trees of elements with text: what merging works on. Internal to provisioning, as it shows pugixml.
namespace dialtone::provision {

/// Writes an element and what is in it; comments and the like are left out.
void write_element(XmlWriter& xml, const pugi::xml_node& element);

/// What tells an element from its siblings: its name, and of those that come several times the priority,
/// index or name by which phones tell them apart.
std::string identity_of(const pugi::xml_node& element);

/// The child of `parent` with the identity of `wanted`; null when there is none.
pugi::xml_node find_same(const pugi::xml_node& parent, const pugi::xml_node& wanted);

/// Whether there are elements in it, rather than text or nothing.
bool has_elements(const pugi::xml_node& element);

}  // namespace dialtone::provision
