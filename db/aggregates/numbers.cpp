#include "db/aggregates/numbers.hpp"

namespace dialtone::db {

DirectoryNumberId insert_number(Database& database, const DirectoryNumber& number) {
    const auto id = database.integer(
        "INSERT INTO directory_number (pattern, partition_id, description, alerting_name)"
        " VALUES (?1, ?2, ?3, ?4) RETURNING id",
        number.pattern,
        number.partition,
        number.description,
        number.alerting_name
    );
    return DirectoryNumberId{id.value()};
}

void update_number(Database& database, const DirectoryNumber& number) {
    database.run(
        "UPDATE directory_number SET pattern = ?2, partition_id = ?3, description = ?4, alerting_name = ?5"
        " WHERE id = ?1",
        number.id,
        number.pattern,
        number.partition,
        number.description,
        number.alerting_name
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

void delete_partition(Database& database, PartitionId partition) {
    database.run("DELETE FROM route_partition WHERE id = ?1", partition);
}

}  // namespace dialtone::db
