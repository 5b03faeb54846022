#include "server/operations/subnet_options.hpp"

#include "common/bytes/hex.hpp"
#include "server/dhcp/option_catalogue.hpp"
#include "server/dhcp/option_value.hpp"
#include "server/operations/subnet_edit.hpp"

namespace dialtone::operations {

Listing option_table(const World& world, const Subnet& subnet) {
    Listing table;
    table.key = "options";
    table.title = "Further options";
    table.columns = {
        {"code", "CODE"},
        {"name", "NAME"},
        {"for", "FOR", 2},
        {"text", "VALUE", 1},
        {"value", "OCTETS", 0, true}};
    table.none = "none";
    for (const auto& option : subnet.options) {
        const auto* entry = dhcp::find_option(option.code);
        table.rows.push_back(
            {std::int64_t{option.code},
             std::string{entry == nullptr ? "" : entry->name},
             whom_text(option, world),
             dhcp::option_value_text(option.code, option.value),
             to_hex(bytes_of(option.value))}
        );
    }
    return table;
}

Outcome<Report> list_options(Session&, const Call&) {
    Listing table;
    table.key = "options";
    table.columns = {{"code", "CODE"}, {"name", "NAME"}, {"type", "IS", 1}, {"example", "SUCH AS", 2}};
    for (const auto& entry : dhcp::option_catalogue()) {
        if (entry.instead.empty()) {
            table.rows.push_back(
                {std::int64_t{entry.code},
                 std::string{entry.name},
                 std::string{dhcp::describe(entry.type)},
                 std::string{entry.example}}
            );
        }
    }
    auto report = Report::of(std::move(table));
    report.remarks.emplace_back(
        "Others by their number, with the type said: 200=text:…, hex:…, addresses:…, u8:…, u16:… or u32:…."
    );
    return report;
}

}  // namespace dialtone::operations
