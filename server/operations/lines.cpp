#include "server/operations/lines.hpp"

#include "common/error/try.hpp"
#include "common/model/number_mask.hpp"
#include "db/aggregates/devices.hpp"
#include "db/aggregates/numbers.hpp"
#include "server/operations/catalogues.hpp"
#include "server/operations/line_listing.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/numbering.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

Outcome<void> edit_number(Session& session, const World& world, const Call& call, DirectoryNumberId id) {
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    DIALTONE_TRY(const auto alerting, text_of(call, "alerting-name", 30));
    if (!description && !alerting && !call.has("search-space")) {
        return {};
    }
    auto number = *world.numbers.find(id);
    if (call.has("search-space")) {
        DIALTONE_TRY(number.search_space, search_space_of(world, call.text("search-space")));
    }
    number.description = description.value_or(number.description);
    number.alerting_name = alerting.value_or(number.alerting_name);
    db::update_number(session.database(), number);
    return {};
}

Outcome<Report> line_made(
    Session& session, const Call& call, const DeviceName& name, std::uint32_t position, std::string_view what
) {
    session.written();
    DIALTONE_TRY(auto world, session.world());
    const auto* device = world->find_device(name);
    const auto line = std::find_if(device->lines.begin(), device->lines.end(), [&](const LineAppearance& l) {
        return l.line == position;
    });
    DIALTONE_CHECK(edit_number(session, *world, call, line->number));
    Report report;
    const auto* number = world->numbers.find(line->number);
    report.properties = {
        {"device", "Phone", name.text()},
        {"line", "Line", std::int64_t{position}},
        {"dn", "Number", number->pattern},
        {"partition", "Partition", partition_name(*world, number->partition)},
        {"label", "Label", line->label},
        {"display", "Display", line->display},
        {"max_calls", "Calls", std::int64_t{line->max_calls}},
        {"busy_trigger", "Busy at", std::int64_t{line->busy_trigger}},
        {"external_mask", "Outside it is", Cell{}},
        {"ring", "Ring", line->ring},
    };
    if (!line->external_mask.empty()) {
        report.properties[report.properties.size() - 2].value = masked(number->pattern, line->external_mask);
    }
    report.remarks.push_back(
        fmt::format("{} is {} line {} of {}.", spoken(*world, *number), what, position, name.text())
    );
    return report;
}

std::uint32_t first_free_line(const Device& device) {
    std::uint32_t position = 1;
    for (const auto& line : device.lines) {
        if (line.line == position) {
            ++position;
        }
    }
    return position;
}

Outcome<void> check_number_free_on(const World& world, const Device& device, DirectoryNumberId number) {
    for (const auto& line : device.lines) {
        if (line.number == number) {
            return conflict(fmt::format(
                "{} is line {} of {} already. Change that line with `dialtone line set {} {}`.",
                spoken(world, *world.numbers.find(number)),
                line.line,
                device.name.text(),
                device.name.text(),
                line.line
            ));
        }
    }
    return {};
}

Outcome<Report> add_line(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto said, integer_of(call, "line", 1, 128));
    LineAppearance line;
    line.line = said ? static_cast<std::uint32_t>(*said) : first_free_line(*device);
    for (const auto& known : device->lines) {
        if (known.line == line.line) {
            return conflict(fmt::format(
                "Line {} of {} is {} already. Change it with `dialtone line set {} {} --dn {}`.",
                line.line,
                device->name.text(),
                spoken(*world, *world->numbers.find(known.number)),
                device->name.text(),
                line.line,
                call.text("dn")
            ));
        }
    }
    DIALTONE_CHECK(check_line_fits(*world, *world->button_templates.find(device->button_template), line.line)
    );
    DIALTONE_CHECK(edit_appearance(call, line));
    DIALTONE_TRY(const auto partition, partition_of(*world, call));
    if (const auto* known = world->number_by_pattern.find({call.text("dn"), partition})) {
        DIALTONE_CHECK(check_number_free_on(*world, *device, *known));
    }
    DIALTONE_TRY(
        line.number, obtain_number(session, *world, {call.text("dn"), partition, call.has("shared")})
    );
    db::put_line(session.database(), device->id, line);
    return line_made(session, call, device->name, line.line, "now");
}

/// The appearance at the line button that "LINE" names.
Outcome<const LineAppearance*> find_line(const Device& device, const Call& call) {
    DIALTONE_TRY(const auto said, integer_of(call, "line", 1, 128));
    const auto position = static_cast<std::uint32_t>(*said);
    for (const auto& line : device.lines) {
        if (line.line == position) {
            return &line;
        }
    }
    const auto numbers = device.lines.empty() ? "none" : fmt::format("{}", device.lines.size());
    return not_found(fmt::format(
        "{} has no line {} (it has {}). `dialtone line add {} DN --line {}` makes it.",
        device.name.text(),
        position,
        numbers,
        device.name.text(),
        position
    ));
}

Outcome<Report> set_line(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto* known, find_line(*device, call));
    auto line = *known;
    DIALTONE_CHECK(edit_appearance(call, line));
    if (call.has("dn") || call.has("partition")) {
        const auto* before = world->numbers.find(known->number);
        const auto pattern = call.find("dn").value_or(before->pattern);
        auto partition = before->partition;
        if (call.has("partition")) {
            DIALTONE_TRY(partition, partition_of(*world, call));
        }
        if (pattern != before->pattern || partition != before->partition) {
            if (const auto* id = world->number_by_pattern.find({pattern, partition})) {
                DIALTONE_CHECK(check_number_free_on(*world, *device, *id));
            }
            DIALTONE_TRY(
                line.number, obtain_number(session, *world, {pattern, partition, call.has("shared")})
            );
        }
    }
    db::put_line(session.database(), device->id, line);
    if (line.number != known->number) {
        db::delete_unused_number(session.database(), known->number);
    }
    return line_made(session, call, device->name, line.line, "now");
}

Outcome<Report> remove_line(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto* line, find_line(*device, call));
    db::delete_line(session.database(), device->id, line->line);
    const auto number = spoken(*world, *world->numbers.find(line->number));
    const bool is_gone =
        !call.has("keep-number") && db::delete_unused_number(session.database(), line->number);
    return Report::of(fmt::format(
        "{} has no line {} any more.{}",
        device->name.text(),
        line->line,
        is_gone ? " " + number + " is free again." : ""
    ));
}

constexpr Argument kPhone{"phone", Shape::positional, "PHONE", "device name or MAC address", Names::device};
constexpr Argument kPartition{
    "partition", Shape::value, "PARTITION", "of the number; else <None>", Names::partition};
constexpr Argument kLabel{"label", Shape::value, "TEXT", "beside the line button; \"\" shows the number"};
constexpr Argument kDisplay{"display", Shape::value, "TEXT", "caller name that others see"};
constexpr Argument kMaxCalls{"max-calls", Shape::value, "N", "calls at once on this line"};
constexpr Argument kBusyTrigger{"busy-trigger", Shape::value, "N", "calls from which on callers hear busy"};
constexpr Argument kRing{
    "ring",
    Shape::value,
    "RING",
    "how it rings",
    Names::choice,
    "default|disable|flash only|ring once|ring|beep only"};
constexpr Argument kMask{
    "external-mask", Shape::value, "MASK", "how the outside sees it, such as 4930123XXXX"};
constexpr Argument kSearchSpace{
    "search-space", Shape::value, "SPACE", "what the number may call; \"\": nothing", Names::search_space};
constexpr Argument kDescription{"description", Shape::value, "TEXT", "of the number"};
constexpr Argument kAlerting{"alerting-name", Shape::value, "TEXT", "what a caller sees while it rings"};
constexpr Argument kShared{"shared", Shape::flag, "", "the number may be on other phones too"};

constexpr std::array kList{
    Argument{"phone", Shape::value, "PHONE", "only the lines of this phone", Names::device}};
constexpr std::array kShow{Argument{"dn", Shape::positional, "DN", "the number", Names::number}, kPartition};
constexpr std::array kAdd{
    kPhone,
    Argument{"dn", Shape::positional, "DN", "the number"},
    Argument{"line", Shape::value, "N", "line button; else the first free one"},
    kPartition,
    kShared,
    kLabel,
    kDisplay,
    kMaxCalls,
    kBusyTrigger,
    kRing,
    kMask,
    kDescription,
    kAlerting,
    kSearchSpace,
};
constexpr std::array kSet{
    kPhone,
    Argument{"line", Shape::positional, "LINE", "which line button, from 1"},
    Argument{"dn", Shape::value, "DN", "another number", Names::number},
    kPartition,
    kShared,
    kLabel,
    kDisplay,
    kMaxCalls,
    kBusyTrigger,
    kRing,
    kMask,
    kDescription,
    kAlerting,
    kSearchSpace,
};
constexpr std::array kRemove{
    kPhone,
    Argument{"line", Shape::positional, "LINE", "which line button, from 1"},
    Argument{"keep-number", Shape::flag, "", "keep the number though no phone has it"},
};

constexpr std::array kLines{
    Operation{
        "line",
        "list",
        "Every number and the phones it is on",
        kList,
        "dialtone line list --phone SEP001122334455",
        Access::read,
        list_lines},
    Operation{
        "line",
        "show",
        "One number and the phones it is on",
        kShow,
        "dialtone line show 1001",
        Access::read,
        show_line},
    Operation{
        "line",
        "add",
        "Put a number on a line button of a phone",
        kAdd,
        "dialtone line add SEP001122334455 1002 --label Sales",
        Access::write,
        add_line},
    Operation{
        "line",
        "set",
        "Change a line of a phone; what is not named stays",
        kSet,
        "dialtone line set SEP001122334455 1 --label \"Front desk\"",
        Access::write,
        set_line},
    Operation{
        "line",
        "remove",
        "Take a line off a phone",
        kRemove,
        "dialtone line remove SEP001122334455 2",
        Access::write,
        remove_line},
};

}  // namespace

std::span<const Operation> line_operations() {
    return kLines;
}

}  // namespace dialtone::operations
