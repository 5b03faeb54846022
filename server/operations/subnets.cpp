#include "server/operations/subnets.hpp"

#include "common/error/try.hpp"
#include "common/time/format.hpp"
#include "db/aggregates/subnets.hpp"
#include "db/lease_store.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/other_servers.hpp"
#include "server/operations/session.hpp"
#include "server/operations/subnet_edit.hpp"
#include "server/operations/subnet_options.hpp"
#include "server/operations/subnet_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

std::string list_text(const std::vector<Ipv4>& addresses) {
    std::string text;
    for (const auto address : addresses) {
        text += (text.empty() ? "" : ", ") + address.to_string();
    }
    return text;
}

std::string ranges_text(const std::vector<AddressRange>& ranges) {
    std::string text;
    for (const auto& range : ranges) {
        text += (text.empty() ? "" : ", ") + to_string(range);
    }
    return text;
}

std::int64_t leased_in(const std::vector<dhcp::Lease>& leases, const Subnet& subnet, WallTime now) {
    return std::count_if(leases.begin(), leases.end(), [&](const dhcp::Lease& lease) {
        return lease.subnet == subnet.id && lease.state == dhcp::LeaseState::active && lease.expires > now;
    });
}

Outcome<Report> list_subnets(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto leases, db::list_leases(session.directory()));
    std::vector<const Subnet*> subnets;
    world->subnets.for_each([&](SubnetId, const Subnet& subnet) { subnets.push_back(&subnet); });
    std::sort(subnets.begin(), subnets.end(), [](const Subnet* a, const Subnet* b) {
        return a->cidr < b->cidr;
    });
    Listing table;
    table.key = "subnets";
    table.columns = {
        {"cidr", "SUBNET"},
        {"ranges", "RANGES", 1},
        {"routers", "ROUTER", 3},
        {"clients", "CLIENTS"},
        {"leased", "LEASED"},
        {"interface", "INTERFACE", 0, true},
        {"relay", "RELAY", 0, true},
        {"enabled", "ON"}};
    table.none =
        "There is no subnet, so DHCP answers nobody. `dialtone subnet add CIDR --range A-B` makes one.";
    for (const auto* subnet : subnets) {
        table.rows.push_back(
            {subnet->cidr.to_string(),
             ranges_text(subnet->ranges),
             list_text(subnet->routers),
             std::string{subnet->phones_only ? "phones" : "all"},
             leased_in(leases, *subnet, session.clock().now()),
             subnet->interface,
             subnet->relay.is_unspecified() ? "" : subnet->relay.to_string(),
             subnet->enabled}
        );
    }
    return Report::of(std::move(table));
}

Listing range_table(const Subnet& subnet) {
    Listing table;
    table.key = "ranges";
    table.title = "Addresses";
    table.columns = {{"kind", ""}, {"first", "FIRST"}, {"last", "LAST"}, {"client", "CLIENT", 1}};
    table.none = "none: nobody gets an address here";
    for (const auto& range : subnet.ranges) {
        table.rows.push_back({std::string{"range"}, range.first.to_string(), range.last.to_string(), Cell{}});
    }
    for (const auto& range : subnet.exclusions) {
        table.rows.push_back(
            {std::string{"excluded"}, range.first.to_string(), range.last.to_string(), Cell{}}
        );
    }
    for (const auto& row : subnet.reservations) {
        table.rows.push_back(
            {std::string{"reserved"}, row.address.to_string(), row.address.to_string(), to_string(row)}
        );
    }
    return table;
}

Report report_of(const World& world, const Subnet& subnet) {
    Report report;
    report.properties = {
        {"cidr", "Subnet", subnet.cidr.to_string()},
        {"enabled", "Enabled", subnet.enabled},
        {"clients", "Clients", std::string{subnet.phones_only ? "phones" : "all"}},
        {"routers", "Router", list_text(subnet.routers)},
        {"dns_servers", "DNS", list_text(subnet.dns_servers)},
        {"domain_name", "Domain", subnet.domain_name},
        {"tftp_servers",
         "TFTP (option 150)",
         subnet.tftp_servers.empty() ? "the node that answers" : list_text(subnet.tftp_servers)},
        {"ntp_servers", "NTP", list_text(subnet.ntp_servers)},
        {"lease_seconds", "Lease", std::int64_t{subnet.lease_seconds}, true},
        {"lease", "Lease time", to_human(std::chrono::seconds{subnet.lease_seconds})},
        {"interface", "Interface", subnet.interface},
        {"relay", "Relay agent", subnet.relay.is_unspecified() ? "" : subnet.relay.to_string()},
        {"shared_network", "Shared network", subnet.shared_network},
        {"authoritative", "Authoritative", subnet.authoritative},
        {"rapid_commit", "Rapid commit", subnet.rapid_commit},
        {"subnet_selection", "Subnet selection", subnet.is_selectable},
        {"trust_relay_info", "Option 82 trusted", subnet.trusts_relay_information},
        {"match_client_id", "Client id matched", subnet.matches_client_id},
        {"echo_client_id", "Client id echoed", subnet.echoes_client_id},
        {"lease_query_from", "Lease query from", list_text(subnet.lease_query_from)},
        {"probe", "Probe before offer", subnet.probe},
    };
    report.tables.push_back(range_table(subnet));
    report.tables.push_back(option_table(world, subnet));
    return report;
}

Outcome<Report> show_subnet(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* subnet, find_subnet(*world, call.text("cidr")));
    auto report = report_of(*world, *subnet);
    report.remarks = other_servers_in(session, *subnet);
    return report;
}

Outcome<Report> written_subnet(Session& session, Cidr cidr, std::string_view what) {
    session.written();
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* subnet, find_subnet(*world, cidr.to_string()));
    auto report = report_of(*world, *subnet);
    report.remarks.push_back(fmt::format("Subnet {} is {}.", cidr.to_string(), what));
    if (subnet->ranges.empty() && subnet->reservations.empty()) {
        report.remarks.push_back("It has no range yet, so nobody gets an address: --range A-B.");
    }
    return report;
}

Outcome<Report> add_subnet(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    const auto cidr = Cidr::parse(call.text("cidr"));
    if (!cidr || cidr->prefix() < 8 || cidr->prefix() > 31) {
        return invalid(
            fmt::format("\"{}\" is not a subnet such as 10.77.0.0/16 (prefix 8 to 31).", call.text("cidr"))
        );
    }
    if (const auto known = find_subnet(*world, cidr->to_string())) {
        return conflict(fmt::format(
            "There is a subnet {} already. Change it with `dialtone subnet set {}`.",
            cidr->to_string(),
            cidr->to_string()
        ));
    }
    Subnet subnet;
    subnet.cidr = *cidr;
    DIALTONE_CHECK(edit_subnet(call, *world, subnet));
    DIALTONE_CHECK(check_fits(*world, subnet));
    db::insert_subnet(session.database(), subnet);
    return written_subnet(session, *cidr, "ready");
}

Outcome<Report> set_subnet(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_subnet(*world, call.text("cidr")));
    auto subnet = *known;
    DIALTONE_CHECK(edit_subnet(call, *world, subnet));
    if (subnet == *known) {
        return written_subnet(session, subnet.cidr, "as it was");
    }
    DIALTONE_CHECK(check_fits(*world, subnet));
    db::update_subnet(session.database(), subnet);
    return written_subnet(session, subnet.cidr, "changed");
}

Outcome<Report> remove_subnet(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* subnet, find_subnet(*world, call.text("cidr")));
    DIALTONE_TRY(const auto leases, db::list_leases(session.directory()));
    const auto leased = leased_in(leases, *subnet, session.clock().now());
    if (leased > 0 && !call.has("force")) {
        return conflict(fmt::format(
            "{} address{} of {} {} leased: those clients would not be renewed. Say --force if that is meant, "
            "or "
            "`dialtone subnet set {} --enabled off`.",
            leased,
            leased == 1 ? "" : "es",
            subnet->cidr.to_string(),
            leased == 1 ? "is" : "are",
            subnet->cidr.to_string()
        ));
    }
    db::delete_subnet(session.database(), subnet->id);
    return Report::of(
        fmt::format("Subnet {} is removed; DHCP no longer answers there.", subnet->cidr.to_string())
    );
}

constexpr Argument kCidr{"cidr", Shape::positional, "CIDR", "the subnet, or an address in it", Names::subnet};
constexpr Argument kRange{"range", Shape::values, "A-B", "adds a range of addresses to give"};
constexpr Argument kExclude{"exclude", Shape::values, "A-B", "adds a range never to give"};
constexpr Argument kReserve{
    "reserve", Shape::values, "CLIENT=IP", "keeps IP for a MAC, client-id:HEX or circuit:HEX"};
constexpr Argument kOption{
    "option", Shape::values, "NAME=VALUE", "any option, for all or NAME@WHOM: see `subnet options`"};
constexpr Argument kRouter{"router", Shape::value, "IP,…", "option 3"};
constexpr Argument kDns{"dns", Shape::value, "IP,…", "option 6"};
constexpr Argument kDomain{"domain", Shape::value, "NAME", "option 15"};
constexpr Argument kTftp{"tftp", Shape::value, "IP,…", "option 150; else the node that answers"};
constexpr Argument kNtp{"ntp", Shape::value, "IP,…", "option 42"};
constexpr Argument kLease{"lease", Shape::value, "TIME", "such as 8h or 1d"};
constexpr Argument kClients{"clients", Shape::value, "WHO", "who is answered", Names::choice, "phones|all"};
constexpr Argument kRelay{"relay", Shape::value, "IP", "a relay agent outside the subnet that stands for it"};
constexpr Argument kInterface{"interface", Shape::value, "IF", "else the one with an address in the subnet"};
constexpr Argument kShared{"shared-network", Shape::value, "NAME", "same for subnets of one wire"};
constexpr Argument kAuthoritative{
    "authoritative", Shape::value, "ON", "refuse addresses that others gave", Names::choice, "on|off"};
constexpr Argument kRapidCommit{
    "rapid-commit",
    Shape::value,
    "ON",
    "leases in two messages if asked so (RFC 4039)",
    Names::choice,
    "on|off"};
constexpr Argument kSelection{
    "subnet-selection", Shape::value, "ON", "option 118 may choose it (RFC 3011)", Names::choice, "on|off"};
constexpr Argument kTrust{
    "trust-relay-info",
    Shape::value,
    "ON",
    "believe option 82 of a snooping switch",
    Names::choice,
    "on|off"};
constexpr Argument kMatchClientId{
    "match-client-id", Shape::value, "ON", "off: a client is its MAC address", Names::choice, "on|off"};
constexpr Argument kEchoClientId{
    "echo-client-id", Shape::value, "ON", "off: no option 61 in replies", Names::choice, "on|off"};
constexpr Argument kLeaseQuery{
    "lease-query-from", Shape::value, "IP,…", "relays that may ask who has an address (RFC 4388)"};
constexpr Argument kProbe{
    "probe",
    Shape::value,
    "ON",
    "ask if an address is in use before it is offered; else on",
    Names::choice,
    "on|off"};
constexpr Argument kEnabled{"enabled", Shape::value, "ON", "off: no answer", Names::choice, "on|off"};

constexpr std::array kShow{kCidr};
constexpr std::array kAdd{
    Argument{"cidr", Shape::positional, "CIDR", "such as 10.77.0.0/16"},
    kRange,
    kRouter,
    kDns,
    kDomain,
    kTftp,
    kNtp,
    kLease,
    kClients,
    kExclude,
    kReserve,
    kOption,
    kRelay,
    kInterface,
    kShared,
    kAuthoritative,
    kRapidCommit,
    kSelection,
    kTrust,
    kMatchClientId,
    kEchoClientId,
    kLeaseQuery,
    kProbe,
    kEnabled,
};
constexpr std::array kSet{
    kCidr,
    kRange,
    Argument{"drop-range", Shape::values, "A-B", "removes a range"},
    kRouter,
    kDns,
    kDomain,
    kTftp,
    kNtp,
    kLease,
    kClients,
    kExclude,
    Argument{"drop-exclusion", Shape::values, "A-B", "removes an exclusion"},
    kReserve,
    Argument{"drop-reservation", Shape::values, "CLIENT", "removes one, by client or address"},
    kOption,
    Argument{"drop-option", Shape::values, "NAME", "removes one, NAME or NAME@WHOM"},
    kRelay,
    kInterface,
    kShared,
    kAuthoritative,
    kRapidCommit,
    kSelection,
    kTrust,
    kMatchClientId,
    kEchoClientId,
    kLeaseQuery,
    kProbe,
    kEnabled,
};
constexpr std::array kRemove{kCidr, Argument{"force", Shape::flag, "", "though addresses are leased"}};

constexpr std::array kSubnets{
    Operation{
        "subnet",
        "list",
        "Every subnet in which DHCP answers",
        {},
        "dialtone subnet list",
        Access::read,
        list_subnets},
    Operation{
        "subnet",
        "show",
        "One subnet: ranges, reservations, options",
        kShow,
        "dialtone subnet show 10.77.0.0/16",
        Access::read,
        show_subnet},
    Operation{
        "subnet",
        "add",
        "Answer DHCP in a subnet",
        kAdd,
        "dialtone subnet add 10.77.0.0/16 --range 10.77.1.0-10.77.1.250 --router 10.77.0.1",
        Access::write,
        add_subnet},
    Operation{
        "subnet",
        "set",
        "Change a subnet; what is not named stays",
        kSet,
        "dialtone subnet set 10.77.0.0/16 --reserve 00:11:22:33:44:55=10.77.0.20\n"
        "dialtone subnet set 10.77.0.0/16 --option time-offset=-18000\n"
        "dialtone subnet set 10.77.0.0/16 --option ntp-servers@model:7960=10.77.0.9\n"
        "dialtone subnet set 10.77.0.0/16 --option \"150@Cisco Systems=10.77.0.1\"\n"
        "dialtone subnet set 10.77.0.0/16 --option 132@client:00:11:22:33:44:55=120",
        Access::write,
        set_subnet},
    Operation{
        "subnet",
        "options",
        "The DHCP options that have a name, and what their values look like",
        {},
        "dialtone subnet options",
        Access::none,
        list_options},
    Operation{
        "subnet",
        "remove",
        "Answer DHCP in a subnet no longer",
        kRemove,
        "dialtone subnet remove 10.77.0.0/16",
        Access::write,
        remove_subnet},
};

}  // namespace

std::span<const Operation> subnet_operations() {
    return kSubnets;
}

}  // namespace dialtone::operations
