#include "server/operations/numbering.hpp"

#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "db/aggregates/numbers.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::operations {

std::string holders_of(const World& world, DirectoryNumberId number) {
    std::vector<std::string> holders;
    const auto* devices = world.devices_by_number.find(number);
    for (const auto id : devices == nullptr ? std::vector<DeviceId>{} : *devices) {
        const auto* device = world.devices.find(id);
        if (device == nullptr) {
            continue;
        }
        for (const auto& line : device->lines) {
            if (line.number == number) {
                holders.push_back(fmt::format("{} line {}", device->name.text(), line.line));
            }
        }
    }
    std::sort(holders.begin(), holders.end());
    return joined(holders);
}

Outcome<DirectoryNumberId> obtain_number(Session& session, const World& world, const WantedNumber& wanted) {
    DIALTONE_CHECK(check_pattern(wanted.pattern));
    const auto* id = world.number_by_pattern.find({wanted.pattern, wanted.partition});
    if (id == nullptr) {
        DirectoryNumber number;
        number.pattern = wanted.pattern;
        number.partition = wanted.partition;
        return db::insert_number(session.database(), number);
    }
    const auto holders = holders_of(world, *id);
    if (!holders.empty() && !wanted.may_share) {
        return conflict(fmt::format(
            "DN {} is already on {}. Choose another number, or say --shared to have it on both.",
            spoken(world, *world.numbers.find(*id)),
            holders
        ));
    }
    return *id;
}

Outcome<PartitionId> partition_of(const World& world, const Call& call) {
    DIALTONE_TRY(const auto* partition, find_partition(world, call.text("partition")));
    return partition->id;
}

std::uint32_t line_buttons(const ButtonTemplate& buttons) {
    return static_cast<std::uint32_t>(std::count_if(
        buttons.buttons.begin(),
        buttons.buttons.end(),
        [](const TemplateButton& button) { return iequals(button.feature, "line"); }
    ));
}

const ButtonTemplate* template_with_lines(
    const World& world, ModelId model, Protocol protocol, std::uint32_t lines
) {
    const ButtonTemplate* best = nullptr;
    for (const auto* buttons : by_name(world.button_templates)) {
        const bool fits =
            buttons->model == model && buttons->protocol == protocol && line_buttons(*buttons) >= lines;
        if (fits && (best == nullptr || line_buttons(*buttons) < line_buttons(*best))) {
            best = buttons;
        }
    }
    return best;
}

Outcome<void> check_line_fits(const World& world, const ButtonTemplate& buttons, std::uint32_t line) {
    const auto most = line_buttons(buttons);
    if (line >= 1 && line <= most) {
        return {};
    }
    const auto* roomy = template_with_lines(world, buttons.model, buttons.protocol, line);
    return conflict(fmt::format(
        "There is no line {}: the button template {} has {} line button{}. {}",
        line,
        buttons.name,
        most,
        most == 1 ? "" : "s",
        roomy == nullptr
            ? "No template of this model has more."
            : fmt::format("Choose one with more: --template \"{}\" of `dialtone phone set`.", roomy->name)
    ));
}

Outcome<void> edit_appearance(const Call& call, LineAppearance& appearance) {
    DIALTONE_TRY(const auto display, text_of(call, "display", 30));
    DIALTONE_TRY(const auto label, text_of(call, "label", 30));
    DIALTONE_TRY(const auto mask, mask_of(call, "external-mask"));
    DIALTONE_TRY(const auto max_calls, integer_of(call, "max-calls", 1, 200));
    DIALTONE_TRY(const auto busy_trigger, integer_of(call, "busy-trigger", 1, 200));
    appearance.display = display.value_or(appearance.display);
    appearance.label = label.value_or(appearance.label);
    appearance.external_mask = mask.value_or(appearance.external_mask);
    appearance.max_calls = static_cast<std::uint32_t>(max_calls.value_or(appearance.max_calls));
    appearance.busy_trigger = static_cast<std::uint32_t>(busy_trigger.value_or(appearance.busy_trigger));
    appearance.ring = call.find("ring").value_or(appearance.ring);
    if (appearance.busy_trigger > appearance.max_calls) {
        return invalid(fmt::format(
            "The busy trigger ({}) cannot be above the maximum of calls ({}).",
            appearance.busy_trigger,
            appearance.max_calls
        ));
    }
    return {};
}

}  // namespace dialtone::operations
