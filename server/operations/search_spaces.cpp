#include "server/operations/catalogues.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/numbers.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kWhat = "calling search space";

std::string partitions_of(const World& world, const CallingSearchSpace& space) {
    std::vector<std::string> names;
    for (const auto partition : space.partitions) {
        names.push_back(partition_name(world, partition));
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

Outcome<Report> list_search_spaces(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "search_spaces";
    table.columns = {
        {"name", "NAME"},
        {"partitions", "PARTITIONS", 1},
        {"numbers", "NUMBERS"},
        {"description", "DESCRIPTION", 2}};
    table.none = "There is none. `dialtone search-space add NAME --partition PARTITION` makes one.";
    for (const auto* space : by_name(world->search_spaces)) {
        std::int64_t numbers = 0;
        world->numbers.for_each([&](DirectoryNumberId, const DirectoryNumber& number) {
            numbers += number.search_space == space->id ? 1 : 0;
        });
        table.rows.push_back({space->name, partitions_of(*world, *space), numbers, space->description});
    }
    return Report::of(std::move(table));
}

Outcome<void> edit_search_space(const World& world, const Call& call, CallingSearchSpace& space) {
    DIALTONE_TRY(const auto description, text_of(call, "description", 128));
    space.description = description.value_or(space.description);
    if (!call.has("partition")) {
        return {};
    }
    space.partitions.clear();
    for (const auto& word : call.all("partition")) {
        DIALTONE_TRY(const auto* partition, find_partition(world, word));
        if (std::find(space.partitions.begin(), space.partitions.end(), partition->id) !=
            space.partitions.end()) {
            return invalid(
                fmt::format("--partition: {} is named twice.", partition_name(world, partition->id))
            );
        }
        space.partitions.push_back(partition->id);
    }
    return {};
}

Outcome<Report> report_of(Session& session, const std::string& name, std::string_view remark) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* space, find_named(world->search_spaces, name, kWhat));
    Report report;
    report.properties = {
        {"name", "Name", space->name},
        {"partitions", "Partitions", partitions_of(*world, *space)},
        {"description", "Description", space->description},
    };
    report.remarks.emplace_back(remark);
    return report;
}

Outcome<Report> add_search_space(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    CallingSearchSpace space;
    space.name = call.text("name");
    DIALTONE_CHECK(check_free_name(world->search_spaces, space.name, kWhat, 50));
    DIALTONE_CHECK(edit_search_space(*world, call, space));
    db::insert_search_space(session.database(), space);
    return report_of(
        session,
        space.name,
        "It is ready: `dialtone line set` and `dialtone line-template set` give it to lines."
    );
}

Outcome<Report> set_search_space(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->search_spaces, call.text("name"), kWhat));
    auto space = *known;
    DIALTONE_CHECK(edit_search_space(*world, call, space));
    if (space != *known) {
        db::update_search_space(session.database(), space);
    }
    return report_of(session, space.name, "It counts at once for every line that has it.");
}

Outcome<Report> remove_search_space(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* space, find_named(world->search_spaces, call.text("name"), kWhat));
    std::string user;
    world->numbers.for_each([&](DirectoryNumberId, const DirectoryNumber& number) {
        user = number.search_space == space->id ? "number " + spoken(*world, number) : user;
    });
    for (const auto* line : by_name(world->universal_line_templates)) {
        user = line->search_space == space->id ? "universal line template " + line->name : user;
    }
    if (!user.empty()) {
        return conflict(fmt::format(
            "The calling search space {} is that of {}. Give that another first: --search-space \"\".",
            space->name,
            user
        ));
    }
    db::delete_search_space(session.database(), space->id);
    return Report::of(fmt::format("Calling search space {} is removed.", space->name));
}

constexpr Argument kDescription{"description", Shape::value, "TEXT", "for people"};
constexpr Argument kPartitions{
    "partition", Shape::values, "PARTITION", "what it may call, once for each, in order", Names::partition};
constexpr Argument kKnown{
    "name", Shape::positional, "SPACE", "name of the calling search space", Names::search_space};
constexpr std::array kAdd{
    Argument{"name", Shape::positional, "SPACE", "name of the new calling search space"},
    kPartitions,
    kDescription};
constexpr std::array kSet{kKnown, kPartitions, kDescription};
constexpr std::array kRemove{kKnown};

constexpr std::array kSearchSpaces{
    Operation{
        "search-space",
        "list",
        "Calling search spaces: which partitions lines may call",
        {},
        "dialtone search-space list",
        Access::read,
        list_search_spaces},
    Operation{
        "search-space",
        "add",
        "Make a calling search space",
        kAdd,
        "dialtone search-space add Quarantine --partition Emergency",
        Access::write,
        add_search_space},
    Operation{
        "search-space",
        "set",
        "Change one; what is not named stays",
        kSet,
        "dialtone search-space set Quarantine --partition Emergency --partition Lobby",
        Access::write,
        set_search_space},
    Operation{
        "search-space",
        "remove",
        "Remove one that no line has",
        kRemove,
        "dialtone search-space remove Quarantine",
        Access::write,
        remove_search_space},
};

}  // namespace

std::span<const Operation> search_space_operations() {
    return kSearchSpaces;
}

Outcome<CallingSearchSpaceId> search_space_of(const World& world, const std::string& word) {
    if (word.empty()) {
        return CallingSearchSpaceId{};
    }
    DIALTONE_TRY(const auto* space, find_named(world.search_spaces, word, kWhat));
    return space->id;
}

}  // namespace dialtone::operations
