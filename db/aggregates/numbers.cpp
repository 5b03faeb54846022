#include "db/aggregates/numbers.hpp"

namespace dialtone::db {

namespace {

void put_partitions(Database& database, CallingSearchSpaceId id, const std::vector<PartitionId>& partitions) {
    database.run("DELETE FROM calling_search_space_partition WHERE calling_search_space = ?1", id);
    std::int64_t position = 0;
    for (const auto partition : partitions) {
        database.run(
            "INSERT INTO calling_search_space_partition (calling_search_space, position, partition_id)"
            " VALUES (?1, ?2, ?3)",
            id,
            ++position,
            partition
        );
    }
}

}  // namespace

DirectoryNumberId insert_number(Database& database, const DirectoryNumber& number) {
    const auto id = database.integer(
        "INSERT INTO directory_number (pattern, partition_id, description, alerting_name, "
        "calling_search_space)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        number.pattern,
        number.partition,
        number.description,
        number.alerting_name,
        number.search_space
    );
    return DirectoryNumberId{id.value()};
}

void update_number(Database& database, const DirectoryNumber& number) {
    database.run(
        "UPDATE directory_number SET pattern = ?2, partition_id = ?3, description = ?4, alerting_name = ?5,"
        " calling_search_space = ?6 WHERE id = ?1",
        number.id,
        number.pattern,
        number.partition,
        number.description,
        number.alerting_name,
        number.search_space
    );
}

bool delete_unused_number(Database& database, DirectoryNumberId number) {
    return database.run(
               "DELETE FROM directory_number WHERE id = ?1"
               " AND NOT EXISTS (SELECT 1 FROM line_appearance WHERE directory_number = ?1)",
               number
           ) > 0;
}

std::int64_t count_numbers(Database& database, PartitionId partition, std::int64_t first, std::int64_t last) {
    // "0100" is not the number 100: a pattern counts only when it is its value's own spelling.
    return database
        .integer(
            "SELECT count(*) FROM directory_number WHERE partition_id = ?1"
            " AND CAST(pattern AS INTEGER) BETWEEN ?2 AND ?3"
            " AND pattern = CAST(CAST(pattern AS INTEGER) AS TEXT)",
            partition,
            first,
            last
        )
        .value_or(0);
}

PartitionId insert_partition(Database& database, const Partition& partition) {
    const auto id = database.integer(
        "INSERT INTO route_partition (name, description) VALUES (?1, ?2) RETURNING id",
        partition.name,
        partition.description
    );
    return PartitionId{id.value()};
}

CallingSearchSpaceId insert_search_space(Database& database, const CallingSearchSpace& space) {
    const auto id = database.integer(
        "INSERT INTO calling_search_space (name, description) VALUES (?1, ?2) RETURNING id",
        space.name,
        space.description
    );
    put_partitions(database, CallingSearchSpaceId{id.value()}, space.partitions);
    return CallingSearchSpaceId{id.value()};
}

void update_search_space(Database& database, const CallingSearchSpace& space) {
    database.run(
        "UPDATE calling_search_space SET name = ?2, description = ?3 WHERE id = ?1",
        space.id,
        space.name,
        space.description
    );
    put_partitions(database, space.id, space.partitions);
}

void delete_search_space(Database& database, CallingSearchSpaceId space) {
    database.run("DELETE FROM calling_search_space WHERE id = ?1", space);
}

void delete_partition(Database& database, PartitionId partition) {
    database.run("DELETE FROM route_partition WHERE id = ?1", partition);
}

}  // namespace dialtone::db
