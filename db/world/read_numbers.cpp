// Partitions, calling search spaces, directory numbers, parameters.
#include "db/world/children.hpp"
#include "db/world/read_rows.hpp"

namespace dialtone::db {

std::vector<Partition> read_partitions(Database& database, KeyRange range) {
    return read_roots<Partition>(
        database,
        range,
        "SELECT id, name, description FROM route_partition WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return Partition{row.id<PartitionId>(0), row.text(1), row.text(2)};
        }
    );
}

std::vector<CallingSearchSpace> read_search_spaces(Database& database, KeyRange range) {
    auto spaces = read_roots<CallingSearchSpace>(
        database,
        range,
        "SELECT id, name, description FROM calling_search_space WHERE id BETWEEN ?1 AND ?2 ORDER BY id",
        [](const Query& row) {
            return CallingSearchSpace{row.id<CallingSearchSpaceId>(0), row.text(1), row.text(2), {}};
        }
    );
    read_children(
        database,
        range,
        spaces,
        "SELECT calling_search_space, partition_id FROM calling_search_space_partition"
        " WHERE calling_search_space BETWEEN ?1 AND ?2 ORDER BY calling_search_space, position",
        [](CallingSearchSpace& space, const Query& row) {
            space.partitions.push_back(row.id<PartitionId>(1));
        }
    );
    return spaces;
}

std::vector<DirectoryNumber> read_numbers(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, pattern, partition_id, description, alerting_name, calling_search_space"
        " FROM directory_number WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<DirectoryNumber>(database, range, kSql, [](const Query& row) {
        return DirectoryNumber{
            .id = row.id<DirectoryNumberId>(0),
            .pattern = row.text(1),
            .partition = row.id<PartitionId>(2),
            .description = row.text(3),
            .alerting_name = row.text(4),
            .search_space = row.id<CallingSearchSpaceId>(5)};
    });
}

std::vector<std::pair<std::string, std::string>> read_parameters(Database& database) {
    auto rows = database.query("SELECT scope || '/' || name, value FROM parameter ORDER BY id");
    std::vector<std::pair<std::string, std::string>> parameters;
    while (rows.next()) {
        parameters.emplace_back(rows.text(0), rows.text(1));
    }
    return parameters;
}

}  // namespace dialtone::db
