#include "server/lab/simulation.hpp"

#include "server/lab/fleet_run.hpp"
#include "server/lab/sandbox.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace dialtone::lab {

namespace {

constexpr MacAddress kFirstMac{{0x00, 0x1b, 0x53, 0x00, 0x00, 0x01}};

int refuse(const std::string& sentence) {
    fmt::print(stderr, "dialtone: {}\n", sentence);
    return 2;
}

/// Without DHCP every phone is at this host. Against a server on loopback each can have an address of its
/// own.
Ipv4 address_of(std::uint32_t index, Ipv4 server) {
    constexpr std::uint32_t kFirst = 127U << 24U | 77U << 16U | 1U << 8U;
    return server.is_loopback() ? Ipv4{kFirst + index} : Ipv4{};
}

}  // namespace

int run_simulation(const SimulationSettings& settings) {
    const auto models = check_models(settings.models);
    if (!models.has_value()) {
        return refuse(models.error().sentence);
    }
    const auto first = settings.first_mac ? MacAddress::parse(*settings.first_mac) : std::optional{kFirstMac};
    if (!first) {
        return refuse(
            fmt::format("{} is no hardware address. Write it as 00:1b:53:00:00:01.", *settings.first_mac)
        );
    }
    FleetRun run;
    run.fleet.attachment = settings.relay ? Attachment::relay : Attachment::no_lease;
    run.fleet.server = settings.server;
    run.fleet.relay = settings.relay.value_or(Ipv4{});
    run.fleet.ports = Ports::shifted(settings.port_offset);
    run.fleet.loss = settings.loss;
    run.fleet.seed = first->value();
    run.phones = make_phones(settings.phones, settings.models, *first, settings.old_load);
    run.expects_own_file = false;
    run.once = settings.once;
    run.seconds = settings.seconds;
    run.json = settings.json;
    for (std::uint32_t i = 0; i < run.phones.size() && !settings.relay; ++i) {
        run.phones[i].fixed = FixedAddress{address_of(i, settings.server), settings.server};
    }
    try {
        return run_fleet(run);
    } catch (const std::exception& error) {
        fmt::print(stderr, "dialtone: {}\n", error.what());
        return 1;
    }
}

}  // namespace dialtone::lab
