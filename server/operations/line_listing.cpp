#include "server/operations/line_listing.hpp"

#include "common/error/try.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"

#include <algorithm>
#include <tuple>

namespace dialtone::operations {

namespace {

struct Appearance {
    const Device* device;
    const LineAppearance* line;
};

/// Who has the number, by device and line.
std::vector<Appearance> appearances(const World& world, DirectoryNumberId number) {
    std::vector<Appearance> found;
    const auto* devices = world.devices_by_number.find(number);
    for (const auto id : devices == nullptr ? std::vector<DeviceId>{} : *devices) {
        const auto* device = world.devices.find(id);
        for (const auto& line : device->lines) {
            if (line.number == number) {
                found.push_back({device, &line});
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Appearance& a, const Appearance& b) {
        return a.device->name < b.device->name;
    });
    return found;
}

Listing appearance_table() {
    Listing table;
    table.key = "lines";
    table.columns = {
        {"dn", "DN"},
        {"partition", "PARTITION", 3},
        {"device", "PHONE"},
        {"line", "LINE"},
        {"label", "LABEL", 1},
        {"display", "DISPLAY", 1},
        {"max_calls", "CALLS", 0, true},
        {"busy_trigger", "BUSY AT", 0, true},
        {"external_mask", "MASK", 0, true},
        {"ring", "RING", 2}};
    table.none = "There is no number yet. `dialtone line add PHONE DN` makes one.";
    return table;
}

void add_rows(const World& world, const DirectoryNumber& number, Listing& table) {
    const auto partition = partition_name(world, number.partition);
    const auto found = appearances(world, number.id);
    for (const auto& [device, line] : found) {
        table.rows.push_back(
            {number.pattern,
             partition,
             device->name.text(),
             std::int64_t{line->line},
             line->label,
             line->display,
             std::int64_t{line->max_calls},
             std::int64_t{line->busy_trigger},
             line->external_mask,
             line->ring}
        );
    }
    if (found.empty()) {
        table.rows.push_back(
            {number.pattern, partition, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}}
        );
    }
}

}  // namespace

Outcome<Report> list_lines(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const Device* device = nullptr;
    if (call.has("phone")) {
        DIALTONE_TRY(device, find_device(*world, call.text("phone")));
    }
    std::vector<const DirectoryNumber*> numbers;
    world->numbers.for_each([&](DirectoryNumberId id, const DirectoryNumber& number) {
        const auto has_it = [&](const LineAppearance& line) { return line.number == id; };
        if (device == nullptr || std::any_of(device->lines.begin(), device->lines.end(), has_it)) {
            numbers.push_back(&number);
        }
    });
    std::sort(numbers.begin(), numbers.end(), [](const DirectoryNumber* a, const DirectoryNumber* b) {
        // 999 before 1000: shorter numbers first, then by digit.
        return std::tuple{a->pattern.size(), a->pattern, a->partition} <
               std::tuple{b->pattern.size(), b->pattern, b->partition};
    });
    auto table = appearance_table();
    for (const auto* number : numbers) {
        add_rows(*world, *number, table);
    }
    return Report::of(std::move(table));
}

Outcome<Report> show_line(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* number, find_number(*world, call.text("dn"), call.find("partition")));
    Report report;
    report.properties = {
        {"dn", "Number", number->pattern},
        {"partition", "Partition", partition_name(*world, number->partition)},
        {"description", "Description", number->description},
        {"alerting_name", "Alerting name", number->alerting_name},
        {"search_space",
         "May call",
         number->search_space.is_set() ? Cell{name_or_unknown(world->search_spaces, number->search_space)}
                                       : Cell{}},
    };
    auto table = appearance_table();
    table.title = "On";
    table.none = "no phone";
    if (!appearances(*world, number->id).empty()) {
        add_rows(*world, *number, table);
    }
    report.tables.push_back(std::move(table));
    return report;
}

}  // namespace dialtone::operations
