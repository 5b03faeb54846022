#include "db/aggregates/groups.hpp"

namespace dialtone::db {

namespace {

void take_flag(Database& database, const CallManagerGroup& group, GroupId id) {
    if (group.autoreg) {
        database.run("UPDATE cm_group SET autoreg = 0 WHERE autoreg = 1 AND id <> ?1", id.value());
    }
}

void put_members(Database& database, GroupId id, const std::vector<NodeId>& members) {
    database.run("DELETE FROM cm_group_member WHERE cm_group = ?1", id);
    int priority = 0;
    for (const auto node : members) {
        database.run(
            "INSERT INTO cm_group_member (cm_group, priority, node) VALUES (?1, ?2, ?3)", id, ++priority, node
        );
    }
}

}  // namespace

GroupId insert_group(Database& database, const CallManagerGroup& group) {
    take_flag(database, group, GroupId{});
    const auto row = database.integer(
        "INSERT INTO cm_group (name, autoreg) VALUES (?1, ?2) RETURNING id", group.name, group.autoreg
    );
    const GroupId id{row.value()};
    put_members(database, id, group.members);
    return id;
}

void update_group(Database& database, const CallManagerGroup& group) {
    take_flag(database, group, group.id);
    database.run(
        "UPDATE cm_group SET name = ?2, autoreg = ?3 WHERE id = ?1", group.id, group.name, group.autoreg
    );
    put_members(database, group.id, group.members);
}

void delete_group(Database& database, GroupId group) {
    database.run("DELETE FROM cm_group WHERE id = ?1", group);
}

}  // namespace dialtone::db
