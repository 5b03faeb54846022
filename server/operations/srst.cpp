#include "server/operations/time_and_srst.hpp"

#include "common/error/try.hpp"
#include "db/aggregates/sites.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"
#include "server/operations/values.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

constexpr std::string_view kWhat = "SRST reference";

std::string words_for(SrstMode mode) {
    constexpr std::array<std::string_view, 3> kWords{"off", "the phone's default gateway", "a router"};
    return std::string{kWords[static_cast<std::size_t>(mode)]};
}

std::vector<Cell> row_of(const World& world, const SrstReference& srst) {
    const bool has_address = srst.mode == SrstMode::address;
    return {
        srst.name,
        words_for(srst.mode),
        has_address ? Cell{srst.address.to_string()} : Cell{},
        has_address ? Cell{std::int64_t{srst.sccp_port}} : Cell{},
        has_address ? Cell{std::int64_t{srst.sip_port}} : Cell{},
        joined(pools_with(world, &DevicePool::srst, srst.id))};
}

Outcome<Report> list_references(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    Listing table;
    table.key = "srst_references";
    table.columns = {
        {"name", "NAME", 1},
        {"target", "TARGET", 2},
        {"address", "ADDRESS"},
        {"sccp_port", "SCCP"},
        {"sip_port", "SIP"},
        {"pools", "POOLS", 2}};
    for (const auto* srst : by_name(world->srst_references)) {
        table.rows.push_back(row_of(*world, *srst));
    }
    return Report::of(std::move(table));
}

Outcome<void> edit_reference(const Call& call, SrstReference& srst) {
    DIALTONE_TRY(const auto address, address_of(call, "address"));
    DIALTONE_TRY(const auto sccp, integer_of(call, "sccp-port", 1, 65535));
    DIALTONE_TRY(const auto sip, integer_of(call, "sip-port", 1, 65535));
    if (address && address->is_unspecified()) {
        return invalid("--address: an SRST router has one, such as 10.0.9.1.");
    }
    srst.address = address.value_or(srst.address);
    srst.sccp_port = static_cast<std::uint16_t>(sccp.value_or(srst.sccp_port));
    srst.sip_port = static_cast<std::uint16_t>(sip.value_or(srst.sip_port));
    return {};
}

Outcome<Report> written(Session& session, std::string_view name, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* srst, find_named(world->srst_references, name, kWhat));
    Report report;
    report.properties = {
        {"name", "Name", srst->name},
        {"target", "Target", words_for(srst->mode)},
        {"address", "Address", srst->address.to_string()},
        {"sccp_port", "SCCP port", std::int64_t{srst->sccp_port}},
        {"sip_port", "SIP port", std::int64_t{srst->sip_port}},
    };
    report.remarks.push_back(fmt::format("SRST reference {} is {}.", srst->name, what));
    return report;
}

Outcome<Report> add_reference(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    SrstReference srst;
    srst.name = call.text("name");
    srst.mode = SrstMode::address;
    DIALTONE_CHECK(check_free_name(world->srst_references, srst.name, kWhat, 50));
    DIALTONE_CHECK(edit_reference(call, srst));
    db::insert_srst(session.database(), srst);
    return written(session, srst.name, "ready: `dialtone pool set POOL --srst` gives it to a pool");
}

Outcome<Report> set_reference(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_named(world->srst_references, call.text("name"), kWhat));
    if (known->mode != SrstMode::address) {
        return conflict(fmt::format(
            "{} is part of every system and stays. Make one with an address: `dialtone srst add NAME "
            "--address IP`.",
            known->name
        ));
    }
    auto srst = *known;
    DIALTONE_CHECK(edit_reference(call, srst));
    if (srst != *known) {
        db::update_srst(session.database(), srst);
    }
    return written(session, srst.name, srst == *known ? "as it was" : "changed");
}

Outcome<Report> remove_reference(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* srst, find_named(world->srst_references, call.text("name"), kWhat));
    if (srst->mode != SrstMode::address) {
        return conflict(fmt::format("{} is part of every system and stays.", srst->name));
    }
    if (const auto pools = pools_with(*world, &DevicePool::srst, srst->id); !pools.empty()) {
        return conflict(fmt::format(
            "SRST reference {} is the one of {}. Give them another first: `dialtone pool set POOL --srst "
            "Disable`.",
            srst->name,
            joined(pools)
        ));
    }
    db::delete_srst(session.database(), srst->id);
    return Report::of(fmt::format("SRST reference {} is removed.", srst->name));
}

constexpr Argument kName{"name", Shape::positional, "SRST", "name of the SRST reference", Names::srst};
constexpr Argument kSccpPort{"sccp-port", Shape::value, "PORT", "else 2000"};
constexpr Argument kSipPort{"sip-port", Shape::value, "PORT", "else 5060"};

constexpr std::array kAdd{
    Argument{"name", Shape::positional, "SRST", "name of the new SRST reference"},
    Argument{"address", Shape::value, "IP", "of the router", Names::nothing, "", true},
    kSccpPort,
    kSipPort,
};
constexpr std::array kSet{
    kName, Argument{"address", Shape::value, "IP", "of the router"}, kSccpPort, kSipPort};
constexpr std::array kRemove{kName};

constexpr std::array kReferences{
    Operation{
        "srst",
        "list",
        "Where phones go when no server answers, by pool",
        {},
        "dialtone srst list",
        Access::read,
        list_references},
    Operation{
        "srst",
        "add",
        "Make an SRST reference",
        kAdd,
        "dialtone srst add Branch --address 10.0.9.1",
        Access::write,
        add_reference},
    Operation{
        "srst",
        "set",
        "Change an SRST reference; what is not named stays",
        kSet,
        "dialtone srst set Branch --address 10.0.9.2",
        Access::write,
        set_reference},
    Operation{
        "srst",
        "remove",
        "Remove an SRST reference that no pool has",
        kRemove,
        "dialtone srst remove Branch",
        Access::write,
        remove_reference},
};

}  // namespace

std::span<const Operation> srst_operations() {
    return kReferences;
}

}  // namespace dialtone::operations
