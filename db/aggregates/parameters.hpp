#pragma once

#include "db/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Service and enterprise parameters with what may be said of them. Conventions: db/aggregates/devices.hpp.
namespace dialtone::db {

struct ParameterRow {
    std::int64_t id = 0;
    std::string scope;  ///< "callmanager"
    std::string name;   ///< "station-keepalive-interval"
    std::string value;
    std::string default_value;
    std::string kind;  ///< boolean, integer, text, choice
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
    std::vector<std::string> choices;
    std::string unit;
    std::string help;

    [[nodiscard]] std::string key() const { return scope + "/" + name; }
};

/// All of them, by scope and name.
std::vector<ParameterRow> list_parameters(Database& database);
void update_parameter(Database& database, std::int64_t id, std::string_view value);

}  // namespace dialtone::db
