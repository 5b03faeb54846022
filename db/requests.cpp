#include "db/requests.hpp"

#include "common/time/format.hpp"
#include "db/transaction.hpp"

#include <array>

namespace dialtone::db {

namespace {

/// As the schema spells them, in the order of RequestAction.
constexpr std::array<std::string_view, 4> kActions{"reset", "restart", "apply", "release-lease"};

std::optional<RequestAction> action_from(std::string_view text) {
    for (std::size_t i = 0; i < kActions.size(); ++i) {
        if (kActions[i] == text) {
            return static_cast<RequestAction>(i);
        }
    }
    return std::nullopt;
}

/// Those of `candidates` that this connection deleted, and nobody else.
std::vector<Request> take(
    Database& database, std::vector<Request> candidates, const std::function<bool(const Request&)>& is_wanted
) {
    std::vector<Request> taken;
    for (auto& request : candidates) {
        if (is_wanted(request) && delete_request(database, request.id)) {
            taken.push_back(std::move(request));
        }
    }
    return taken;
}

}  // namespace

std::string_view to_string(RequestAction action) {
    return kActions[static_cast<std::size_t>(action)];
}

std::int64_t add_request(Database& device_database, RequestAction action, std::string_view target) {
    return device_database
        .integer(
            "INSERT INTO request (action, target) VALUES (?1, ?2) RETURNING id", to_string(action), target
        )
        .value_or(0);
}

std::vector<Request> pending_requests(Database& device_database) {
    auto rows = device_database.query("SELECT id, action, target, created_at FROM request ORDER BY id");
    std::vector<Request> pending;
    while (rows.next()) {
        if (const auto action = action_from(rows.text(1))) {
            pending.push_back({rows.integer(0), *action, rows.text(2), from_unix_seconds(rows.integer(3))});
        }
    }
    return pending;
}

std::vector<Request> take_requests(
    Database& device_database, const std::function<bool(const Request&)>& is_mine
) {
    Transaction transaction{device_database};
    auto taken = take(device_database, pending_requests(device_database), is_mine);
    transaction.commit();
    return taken;
}

bool delete_request(Database& device_database, std::int64_t id) {
    return device_database.run("DELETE FROM request WHERE id = ?1", id) == 1;
}

std::vector<Request> expire_requests(Database& device_database, WallTime before) {
    return take_requests(device_database, [&](const Request& request) {
        return request.created_at < before;
    });
}

}  // namespace dialtone::db
