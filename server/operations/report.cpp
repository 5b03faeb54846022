#include "server/operations/report.hpp"

#include "common/bytes/hex.hpp"
#include "common/text/utf8.hpp"

#include <boost/json.hpp>

#include <array>

namespace dialtone::operations {

namespace {

namespace json = boost::json;

struct CellJson {
    json::value operator()(std::monostate) const { return nullptr; }

    json::value operator()(bool value) const { return value; }

    json::value operator()(std::int64_t value) const { return value; }

    json::value operator()(const std::string& value) const { return json::value(json::string(value)); }
};

json::value to_value(const Cell& cell) {
    return std::visit(CellJson{}, cell);
}

json::array rows_of(const Listing& table) {
    json::array rows;
    for (const auto& row : table.rows) {
        json::object object;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            object[table.columns[i].key] = to_value(row[i]);
        }
        rows.push_back(std::move(object));
    }
    return rows;
}

/// A file is text when it is UTF-8 and its control characters are those of text.
bool is_text(std::string_view bytes) {
    std::string line;
    for (const char c : bytes) {
        if (c != '\n' && c != '\r') {
            line.push_back(c);
        }
    }
    return is_clean_utf8(line);
}

std::string_view name_of(ProblemKind kind) {
    static constexpr std::array<std::string_view, 5> kNames{
        "invalid", "not_found", "conflict", "busy", "failed"};
    return kNames[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string to_text(const Cell& cell) {
    if (const auto* flag = std::get_if<bool>(&cell)) {
        return *flag ? "yes" : "no";
    }
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        return std::to_string(*number);
    }
    const auto* text = std::get_if<std::string>(&cell);
    return text == nullptr ? std::string{} : *text;
}

std::string to_json(const Report& report) {
    const bool is_lone_table = report.tables.size() == 1 && report.properties.empty() && !report.bytes;
    if (is_lone_table) {
        return json::serialize(rows_of(report.tables.front()));
    }
    json::object object;
    for (const auto& property : report.properties) {
        object[property.key] = to_value(property.value);
    }
    for (const auto& table : report.tables) {
        object[table.key] = rows_of(table);
    }
    if (!report.remarks.empty()) {
        json::array remarks;
        for (const auto& remark : report.remarks) {
            remarks.emplace_back(json::string(remark));
        }
        object["remarks"] = std::move(remarks);
    }
    if (report.bytes) {
        const bool text = is_text(*report.bytes);
        object[text ? "body" : "hex"] = json::string(text ? *report.bytes : to_hex(bytes_of(*report.bytes)));
    }
    return json::serialize(object);
}

std::string to_json(const Problem& problem) {
    json::object inner;
    inner["kind"] = json::string(name_of(problem.kind));
    inner["sentence"] = json::string(problem.sentence);
    json::object outer;
    outer["error"] = std::move(inner);
    return json::serialize(outer);
}

}  // namespace dialtone::operations
