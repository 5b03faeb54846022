#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/auto_register.hpp"
#include "common/time/now.hpp"
#include "db/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Phones that came to a node whose auto-registration asks first, and what the operator said of them. A row
/// goes when the phone becomes a device, however that happens: the schema's triggers see to it.
namespace dialtone::db {

/// So many are listed. One that is not let in is told to wait all the same; of those listed, who stayed away
/// for a day without a decision makes room.
inline constexpr std::int64_t kMostWaiting = 1000;

enum class Decision : std::uint8_t { none, approved, refused };

/// "none", "approved", "refused"
std::string_view to_string(Decision decision);

struct WaitingPhone {
    DeviceName name;
    NodeId node;  ///< where it came last
    ModelId model;
    Protocol protocol = Protocol::sccp;
    std::string load;  ///< the firmware it runs; empty when it did not say
    Ipv4 address;
    Decision decision = Decision::none;
    WallTime first_seen;
    WallTime last_seen;  ///< to a minute: phones come again every half minute

    friend bool operator==(const WaitingPhone&, const WaitingPhone&) = default;
};

/// What became of a phone that came.
struct Waiting {
    bool is_listed = false;
    Decision decision = Decision::none;
};

/// Lists the phone or brings its row up to date. Within a transaction.
Waiting note_waiting(Database& device_database, const AutoRegisterRequest& request);

/// What was said of the phone; none, too, when it never waited.
Decision decision_on(Database& device_database, const DeviceName& name);

/// Oldest first.
std::vector<WaitingPhone> list_waiting(Database& device_database);

/// False when it does not wait.
bool decide_waiting(Database& device_database, const DeviceName& name, Decision decision);
/// It may come again and wait anew. False when it does not wait.
bool forget_waiting(Database& device_database, const DeviceName& name);

}  // namespace dialtone::db
