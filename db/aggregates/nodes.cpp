#include "db/aggregates/nodes.hpp"

namespace dialtone::db {

namespace {

std::string address_text(Ipv4 address) {
    return address.is_unspecified() ? std::string{} : address.to_string();
}

}  // namespace

NodeId insert_node(Database& database, const Node& node) {
    const auto id = database.integer(
        "INSERT INTO node (name, description, address, port_offset, files_directory, sccp_port, sip_port,"
        " autoreg_enabled, autoreg_first, autoreg_last, autoreg_partition, autoreg_device_template,"
        " autoreg_line_template, autoreg_asks)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) RETURNING id",
        node.name,
        node.description,
        address_text(node.address),
        node.port_offset,
        node.files_directory,
        node.sccp_port,
        node.sip_port,
        node.autoreg.enabled,
        node.autoreg.first,
        node.autoreg.last,
        node.autoreg.partition,
        node.autoreg.device_template,
        node.autoreg.line_template,
        node.autoreg.asks
    );
    return NodeId{id.value()};
}

void update_node(Database& database, const Node& node) {
    database.run(
        "UPDATE node SET name = ?2, description = ?3, address = ?4, port_offset = ?5, files_directory = ?6,"
        " sccp_port = ?7, sip_port = ?8, autoreg_enabled = ?9, autoreg_first = ?10, autoreg_last = ?11,"
        " autoreg_partition = ?12, autoreg_device_template = ?13, autoreg_line_template = ?14,"
        " autoreg_asks = ?15 WHERE id = ?1",
        node.id,
        node.name,
        node.description,
        address_text(node.address),
        node.port_offset,
        node.files_directory,
        node.sccp_port,
        node.sip_port,
        node.autoreg.enabled,
        node.autoreg.first,
        node.autoreg.last,
        node.autoreg.partition,
        node.autoreg.device_template,
        node.autoreg.line_template,
        node.autoreg.asks
    );
}

void delete_node(Database& database, NodeId node) {
    database.run("DELETE FROM node WHERE id = ?1", node);
}

}  // namespace dialtone::db
