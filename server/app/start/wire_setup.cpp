#include "server/app/start/wire_setup.hpp"

#include "db/stores.hpp"
#include "server/dhcp/address_survey.hpp"
#include "server/dhcp/probe_service.hpp"
#include "server/net/event_loop.hpp"
#include "server/net/unpredictable.hpp"
#include "server/operations/operation.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

namespace dialtone::app {

namespace {

constexpr std::size_t kMostExclusions = 64;  ///< more answering hosts than that: the range is somebody else's

std::string to_words(const AddressRange& range) {
    return fmt::format("{}-{}", range.first.to_string(), range.last.to_string());
}

/// From the middle of the subnet to the last address before its broadcast address.
AddressRange upper_half(const Cidr& subnet) {
    const auto first = subnet.network().value();
    const auto last = subnet.directed_broadcast().value();
    return {Ipv4{first + (last - first) / 2 + 1}, Ipv4{last - 1}};
}

/// What the new subnet is made of, and what to tell about it.
struct Proposal {
    operations::Call call;
    std::vector<std::string> remarks;
};

Outcome<void> propose_surveyed_range(const Wire& wire, Proposal& proposal) {
    const auto range = upper_half(wire.subnet);
    const auto survey = dhcp::survey_addresses(range, {.interface = wire.interface.name});
    if (survey.answering.size() > kMostExclusions) {
        return conflict(fmt::format(
            "{} addresses of {} are in use already: name a free range with --range A-B.",
            survey.answering.size(),
            to_words(range)
        ));
    }
    proposal.call.add("range", to_words(range));
    proposal.remarks.push_back(
        fmt::format("addresses {} are given to phones (--range names others)", to_words(range))
    );
    for (const auto taken : survey.answering) {
        proposal.call.add("exclude", to_words({taken, taken}));
        proposal.remarks.push_back(fmt::format("{} answers already and is left out", taken.to_string()));
    }
    if (!survey.obstacle.empty()) {
        proposal.remarks.push_back("whether they are free could not be asked: " + survey.obstacle);
    } else if (survey.unasked > 0) {
        proposal.remarks.push_back(
            fmt::format("{} of them could not be asked whether they are free", survey.unasked)
        );
    }
    return {};
}

void propose_router(const Wire& wire, Proposal& proposal) {
    const auto gateway = net::default_gateway();
    if (wire.router) {
        proposal.call.add("router", wire.router->to_string());
    } else if (gateway && wire.subnet.contains(*gateway)) {
        proposal.call.add("router", gateway->to_string());
        proposal.remarks.push_back(fmt::format("router {}, as for this host", gateway->to_string()));
    } else {
        proposal.remarks.push_back("no router: phones reach this network only (--router names one)");
    }
}

/// Addresses of the range that phones must not get although nobody would object: our own and the router's.
void exclude_known(const Wire& wire, const AddressRange& range, Proposal& proposal) {
    for (const auto& address : {wire.interface.address, wire.router.value_or(wire.interface.address)}) {
        const auto words = to_words({address, address});
        const auto now = proposal.call.all("exclude");
        if (range.contains(address) && std::find(now.begin(), now.end(), words) == now.end()) {
            proposal.call.add("exclude", words);
        }
    }
}

Outcome<Proposal> propose_subnet(const Wire& wire) {
    Proposal proposal;
    proposal.call.add("cidr", wire.subnet.to_string());
    proposal.call.add("interface", wire.interface.name);
    if (wire.range) {
        proposal.call.add("range", to_words(*wire.range));
    } else if (const auto surveyed = propose_surveyed_range(wire, proposal); !surveyed) {
        return surveyed.error();
    }
    exclude_known(wire, wire.range.value_or(upper_half(wire.subnet)), proposal);
    propose_router(wire, proposal);
    return proposal;
}

/// What was said explicitly, for a subnet that exists.
Proposal explicit_changes(const Wire& wire, const Subnet& subnet) {
    Proposal proposal;
    proposal.call.add("cidr", subnet.cidr.to_string());
    if (wire.range &&
        std::find(subnet.ranges.begin(), subnet.ranges.end(), *wire.range) == subnet.ranges.end()) {
        for (const auto& old : subnet.ranges) {
            proposal.call.add("drop-range", to_words(old));
        }
        proposal.call.add("range", to_words(*wire.range));
    }
    if (wire.router && subnet.routers != std::vector{*wire.router}) {
        proposal.call.add("router", wire.router->to_string());
    }
    return proposal;
}

Outcome<operations::Report> run_operation(
    std::string_view name, operations::Session& session, const operations::Call& call
) {
    for (const auto& operation : operations::all_operations()) {
        if (operations::name_of(operation) == name) {
            return operations::run(operation, session, call);
        }
    }
    return failed(fmt::format("There is no operation '{}'.", name));
}

const Subnet* find_subnet(const World& world, const Cidr& cidr) {
    const Subnet* found = nullptr;
    world.subnets.for_each([&](SubnetId, const Subnet& subnet) {
        if (subnet.cidr == cidr) {
            found = &subnet;
        }
    });
    return found;
}

}  // namespace

Outcome<std::vector<std::string>> set_up_subnet(const ServePlan& plan) {
    operations::SystemClock clock;
    operations::Session session{operations::Surroundings{.directory = plan.directory, .clock = clock}};
    auto opened = session.open(db::Access::read_only);
    if (!opened) {
        return opened.error();
    }
    const auto world = session.world();
    if (!world) {
        return world.error();
    }
    const auto* existing = find_subnet(**world, plan.wire->subnet);
    if (existing == nullptr) {
        auto proposal = propose_subnet(*plan.wire);
        if (!proposal) {
            return proposal.error();
        }
        const auto added = run_operation("subnet add", session, proposal->call);
        if (!added) {
            return added.error();
        }
        return std::move(proposal->remarks);
    }
    const auto proposal = explicit_changes(*plan.wire, *existing);
    if (proposal.call.has("range") || proposal.call.has("router")) {
        const auto changed = run_operation("subnet set", session, proposal.call);
        if (!changed) {
            return changed.error();
        }
    }
    return std::vector<std::string>{};
}

std::vector<dhcp::ServerSeen> other_dhcp_servers(const ServePlan& plan, std::string& obstacle) {
    net::EventLoop loop{"probe"};
    std::vector<dhcp::ServerSeen> seen;
    try {
        auto port = net::open_udp(
            loop,
            {.bind = {Ipv4{}, plan.port(ports::kDhcpClient)},
             .interface = plan.wire->interface.name,
             .broadcast = true,
             .reuse_address = true}
        );
        const dhcp::WireProbe probe{
            std::move(port),
            {.interface_index = plan.wire->interface.index,
             .port_offset = plan.settings.port_offset,
             .seed = net::unpredictable()},
            dhcp::Clockwork::of(loop),
            [&](std::vector<dhcp::ServerSeen> servers) {
                seen = std::move(servers);
                loop.stop();
            }};
        loop.run();
    } catch (const std::system_error& error) {
        obstacle = error.what();
    }
    return seen;
}

}  // namespace dialtone::app
