#include "server/operations/speed_dials.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/speed_dials.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

constexpr std::int64_t kMost = 199;
constexpr std::size_t kLongestLabel = 30;

std::vector<Cell> row_of(const Device& device, const SpeedDial& dial) {
    return {device.name.text(), std::int64_t{dial.position}, dial.number, dial.label, dial.is_blf};
}

Outcome<Report> list_speed_dials(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const Device* only = nullptr;
    if (call.has("phone")) {
        DIALTONE_TRY(only, find_device(*world, call.text("phone")));
    }
    Listing table;
    table.key = "speed_dials";
    table.columns = {
        {"device", "PHONE"},
        {"position", "NO."},
        {"number", "NUMBER", 1},
        {"label", "LABEL", 2},
        {"blf", "BLF"}};
    table.none = "There is no speed dial yet. `dialtone speed-dial add PHONE NUMBER` makes one.";
    std::vector<const Device*> devices;
    world->devices.for_each([&](DeviceId, const Device& device) {
        if (only == nullptr || only == &device) {
            devices.push_back(&device);
        }
    });
    std::sort(devices.begin(), devices.end(), [](const Device* a, const Device* b) {
        return a->name < b->name;
    });
    for (const auto* device : devices) {
        for (const auto& dial : device->speed_dials) {
            table.rows.push_back(row_of(*device, dial));
        }
    }
    return Report::of(std::move(table));
}

/// What is not named stays.
Outcome<void> edit_dial(const Call& call, SpeedDial& dial) {
    if (call.has("number")) {
        dial.number = call.text("number");
        DIALTONE_CHECK(check_pattern(dial.number));
    }
    DIALTONE_TRY(const auto label, text_of(call, "label", kLongestLabel));
    DIALTONE_TRY(const auto blf, switch_of(call, "blf"));
    dial.label = label.value_or(dial.label);
    dial.is_blf = blf.value_or(dial.is_blf);
    return {};
}

const SpeedDial* find_dial(const Device& device, std::uint32_t position) {
    const auto found =
        std::find_if(device.speed_dials.begin(), device.speed_dials.end(), [&](const SpeedDial& dial) {
            return dial.position == position;
        });
    return found == device.speed_dials.end() ? nullptr : &*found;
}

Report made(const Device& device, const SpeedDial& dial) {
    Report report;
    report.properties = {
        {"device", "Phone", device.name.text()},
        {"position", "Speed dial", std::int64_t{dial.position}},
        {"number", "Number", dial.number},
        {"label", "Label", dial.label},
        {"blf", "BLF", dial.is_blf},
    };
    report.remarks.push_back(
        fmt::format("Speed dial {} of {} dials {}.", dial.position, device.name.text(), dial.number)
    );
    return report;
}

Outcome<Report> add_speed_dial(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto said, integer_of(call, "position", 1, kMost));
    SpeedDial dial;
    while (!said && find_dial(*device, dial.position) != nullptr) {
        ++dial.position;
    }
    dial.position = said ? static_cast<std::uint32_t>(*said) : dial.position;
    if (const auto* known = find_dial(*device, dial.position)) {
        return conflict(fmt::format(
            "Speed dial {} of {} is {} already. Change it with `dialtone speed-dial set {} {}`.",
            dial.position,
            device->name.text(),
            known->number,
            device->name.text(),
            dial.position
        ));
    }
    DIALTONE_CHECK(edit_dial(call, dial));
    db::put_speed_dial(session.database(), device->id, dial);
    return made(*device, dial);
}

/// The speed dial that PHONE and POSITION name.
Outcome<const SpeedDial*> named_dial(const Device& device, const Call& call) {
    DIALTONE_TRY(const auto position, integer_of(call, "position", 1, kMost));
    const auto* dial = find_dial(device, static_cast<std::uint32_t>(*position));
    if (dial == nullptr) {
        return not_found(fmt::format(
            "{} has no speed dial {}. `dialtone speed-dial add {} NUMBER --position {}` makes it.",
            device.name.text(),
            *position,
            device.name.text(),
            *position
        ));
    }
    return dial;
}

Outcome<Report> set_speed_dial(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto* known, named_dial(*device, call));
    auto dial = *known;
    DIALTONE_CHECK(edit_dial(call, dial));
    if (dial != *known) {
        db::put_speed_dial(session.database(), device->id, dial);
    }
    return made(*device, dial);
}

Outcome<Report> remove_speed_dial(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, find_device(*world, call.text("phone")));
    DIALTONE_TRY(const auto* dial, named_dial(*device, call));
    db::delete_speed_dial(session.database(), device->id, dial->position);
    return Report::of(fmt::format("{} has no speed dial {} any more.", device->name.text(), dial->position));
}

constexpr Argument kPhone{"phone", Shape::positional, "PHONE", "device name or MAC address", Names::device};
constexpr Argument kPosition{"position", Shape::positional, "NO.", "which speed dial, from 1"};
constexpr Argument kLabel{"label", Shape::value, "TEXT", "beside the key; \"\" shows the number"};
constexpr Argument kBlf{
    "blf", Shape::value, "SWITCH", "whether the key shows that the number is busy", Names::choice, "on|off"};

constexpr std::array kList{
    Argument{"phone", Shape::value, "PHONE", "only those of this phone", Names::device}};
constexpr std::array kAdd{
    kPhone,
    Argument{"number", Shape::positional, "NUMBER", "what it dials"},
    Argument{"position", Shape::value, "NO.", "which speed dial; else the first free one"},
    kLabel,
    kBlf,
};
constexpr std::array kSet{
    kPhone, kPosition, Argument{"number", Shape::value, "NUMBER", "another number"}, kLabel, kBlf};
constexpr std::array kRemove{kPhone, kPosition};

constexpr std::array kSpeedDials{
    Operation{
        "speed-dial",
        "list",
        "Speed dials, by phone",
        kList,
        "dialtone speed-dial list --phone SEP001122334455",
        Access::read,
        list_speed_dials},
    Operation{
        "speed-dial",
        "add",
        "Put a number on a speed dial key of a phone",
        kAdd,
        "dialtone speed-dial add SEP001122334455 1001 --label Reception --blf on",
        Access::write,
        add_speed_dial},
    Operation{
        "speed-dial",
        "set",
        "Change a speed dial; what is not named stays",
        kSet,
        "dialtone speed-dial set SEP001122334455 1 --label Desk",
        Access::write,
        set_speed_dial},
    Operation{
        "speed-dial",
        "remove",
        "Take a speed dial off a phone",
        kRemove,
        "dialtone speed-dial remove SEP001122334455 1",
        Access::write,
        remove_speed_dial},
};

}  // namespace

std::span<const Operation> speed_dial_operations() {
    return kSpeedDials;
}

}  // namespace dialtone::operations
