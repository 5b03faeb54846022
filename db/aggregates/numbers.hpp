#pragma once

#include "common/model/rows.hpp"
#include "db/database.hpp"

/// Directory numbers, the partitions they live in, and the search spaces by which lines call them.
/// Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

DirectoryNumberId insert_number(Database& database, const DirectoryNumber& number);
void update_number(Database& database, const DirectoryNumber& number);

/// Removes the number unless a line still uses it. @return whether it is gone.
bool delete_unused_number(Database& database, DirectoryNumberId number);

/// How many numbers of first to last, both included, exist in the partition.
std::int64_t count_numbers(Database& database, PartitionId partition, std::int64_t first, std::int64_t last);

PartitionId insert_partition(Database& database, const Partition& partition);
void delete_partition(Database& database, PartitionId partition);

/// With its partitions in order.
CallingSearchSpaceId insert_search_space(Database& database, const CallingSearchSpace& space);
void update_search_space(Database& database, const CallingSearchSpace& space);
void delete_search_space(Database& database, CallingSearchSpaceId space);

}  // namespace dialtone::db
