#include "server/operations/maintenance.hpp"

#include "common/error/try.hpp"
#include "db/migrator.hpp"
#include "db/world_loader.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/findings.hpp"
#include "server/operations/other_servers.hpp"
#include "server/operations/session.hpp"
#include "server/operations/waiting_phones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

Outcome<Report> migrate(Session& session, const Call&) {
    DIALTONE_TRY(const auto done, db::migrate_device_database(session.directory()));
    Report report;
    report.properties = {
        {"database", "Database", session.directory().device().string()},
        {"from", "From version", std::int64_t{done.from}},
        {"to", "To version", std::int64_t{done.to}},
        {"backup", "Backup", done.backup ? Cell{done.backup->string()} : Cell{}},
    };
    report.remarks.push_back(
        done.from == done.to ? "It was up to date."
        : done.from == 0     ? "It is made, with everything a fresh system has."
                             : fmt::format("It is brought from version {} to {}.", done.from, done.to)
    );
    return report;
}

void add_world_findings(Session& session, Findings& findings) {
    const auto loaded = db::load_world(session.database());
    for (const auto& problem : loaded.problems) {
        findings.push_back({"database.unusable", Severity::error, "database", problem.sentence});
    }
    if (!loaded.world) {
        return;
    }
    const auto append = [&](Findings more) {
        findings.insert(
            findings.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())
        );
    };
    const auto node = node_with_files(*loaded.world, {});
    const auto world = with_loads(session, loaded.world, node ? *node : nullptr);
    append(cluster_findings(*world));
    append(waiting_phone_findings(session));
    append(subnet_findings(*world));
    append(other_server_findings(session));
    std::vector<const Device*> devices;
    world->devices.for_each([&](DeviceId, const Device& device) { devices.push_back(&device); });
    std::sort(devices.begin(), devices.end(), [](const Device* a, const Device* b) {
        return a->name < b->name;
    });
    for (const auto* device : devices) {
        append(device_findings(*world, *device));
    }
}

std::int64_t count_of(const Findings& findings, Severity severity) {
    return std::count_if(findings.begin(), findings.end(), [&](const Finding& finding) {
        return finding.severity == severity;
    });
}

Outcome<Report> check(Session& session, const Call& call) {
    Findings findings;
    if (session.surroundings().settings_problems) {
        for (auto& problem : session.surroundings().settings_problems()) {
            findings.push_back({"settings", Severity::error, "settings", std::move(problem.sentence)});
        }
    }
    add_world_findings(session, findings);
    const auto errors = count_of(findings, Severity::error);
    const auto warnings = count_of(findings, Severity::warning);
    if (!call.has("all")) {
        std::erase_if(findings, [](const Finding& f) { return f.severity == Severity::information; });
    }
    auto report = Report::of(to_table(std::move(findings)));
    if (errors + warnings == 0) {
        report.tables.front().none = "Nothing is wrong.";
    } else {
        report.remarks.push_back(fmt::format(
            "{} error{}, {} warning{}.", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s"
        ));
    }
    if (errors > 0) {
        report.verdict = ProblemKind::failed;
    }
    return report;
}

Outcome<Report> version(Session& session, const Call&) {
    const auto schema = db::device_schema();
    Report report;
    report.properties = {
        {"version", "Dialtone", std::string{DIALTONE_VERSION}},
        {"schema", "Device database", static_cast<std::int64_t>(schema.migrations.size())},
        {"compiler", "Compiler", std::string{"g++ " __VERSION__}},
        {"data", "Data directory", session.directory().root().string()},
    };
    return report;
}

constexpr std::array kCheck{
    Argument{"all", Shape::flag, "", "what is merely worth knowing, too"},
    Argument{
        "settings", Shape::value, "FILE", "the settings file; else /etc/dialtone/dialtone.toml", Names::path},
};

constexpr std::array kMaintenance{
    Operation{
        "migrate",
        "",
        "Make the device database, or bring it up to date",
        {},
        "dialtone migrate --data /var/lib/dialtone",
        Access::none,
        migrate},
    Operation{
        "check",
        "",
        "Everything that is wrong with database and settings",
        kCheck,
        "dialtone check",
        Access::read,
        check},
    Operation{"version", "", "Which Dialtone this is", {}, "dialtone version", Access::none, version},
};

}  // namespace

std::span<const Operation> maintenance_operations() {
    return kMaintenance;
}

}  // namespace dialtone::operations
