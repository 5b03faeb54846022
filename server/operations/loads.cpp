#include "server/operations/loads.hpp"

#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace dialtone::operations {

namespace {

constexpr std::string_view kListEnding = ".loads";
constexpr std::size_t kLongestLoadName = 64;

/// Who is to run a load.
struct Wanting {
    std::vector<std::string> models;  ///< by their defaults: "7965 SCCP"
    std::vector<const Device*> devices;
};

/// By folded name of the load.
std::map<std::string, Wanting> wanted_loads(const World& world) {
    std::map<std::string, Wanting> wanted;
    world.device_defaults.for_each([&](const DefaultKey& key, const DeviceDefault& row) {
        const auto* model = world.models.find(key.model);
        if (!row.load.empty() && model != nullptr) {
            wanted[to_lower(row.load)].models.push_back(
                model->short_name + " " + std::string{to_string(key.protocol)}
            );
        }
    });
    world.devices.for_each([&](DeviceId, const Device& device) {
        if (const auto load = wanted_load(world, device); !load.empty()) {
            wanted[to_lower(load)].devices.push_back(&device);
        }
    });
    for (auto& [load, who] : wanted) {
        std::sort(who.models.begin(), who.models.end());
        std::sort(who.devices.begin(), who.devices.end(), [](const Device* a, const Device* b) {
            return a->name < b->name;
        });
    }
    return wanted;
}

/// As somebody wrote it who wants it.
std::string spelling_of(const World& world, const Wanting& who, const std::string& folded) {
    if (!who.devices.empty()) {
        return std::string{wanted_load(world, *who.devices.front())};
    }
    std::string spelled = folded;
    world.device_defaults.for_each([&](const DefaultKey&, const DeviceDefault& row) {
        spelled = iequals(row.load, folded) ? row.load : spelled;
    });
    return spelled;
}

std::int64_t octets_of(const Load& load) {
    std::uint64_t sum = 0;
    for (const auto& member : load.members) {
        sum += member.octets;
    }
    return static_cast<std::int64_t>(sum);
}

std::int64_t ready_of(const Load& load) {
    return std::count_if(load.members.begin(), load.members.end(), [](const LoadMember& member) {
        return member.is_ready();
    });
}

std::vector<Cell> row_of(const Load& load, const Wanting& who) {
    const auto files = static_cast<std::int64_t>(load.members.size());
    const auto octets = octets_of(load);
    return {
        load.name,
        load.is_complete() ? "complete" : "incomplete",
        load.is_complete(),
        fmt::format("{} of {}", ready_of(load), files),
        fmt::format("{:.1f} MB", static_cast<double>(octets) / 1e6),
        octets,
        static_cast<std::int64_t>(who.devices.size()),
        fmt::format("{}", fmt::join(who.models, ", ")),
        load.is_complete() ? Cell{} : Cell{load.missing()}};
}

Outcome<Report> list_loads(Session& session, const Call& call) {
    DIALTONE_TRY(const auto plain, session.world());
    DIALTONE_TRY(const auto* node, node_with_files(*plain, call));
    const auto world = with_loads(session, plain, node);
    auto wanted = wanted_loads(*world);
    Listing table;
    table.key = "loads";
    table.columns = {
        {"name", "LOAD", 1},
        {"state", "STATE"},
        {"is_complete", "", 0, true},
        {"files", "FILES"},
        {"size", "SIZE", 4},
        {"octets", "", 0, true},
        {"phones", "PHONES"},
        {"models", "DEFAULT OF", 3},
        {"missing", "LACKS", 2}};
    table.none =
        "There is no load in the directories of files, and no phone is to run one: all keep their image.";
    for (const auto& load : world->loads->all()) {
        const auto who = wanted.extract(to_lower(load.name));
        table.rows.push_back(row_of(load, who.empty() ? Wanting{} : who.mapped()));
    }
    for (const auto& [folded, who] : wanted) {
        Load absent;
        absent.name = spelling_of(*world, who, folded);
        auto row = row_of(absent, who);
        row[1] = "not there";
        row[3] = row[4] = Cell{};
        row.back() = absent.name + std::string{kListEnding};
        table.rows.push_back(std::move(row));
    }
    auto report = Report::of(std::move(table));
    if (node == nullptr) {
        report.remarks.push_back(fmt::format(
            "No node has a directory of static files: only {} was looked at. `dialtone node set NODE --files "
            "DIR` "
            "names one.",
            session.directory().files().string()
        ));
    }
    return report;
}

Listing member_table(const Load& load) {
    Listing table;
    table.key = "members";
    table.title = "Files";
    table.columns = {
        {"name", "NAME"},
        {"octets", "BYTES"},
        {"listed_octets", "", 0, true},
        {"is_ready", "", 0, true},
        {"state", "STATE"}};
    table.none = "none is known";
    for (const auto& member : load.members) {
        table.rows.push_back(
            {member.name,
             member.octets == 0 ? Cell{} : Cell{static_cast<std::int64_t>(member.octets)},
             member.listed_octets == 0 ? Cell{} : Cell{static_cast<std::int64_t>(member.listed_octets)},
             member.is_ready(),
             member.is_ready()    ? std::string{"there"}
             : member.octets == 0 ? std::string{"missing"}
                                  : fmt::format("should have {}", member.listed_octets)}
        );
    }
    return table;
}

Listing device_table(const World& world, const Wanting& who) {
    Listing table;
    table.key = "devices";
    table.title = "Phones that are to run it";
    table.columns = {{"name", "NAME"}, {"model", "MODEL"}, {"description", "DESCRIPTION", 1}, {"why", "BY"}};
    table.none = "none";
    for (const auto* device : who.devices) {
        table.rows.push_back(
            {device->name.text(),
             name_or_unknown(world.models, device->model),
             device->description,
             std::string{device->load.empty() ? "its model's default" : "its own setting"}}
        );
    }
    return table;
}

std::vector<std::string> known_loads(const World& world, const std::map<std::string, Wanting>& wanted) {
    std::vector<std::string> names;
    for (const auto& load : world.loads->all()) {
        names.push_back(load.name);
    }
    for (const auto& [folded, who] : wanted) {
        names.push_back(spelling_of(world, who, folded));
    }
    return names;
}

Outcome<Report> show_load(Session& session, const Call& call) {
    DIALTONE_TRY(const auto plain, session.world());
    DIALTONE_TRY(const auto* node, node_with_files(*plain, call));
    const auto world = with_loads(session, plain, node);
    auto wanted = wanted_loads(*world);
    auto name = call.text("name");
    if (iends_with(name, kListEnding)) {
        name.resize(name.size() - kListEnding.size());
    }
    const auto* load = world->loads->find(name);
    const auto who = wanted.find(to_lower(name));
    if (load == nullptr && who == wanted.end()) {
        auto problem = no_such("load", name, known_loads(*world, wanted));
        problem.sentence += " `dialtone load list` shows all loads.";
        return problem;
    }
    const auto wanting = who == wanted.end() ? Wanting{} : who->second;
    const auto shown =
        load == nullptr ? Load{spelling_of(*world, wanting, to_lower(name)), "", {}, ""} : *load;
    Report report;
    report.properties = {
        {"name", "Name", shown.name},
        {"state", "State", load_state(*world, shown.name)},
        {"is_complete", "Complete", shown.is_complete(), true},
        {"list", "List", shown.list.empty() ? Cell{} : Cell{shown.list}},
        {"octets", "Bytes", octets_of(shown)},
        {"models", "Default of", fmt::format("{}", fmt::join(wanting.models, ", "))},
    };
    report.tables.push_back(member_table(shown));
    report.tables.push_back(device_table(*world, wanting));
    if (!shown.is_complete()) {
        report.remarks.push_back(
            "No file names it until all is there: phones that are to run it keep their image. What is added "
            "is seen "
            "at once, without a restart."
        );
    }
    return report;
}

constexpr std::array kList{kFilesOfNode};

constexpr std::array kShow{
    Argument{"name", Shape::positional, "LOAD", "such as SCCP45.9-4-2SR3-1S", Names::load},
    kFilesOfNode,
};

constexpr std::array kLoads{
    Operation{
        "load",
        "list",
        "Firmware: what lies ready, what lacks files, who is to run it",
        kList,
        "dialtone load list",
        Access::read,
        list_loads},
    Operation{
        "load",
        "show",
        "A load: its files, and the phones that are to run it",
        kShow,
        "dialtone load show SCCP45.9-4-2SR3-1S",
        Access::read,
        show_load},
};

}  // namespace

Outcome<std::optional<std::string>> load_name_of(const Call& call) {
    DIALTONE_TRY(const auto load, text_of(call, "load", kLongestLoadName));
    if (load && (iends_with(*load, kListEnding) || load->find_first_of(" \t/\\") != std::string::npos)) {
        return invalid(fmt::format(
            "\"{}\" cannot name a load. Write it as `dialtone load list` does: the name of its list without "
            "{}.",
            printable(*load, 80),
            kListEnding
        ));
    }
    return load;
}

std::string load_state(const World& world, std::string_view load) {
    const auto missing = missing_of_load(world, load);
    return missing.empty() ? "complete" : "lacks " + missing;
}

std::string load_remark(const World& world, std::string_view load) {
    const auto missing = missing_of_load(world, load);
    if (missing.empty()) {
        return fmt::format(
            "Phones take {} at their next reset, none is reset for it: `dialtone phone reset NAME`.", load
        );
    }
    return fmt::format(
        "{} is not named to phones yet, they keep their image: {} is missing in the directories of files. "
        "See "
        "`dialtone load show {}`.",
        load,
        missing,
        load
    );
}

std::span<const Operation> load_operations() {
    return kLoads;
}

}  // namespace dialtone::operations
