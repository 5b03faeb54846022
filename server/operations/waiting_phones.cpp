#include "server/operations/waiting_phones.hpp"

#include "common/bytes/hex.hpp"
#include "common/error/try.hpp"
#include "common/time/format.hpp"
#include "db/lease_store.hpp"
#include "db/waiting_phones.hpp"
#include "server/dhcp/relay_information.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace dialtone::operations {

namespace {

using db::Decision;
using db::WaitingPhone;

constexpr std::string_view kHowToLook = "`dialtone autoreg waiting` lists those that wait.";

std::string_view words_for(Decision decision) {
    constexpr std::array<std::string_view, 3> kWords{"waiting", "approved", "refused"};
    return kWords[static_cast<std::size_t>(decision)];
}

/// What DHCP knows of phones, by MAC: of several leases the one that ends last.
std::map<MacAddress, dhcp::Lease> leases_by_mac(const Session& session) {
    std::map<MacAddress, dhcp::Lease> known;
    auto leases = db::list_leases(session.directory());
    for (auto& lease : leases ? *leases : std::vector<dhcp::Lease>{}) {
        const auto found = known.find(lease.mac);
        if (found == known.end() || found->second.expires < lease.expires) {
            known.insert_or_assign(lease.mac, std::move(lease));
        }
    }
    return known;
}

std::string port_of(const std::map<MacAddress, dhcp::Lease>& leases, const DeviceName& name) {
    const auto mac = name.mac();
    const auto found = mac ? leases.find(*mac) : leases.end();
    return found == leases.end()
               ? std::string{}
               : switch_port_of(
                     dhcp::RelayInformation::parse(bytes_of(found->second.relay_information)).circuit_id
                 );
}

std::string seconds_text(WallTime at) {
    const auto text = to_iso8601(at);
    return text.substr(0, 10) + " " + text.substr(11, 8);
}

Outcome<Report> list_waiting_phones(Session& session, const Call&) {
    DIALTONE_TRY(const auto world, session.world());
    const auto leases = leases_by_mac(session);
    Listing table;
    table.key = "phones";
    table.columns = {
        {"name", "PHONE"},
        {"mac", "MAC", 0, true},
        {"model", "MODEL", 1},
        {"load", "LOAD", 4},
        {"protocol", "PROTOCOL", 0, true},
        {"address", "ADDRESS"},
        {"port", "SWITCH PORT", 2},
        {"node", "AT NODE", 5},
        {"first_seen", "", 0, true},
        {"last_seen", "", 0, true},
        {"last_text", "LAST SEEN (UTC)", 3},
        {"decision", "STATE"}};
    table.none = "No phone waits for approval.";
    for (const auto& phone : db::list_waiting(session.database())) {
        table.rows.push_back(
            {phone.name.text(),
             phone.name.mac() ? Cell{phone.name.mac()->to_colons()} : Cell{},
             name_or_unknown(world->models, phone.model),
             phone.load,
             std::string{to_string(phone.protocol)},
             phone.address.to_string(),
             port_of(leases, phone.name),
             name_or_unknown(world->nodes, phone.node),
             to_iso8601(phone.first_seen),
             to_iso8601(phone.last_seen),
             seconds_text(phone.last_seen),
             std::string{words_for(phone.decision)}}
        );
    }
    const bool is_empty = table.rows.empty();
    auto report = Report::of(std::move(table));
    if (!is_empty) {
        report.remarks.emplace_back(
            "`dialtone autoreg approve PHONE` lets one in, `refuse` turns it away for good, `forget` takes "
            "it off "
            "this list."
        );
    }
    return report;
}

/// The name of a phone that waits, or a sentence that says what it is instead.
Outcome<DeviceName> find_waiting(Session& session, const World& world, std::string_view word) {
    DIALTONE_TRY(const auto name, device_name_from(word));
    const auto phones = db::list_waiting(session.database());
    const bool waits = std::any_of(phones.begin(), phones.end(), [&](const WaitingPhone& phone) {
        return phone.name == name;
    });
    if (waits) {
        return name;
    }
    if (world.find_device(name) != nullptr) {
        return conflict(fmt::format(
            "{0} waits for nothing: it is a phone of this system. `dialtone phone show {0}`.", name.text()
        ));
    }
    return not_found(fmt::format("{} does not wait for approval. {}", name.text(), kHowToLook));
}

/// Those that PHONE or --all means.
Outcome<std::vector<DeviceName>> chosen_phones(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    std::vector<DeviceName> names;
    if (call.has("phone")) {
        DIALTONE_TRY(auto name, find_waiting(session, *world, call.text("phone")));
        names.push_back(std::move(name));
    } else if (call.has("all")) {
        for (const auto& phone : db::list_waiting(session.database())) {
            if (phone.decision == Decision::none) {
                names.push_back(phone.name);
            }
        }
    } else {
        return invalid(fmt::format("Say which phone, or --all. {}", kHowToLook));
    }
    return names;
}

std::string spoken(const std::vector<DeviceName>& names) {
    return names.size() == 1 ? names.front().text() : fmt::format("{} phones", names.size());
}

Outcome<Report> approve(Session& session, const Call& call) {
    DIALTONE_TRY(const auto names, chosen_phones(session, call));
    if (names.empty()) {
        return Report::of("No phone waits for a decision.");
    }
    for (const auto& name : names) {
        db::decide_waiting(session.database(), name, Decision::approved);
    }
    auto report = Report::of(fmt::format(
        "{} may come in: at the next attempt, within a minute or so, {} a number and {} own file.",
        spoken(names),
        names.size() == 1 ? "it gets" : "they get",
        names.size() == 1 ? "its" : "their"
    ));
    DIALTONE_TRY(const auto world, session.world());
    if (!world->has_autoreg_numbers()) {
        report.remarks.emplace_back(
            "But no number is left to give, or auto-registration is off by now: `dialtone autoreg show`."
        );
    }
    return report;
}

Outcome<Report> refuse(Session& session, const Call& call) {
    DIALTONE_TRY(const auto names, chosen_phones(session, call));
    if (names.empty()) {
        return Report::of("No phone waits for a decision.");
    }
    for (const auto& name : names) {
        db::decide_waiting(session.database(), name, Decision::refused);
    }
    return Report::of(fmt::format(
        "{} will be turned away from now on. `dialtone autoreg approve` lets one in after all.", spoken(names)
    ));
}

Outcome<Report> forget(Session& session, const Call& call) {
    DIALTONE_TRY(const auto names, chosen_phones(session, call));
    for (const auto& name : names) {
        db::forget_waiting(session.database(), name);
    }
    return Report::of(
        names.empty() ? "No phone waits for a decision."
                      : fmt::format(
                            "{} {} off the list. {} again waits anew.",
                            spoken(names),
                            names.size() == 1 ? "is" : "are",
                            names.size() == 1 ? "If it comes, it" : "Who comes"
                        )
    );
}

constexpr std::array kDecide{
    Argument{"phone", Shape::optional, "PHONE", "which one: name or MAC address", Names::waiting_phone},
    Argument{"all", Shape::flag, "", "all about which nothing is decided"},
};

constexpr std::array kWaiting{
    Operation{
        "autoreg",
        "waiting",
        "Phones that wait for approval, and what is known of them",
        {},
        "dialtone autoreg waiting",
        Access::read,
        list_waiting_phones},
    Operation{
        "autoreg",
        "approve",
        "Let a waiting phone in at its next attempt",
        kDecide,
        "dialtone autoreg approve SEP001122334455",
        Access::write,
        approve},
    Operation{
        "autoreg",
        "refuse",
        "Turn a waiting phone away, now and later",
        kDecide,
        "dialtone autoreg refuse SEP001122334455",
        Access::write,
        refuse},
    Operation{
        "autoreg",
        "forget",
        "Take a phone off the list; it may come again",
        kDecide,
        "dialtone autoreg forget SEP001122334455",
        Access::write,
        forget},
};

}  // namespace

std::span<const Operation> waiting_phone_operations() {
    return kWaiting;
}

std::vector<std::string> undecided_phones(Session& session) {
    std::vector<std::string> names;
    for (const auto& phone : db::list_waiting(session.database())) {
        if (phone.decision == Decision::none) {
            names.push_back(phone.name.text());
        }
    }
    return names;
}

Findings waiting_phone_findings(Session& session) {
    const auto names = undecided_phones(session);
    if (names.empty()) {
        return {};
    }
    return {
        {"autoreg.waiting",
         Severity::warning,
         "auto-registration",
         fmt::format(
             "{} for approval. {}",
             names.size() == 1 ? names.front() + " waits" : fmt::format("{} phones wait", names.size()),
             kHowToLook
         )}};
}

std::string switch_port_of(std::string_view circuit_id) {
    // The default of Catalyst switches with DHCP snooping: type 0, length 4, VLAN, module, port.
    constexpr std::size_t kCatalystSize = 6;
    if (circuit_id.size() == kCatalystSize && circuit_id.starts_with(std::string_view{"\0\4", 2})) {
        const auto octet = [&](std::size_t i) {
            return static_cast<unsigned>(static_cast<unsigned char>(circuit_id[i]));
        };
        return fmt::format("port {}/{}, VLAN {}", octet(4), octet(5), octet(2) << 8U | octet(3));
    }
    return to_hex(bytes_of(circuit_id));
}

}  // namespace dialtone::operations
