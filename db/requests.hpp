#pragma once

#include "common/time/now.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Live actions that a command asks of the process that holds the phone or the leases: rows of the device
/// database, found by the change watcher, answered in the journal.
namespace dialtone::db {

enum class RequestAction : std::uint8_t { reset, restart, apply, release_lease };

std::string_view to_string(RequestAction action);

struct Request {
    std::int64_t id = 0;
    RequestAction action = RequestAction::reset;
    std::string target;  ///< a device name, or the address of a lease
    WallTime created_at;
};

/// @return the request's id.
std::int64_t add_request(Database& device_database, RequestAction action, std::string_view target);

/// Those waiting, oldest first: a cheap read for every process, at every change.
std::vector<Request> pending_requests(Database& device_database);

/// Takes those that `is_mine` accepts out of the table, in one transaction; each goes to exactly one process.
std::vector<Request> take_requests(
    Database& device_database, const std::function<bool(const Request&)>& is_mine
);

/// False when somebody else took it.
bool delete_request(Database& device_database, std::int64_t id);

/// Removes requests that nobody took: older than `before`. @return those removed, so that they can be told.
std::vector<Request> expire_requests(Database& device_database, WallTime before);

}  // namespace dialtone::db
