#pragma once

#include "common/model/rows.hpp"
#include "server/provision/xml_writer.hpp"

#include <cstdint>
#include <vector>

namespace dialtone::provision {

/// The port a node's SCCP service listens on. More than 65535 when the offset is too high, which a lint
/// reports.
inline std::uint32_t sccp_port_of(const Node& node) {
    return std::uint32_t{node.sccp_port} + node.port_offset;
}

/// Writes callManagerGroup: the Call Managers a phone tries, in order, priorities dense from 0. Names go to
/// Field::names, so that renaming a node resets nobody.
void write_call_manager_group(
    XmlWriter& xml, const CallManagerGroup& group, const std::vector<const Node*>& nodes
);

}  // namespace dialtone::provision
