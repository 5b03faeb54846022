#include "server/operations/findings.hpp"

#include "server/operations/numbering.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dialtone::operations {

namespace {

void check_lines(const Device& device, const ButtonTemplate* buttons, Findings& findings) {
    const auto about = device.name.text();
    if (device.lines.empty()) {
        findings.push_back(
            {"phone.no_line",
             Severity::warning,
             about,
             fmt::format("It has no line and cannot call. `dialtone line add {} DN` gives it one.", about)}
        );
    }
    const auto most = buttons == nullptr ? 0 : line_buttons(*buttons);
    for (const auto& line : device.lines) {
        if (buttons != nullptr && line.line > most) {
            findings.push_back(
                {"phone.line_without_button",
                 Severity::warning,
                 about,
                 fmt::format(
                     "Line {} has no button: {} has {}. Choose another template or remove the line.",
                     line.line,
                     buttons->name,
                     most
                 )}
            );
        }
    }
}

void check_model(
    const Device& device, const PhoneModel& model, const ButtonTemplate* buttons, Findings& findings
) {
    const auto about = device.name.text();
    if (!model.speaks(device.protocol)) {
        findings.push_back(
            {"phone.protocol",
             Severity::error,
             about,
             fmt::format(
                 "A {} does not speak {}. Change it: `dialtone phone set {} --protocol {}`.",
                 model.name,
                 to_string(device.protocol),
                 about,
                 to_string(device.protocol == Protocol::sccp ? Protocol::sip : Protocol::sccp)
             )}
        );
    }
    if (buttons != nullptr && (buttons->model != model.id || buttons->protocol != device.protocol)) {
        findings.push_back(
            {"phone.template",
             Severity::warning,
             about,
             fmt::format("The button template {} was made for another model or protocol.", buttons->name)}
        );
    }
}

}  // namespace

Findings device_findings(const World& world, const Device& device) {
    Findings findings;
    const auto* buttons = world.button_templates.find(device.button_template);
    check_lines(device, buttons, findings);
    if (auto sentence = unserved_sentence(world, device); !sentence.empty()) {
        findings.push_back({"phone.not_served", Severity::error, device.name.text(), std::move(sentence)});
    }
    if (const auto* model = world.models.find(device.model)) {
        check_model(device, *model, buttons, findings);
    }
    for (auto& lint : provision::lint(world, device)) {
        findings.push_back(
            {"file." + std::string{lint.code}, lint.severity, device.name.text(), std::move(lint.sentence)}
        );
    }
    return findings;
}

Listing to_table(Findings findings) {
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return a.severity > b.severity;
    });
    Listing table;
    table.key = "findings";
    table.columns = {
        {"severity", ""},
        {"about", "ABOUT", 2},
        {"sentence", "WHAT, AND WHAT TO DO", 1},
        {"code", "CODE", 0, true}};
    std::string reading;
    for (auto& finding : findings) {
        reading += fmt::format(
            "{} {}: {}\n", provision::to_string(finding.severity), finding.about, finding.sentence
        );
        table.rows.push_back(
            {std::string{provision::to_string(finding.severity)},
             std::move(finding.about),
             std::move(finding.sentence),
             std::move(finding.code)}
        );
    }
    if (!reading.empty()) {
        table.reading = std::move(reading);
    }
    return table;
}

}  // namespace dialtone::operations
