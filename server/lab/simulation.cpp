#include "server/lab/simulation.hpp"

#include "server/lab/fleet_plan.hpp"
#include "server/lab/fleet_run.hpp"
#include "server/lab/open_files.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <optional>
#include <string_view>
#include <utility>

namespace dialtone::lab {

namespace {

constexpr MacAddress kFirstMac{{0x00, 0x1b, 0x53, 0x00, 0x00, 0x01}};

int refuse(const std::string& sentence) {
    fmt::print(stderr, "dialtone: {}\n", sentence);
    return 2;
}

// Behind the addresses that are leased: those of phones that take no lease, and the router of those behind
// NAT.
constexpr std::uint32_t kFirstUnleased = 0x10000;
constexpr std::uint32_t kRouter = 0x2ffff;

/// Without DHCP every phone is at this host. Against a server on loopback each can have an address of its
/// own.
Ipv4 address_of(std::uint32_t index, Ipv4 server) {
    constexpr std::uint32_t kFirst = 127U << 24U | 77U << 16U | 1U << 8U;
    return server.is_loopback() ? Ipv4{kFirst + index} : Ipv4{};
}

/// The kinds that need something of a server's configuration, which is not ours to change.
std::optional<std::string_view> only_in_a_lab(const std::vector<AilingCount>& ailing) {
    for (const auto& wanted : ailing) {
        const auto& facts = facts_of(wanted.ailment);
        if (facts.is_known_before || facts.needs_load) {
            return facts.word;
        }
    }
    return std::nullopt;
}

/// Phones that take no lease, all or some: from this host's addresses.
void place_all(std::vector<PhoneSettings>& phones, const SimulationSettings& settings) {
    place_phones(phones, {settings.server, address_of(kRouter, settings.server), Ipv4{}});
    for (std::uint32_t i = 0; i < phones.size(); ++i) {
        const bool is_program = !phones[i].model->takes_lease;
        if (phones[i].ailment != Ailment::nat && (!settings.relay || is_program)) {
            const auto index = i + (settings.relay ? kFirstUnleased : 0U);
            phones[i].fixed = FixedAddress{address_of(index, settings.server), settings.server};
        }
    }
}

}  // namespace

int run_simulation(const SimulationSettings& settings) {
    const auto first = settings.first_mac ? MacAddress::parse(*settings.first_mac) : std::optional{kFirstMac};
    if (!first) {
        return refuse(
            fmt::format("{} is no hardware address. Write it as 00:1b:53:00:00:01.", *settings.first_mac)
        );
    }
    if (const auto word = only_in_a_lab(settings.ailing)) {
        return refuse(fmt::format(
            "--ailing {}: such phones need a server that is prepared for them. `dialtone lab` has one.", *word
        ));
    }
    FleetPlan plan;
    plan.phones = settings.phones;
    plan.models = settings.models;
    plan.first = *first;
    plan.old_load = settings.old_load;
    plan.eager = settings.eager;
    plan.ailing = settings.ailing;
    auto phones = plan_phones(plan);
    if (!phones.has_value()) {
        return refuse(phones.error().sentence);
    }
    const auto allowed = allow_open_files(open_files_for(settings.phones));
    if (!allowed.has_value()) {
        return refuse(allowed.error().sentence);
    }
    place_all(*phones, settings);
    FleetRun run;
    run.fleet.attachment = settings.relay ? Attachment::relay : Attachment::no_lease;
    run.fleet.server = settings.server;
    run.fleet.relay = settings.relay.value_or(Ipv4{});
    run.fleet.ports = Ports::shifted(settings.port_offset);
    run.fleet.loss = settings.loss;
    run.fleet.seed = first->value();
    run.phones = std::move(*phones);
    run.expects_own_file = false;
    run.once = settings.once;
    run.seconds = settings.seconds;
    run.json = settings.json;
    try {
        return run_fleet(run);
    } catch (const std::exception& error) {
        fmt::print(stderr, "dialtone: {}\n", error.what());
        return 1;
    }
}

}  // namespace dialtone::lab
