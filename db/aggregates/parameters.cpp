#include "db/aggregates/parameters.hpp"

namespace dialtone::db {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

std::optional<std::int64_t> bound(const Query& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional{row.integer(column)};
}

}  // namespace

std::vector<ParameterRow> list_parameters(Database& database) {
    std::vector<ParameterRow> rows;
    auto row = database.query(
        "SELECT id, scope, name, value, default_value, kind, minimum, maximum, choices, unit, help"
        " FROM parameter ORDER BY scope, name"
    );
    while (row.next()) {
        rows.push_back(
            {row.integer(0),
             row.text(1),
             row.text(2),
             row.text(3),
             row.text(4),
             row.text(5),
             bound(row, 6),
             bound(row, 7),
             split(row.text(8), '|'),
             row.text(9),
             row.text(10)}
        );
    }
    return rows;
}

void update_parameter(Database& database, std::int64_t id, std::string_view value) {
    database.run("UPDATE parameter SET value = ?2 WHERE id = ?1", id, value);
}

}  // namespace dialtone::db
