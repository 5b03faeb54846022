#include "server/operations/leases.hpp"

#include "common/bytes/hex.hpp"
#include "common/error/try.hpp"
#include "common/text/utf8.hpp"
#include "common/time/format.hpp"
#include "db/aggregates/subnets.hpp"
#include "db/lease_store.hpp"
#include "db/locks.hpp"
#include "db/stores.hpp"
#include "server/dhcp/relay_information.hpp"
#include "server/journal/steps.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/requests.hpp"
#include "server/operations/session.hpp"
#include "server/operations/subnet_edit.hpp"
#include "server/operations/subnet_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

using dhcp::Lease;
using dhcp::LeaseState;

/// As of now: an active lease past its end is over, whether somebody swept it or not.
LeaseState state_of(const Lease& lease, WallTime now) {
    return lease.state == LeaseState::active && lease.expires <= now ? LeaseState::expired : lease.state;
}

std::string_view to_string(LeaseState state) {
    switch (state) {
        case LeaseState::active:
            return "active";
        case LeaseState::released:
            return "released";
        case LeaseState::declined:
            return "declined";
        case LeaseState::expired:
            break;
    }
    return "expired";
}

std::string holder_of(const Lease& lease) {
    return lease.mac == MacAddress{} ? "" : DeviceName::of(lease.mac).text();
}

Cell time_left(const Lease& lease, WallTime now) {
    return lease.expires > now ? Cell{to_human(std::chrono::duration_cast<Duration>(lease.expires - now))}
                               : Cell{};
}

/// The addresses that --subnet means: all without it.
Outcome<Cidr> network_of(const Call& call) {
    if (!call.has("subnet")) {
        return Cidr{};
    }
    const auto cidr = Cidr::parse(call.text("subnet"));
    if (!cidr) {
        return invalid(
            fmt::format("--subnet: \"{}\" is not a network such as 10.77.0.0/16.", call.text("subnet"))
        );
    }
    return *cidr;
}

Outcome<Report> list_leases(Session& session, const Call& call) {
    DIALTONE_TRY(const auto network, network_of(call));
    DIALTONE_TRY(auto leases, db::list_leases(session.directory()));
    const auto wanted = call.has("all") ? "all" : call.has("state") ? call.text("state") : "active";
    const auto now = session.clock().now();
    Listing table;
    table.key = "leases";
    table.columns = {
        {"address", "ADDRESS"},
        {"phone", "PHONE"},
        {"mac", "MAC", 0, true},
        {"state", "STATE"},
        {"left", "LEFT"},
        {"expires", "EXPIRES", 0, true},
        {"vendor_class", "SAYS IT IS", 1},
        {"hostname", "HOST NAME", 2}};
    table.none = call.has("subnet")   ? "There is none there."
                 : wanted == "active" ? "No address is leased now."
                 : wanted == "all"    ? "No address was ever leased."
                                      : "There is none.";
    for (const auto& lease : leases) {
        const auto state = state_of(lease, now);
        if ((wanted != "all" && wanted != to_string(state)) || !network.contains(lease.address)) {
            continue;
        }
        table.rows.push_back(
            {lease.address.to_string(),
             holder_of(lease),
             lease.mac.to_colons(),
             std::string{to_string(state)},
             time_left(lease, now),
             to_iso8601(lease.expires),
             lease.vendor_class,
             lease.hostname}
        );
    }
    return Report::of(std::move(table));
}

/// The lease that "10.0.0.7", a MAC address or a device name means; of several, the one that ends last.
Outcome<Lease> find_lease(const Session& session, const std::string& word) {
    DIALTONE_TRY(const auto leases, db::list_leases(session.directory()));
    const auto address = Ipv4::parse(word);
    const auto name = address ? std::nullopt : DeviceName::parse(word);
    const auto mac = MacAddress::parse(word) ? MacAddress::parse(word) : name ? name->mac() : std::nullopt;
    if (!address && !mac) {
        return invalid(
            fmt::format("\"{}\" is neither an address, a MAC address nor a device name.", printable(word, 80))
        );
    }
    const Lease* found = nullptr;
    for (const auto& lease : leases) {
        const bool is_it = address ? lease.address == *address : lease.mac == *mac;
        if (is_it && (found == nullptr || lease.expires > found->expires)) {
            found = &lease;
        }
    }
    if (found == nullptr) {
        return not_found(fmt::format(
            "There is no lease of {}. `dialtone lease list --all` shows all.", printable(word, 80)
        ));
    }
    return *found;
}

Outcome<Report> show_lease(Session& session, const Call& call) {
    DIALTONE_TRY(const auto lease, find_lease(session, call.text("lease")));
    const auto now = session.clock().now();
    Report report;
    report.properties = {
        {"address", "Address", lease.address.to_string()},
        {"phone", "Phone", holder_of(lease)},
        {"mac", "MAC", lease.mac.to_colons()},
        {"client_id", "Client id", to_hex(bytes_of(lease.client_id))},
        {"state", "State", std::string{to_string(state_of(lease, now))}},
        {"starts", "Since", to_iso8601(lease.starts)},
        {"expires", "Until", to_iso8601(lease.expires)},
        {"left", "Left", time_left(lease, now)},
        {"vendor_class", "Says it is", lease.vendor_class},
        {"hostname", "Host name", lease.hostname},
        {"circuit",
         "Switch port",
         to_hex(bytes_of(dhcp::RelayInformation::parse(bytes_of(lease.relay_information)).circuit_id))},
        {"relay_information", "Option 82", to_hex(bytes_of(lease.relay_information)), true},
    };
    return report;
}

/// Whoever has or had the lease, as a reservation names it.
Outcome<Reservation> client_of(const Lease& lease) {
    if (lease.state == LeaseState::declined) {
        return conflict(fmt::format(
            "{} was declined: another machine answers on it, so it is nobody's to keep.",
            lease.address.to_string()
        ));
    }
    if (lease.mac != MacAddress{}) {
        return Reservation{Reservation::Kind::mac, std::string{text_of(lease.mac.octets())}, lease.address};
    }
    return Reservation{Reservation::Kind::client_id, lease.client_id, lease.address};
}

Outcome<Report> reserve_lease(Session& session, const Call& call) {
    DIALTONE_TRY(const auto lease, find_lease(session, call.text("lease")));
    DIALTONE_TRY(const auto reservation, client_of(lease));
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* known, find_subnet(*world, lease.address.to_string()));
    const auto whom = operations::to_string(reservation);
    if (std::find(known->reservations.begin(), known->reservations.end(), reservation) !=
        known->reservations.end()) {
        return Report::of(fmt::format("{} is reserved for {} already.", lease.address.to_string(), whom));
    }
    auto subnet = *known;
    subnet.reservations.push_back(reservation);
    DIALTONE_CHECK(check_fits(*world, subnet));
    db::update_subnet(session.database(), subnet);
    return Report::of(fmt::format(
        "{0} is reserved for {1}. `dialtone subnet set {2} --drop-reservation {0}` undoes it.",
        lease.address.to_string(),
        whom,
        subnet.cidr.to_string()
    ));
}

/// With no DHCP process alive this one takes its lock and acts itself.
Outcome<Report> release_alone(Session& session, const Lease& lease) {
    DIALTONE_TRY(const auto lock, db::FileLock::acquire(session.directory().dhcp_lock(), "dhcp"));
    DIALTONE_TRY(auto leases, db::open_leases(session.directory(), db::Access::read_write));
    if (!db::release_lease(leases, lease.address, session.clock().now())) {
        return conflict(fmt::format("{} was released meanwhile.", lease.address.to_string()));
    }
    return Report::of(fmt::format(
        "{} is free again. No DHCP process is running; {} keeps using it until it asks anew.",
        lease.address.to_string(),
        holder_of(lease)
    ));
}

Outcome<Report> release_lease(Session& session, const Call& call) {
    DIALTONE_TRY(const auto patience, patience_of(call));
    DIALTONE_TRY(const auto lease, find_lease(session, call.text("lease")));
    const auto address = lease.address.to_string();
    if (state_of(lease, session.clock().now()) != LeaseState::active) {
        return conflict(fmt::format("{} is not leased now; there is nothing to release.", address));
    }
    const auto holder = db::FileLock::holder(session.directory().dhcp_lock());
    if (!holder) {
        return release_alone(session, lease);
    }
    DIALTONE_TRY(
        const auto answer,
        ask(session,
            {db::RequestAction::release_lease,
             address,
             {holder_of(lease), journal::subject_of(lease.address)},
             patience})
    );
    if (patience == Duration{}) {
        return Report::of(fmt::format("The DHCP process {} is asked to release {}.", *holder, address));
    }
    if (!answer.was_taken) {
        return busy(fmt::format(
            "The DHCP process {} did not take the request to release {} in time; it was taken back.",
            *holder,
            address
        ));
    }
    if (answer.last && answer.last->step == journal::Step::request_failed) {
        return failed(fmt::format("{}: {}.", address, journal::sentence_of(*answer.last)));
    }
    return Report::of(
        answer.last ? fmt::format("{} is free again.", address)
                    : fmt::format("The DHCP process {} took the request and has not answered yet.", *holder)
    );
}

constexpr Argument kLease{
    "lease", Shape::positional, "ADDRESS", "the address; or the phone's name or MAC", Names::lease};
constexpr std::array kList{
    Argument{"all", Shape::flag, "", "those that are over, too"},
    Argument{
        "state",
        Shape::value,
        "STATE",
        "those in that state; else active",
        Names::choice,
        "active|released|declined|expired|all"},
    Argument{"subnet", Shape::value, "CIDR", "those in that network", Names::subnet}};
constexpr std::array kShow{kLease};
constexpr std::array kReserve{kLease};
constexpr std::array kRelease{kLease, kWait, kNoWait};

constexpr std::array kLeases{
    Operation{
        "lease",
        "list",
        "Every address that is leased",
        kList,
        "dialtone lease list --subnet 10.77.0.0/16 --state expired",
        Access::none,
        list_leases},
    Operation{
        "lease", "show", "One lease", kShow, "dialtone lease show 10.77.1.20", Access::none, show_lease},
    Operation{
        "lease",
        "release",
        "End a lease before its time",
        kRelease,
        "dialtone lease release 10.77.1.20",
        Access::none,
        release_lease},
    Operation{
        "lease",
        "reserve",
        "Keep an address for the phone that has it",
        kReserve,
        "dialtone lease reserve 10.77.1.20",
        Access::write,
        reserve_lease},
};

}  // namespace

std::span<const Operation> lease_operations() {
    return kLeases;
}

}  // namespace dialtone::operations
