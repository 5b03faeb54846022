#include "server/operations/subnet_rules.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace dialtone::operations {

namespace {

bool overlap(const AddressRange& a, const AddressRange& b) {
    return a.first <= b.last && b.first <= a.last;
}

bool is_host(const Cidr& cidr, Ipv4 address) {
    const bool has_ends = cidr.prefix() <= 30;  // RFC 3021: a /31 has two hosts
    return cidr.contains(address) &&
           !(has_ends && (address == cidr.network() || address == cidr.directed_broadcast()));
}

void check_inside(
    const Subnet& subnet, const std::vector<AddressRange>& ranges, std::string_view what, Problems& problems
) {
    for (const auto& range : ranges) {
        if (!is_host(subnet.cidr, range.first) || !is_host(subnet.cidr, range.last)) {
            problems.push_back(conflict(fmt::format(
                "The {} {} does not lie among the hosts of {} ({} to {}).",
                what,
                to_string(range),
                subnet.cidr.to_string(),
                Ipv4{subnet.cidr.network().value() + (subnet.cidr.prefix() <= 30 ? 1U : 0U)}.to_string(),
                Ipv4{subnet.cidr.directed_broadcast().value() - (subnet.cidr.prefix() <= 30 ? 1U : 0U)}
                    .to_string()
            )));
        }
    }
}

void check_apart(const std::vector<AddressRange>& ranges, std::string_view what, Problems& problems) {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        for (std::size_t j = i + 1; j < ranges.size(); ++j) {
            if (overlap(ranges[i], ranges[j])) {
                problems.push_back(conflict(fmt::format(
                    "The {}s {} and {} overlap. Join them into one, or drop one.",
                    what,
                    to_string(ranges[i]),
                    to_string(ranges[j])
                )));
            }
        }
    }
}

void check_routers(const Subnet& subnet, Problems& problems) {
    for (const auto router : subnet.routers) {
        if (!is_host(subnet.cidr, router)) {
            problems.push_back(conflict(fmt::format(
                "The router {} is not a host of {}: phones could not reach it.",
                router.to_string(),
                subnet.cidr.to_string()
            )));
        }
        for (const auto& range : subnet.ranges) {
            bool is_excluded = false;
            for (const auto& exclusion : subnet.exclusions) {
                is_excluded = is_excluded || exclusion.contains(router);
            }
            if (range.contains(router) && !is_excluded) {
                problems.push_back(conflict(fmt::format(
                    "The range {} contains the router {}: exclude it with --exclude {}, or make the range "
                    "smaller.",
                    to_string(range),
                    router.to_string(),
                    router.to_string()
                )));
            }
        }
    }
}

void check_reservations(const Subnet& subnet, Problems& problems) {
    std::set<Ipv4> addresses;
    std::set<std::pair<Reservation::Kind, std::string>> clients;
    for (const auto& reservation : subnet.reservations) {
        if (!is_host(subnet.cidr, reservation.address)) {
            problems.push_back(conflict(fmt::format(
                "The reserved address {} is not a host of {}.",
                reservation.address.to_string(),
                subnet.cidr.to_string()
            )));
        }
        if (!addresses.insert(reservation.address).second) {
            problems.push_back(
                conflict(fmt::format("{} is reserved twice. Drop one.", reservation.address.to_string()))
            );
        }
        if (!clients.emplace(reservation.kind, reservation.identifier).second) {
            problems.push_back(conflict(fmt::format(
                "The client with the reservation {} has another one already. Drop one.",
                reservation.address.to_string()
            )));
        }
    }
}

void check_others(const World& world, const Subnet& subnet, Problems& problems) {
    world.subnets.for_each([&](SubnetId id, const Subnet& other) {
        if (id == subnet.id) {
            return;
        }
        if (other.cidr.contains(subnet.cidr.network()) || subnet.cidr.contains(other.cidr.network())) {
            problems.push_back(conflict(fmt::format(
                "{} and the subnet {} have addresses in common. Change that one with `dialtone subnet set "
                "{}`, "
                "or choose another CIDR.",
                subnet.cidr.to_string(),
                other.cidr.to_string(),
                other.cidr.to_string()
            )));
        }
        if (!subnet.relay.is_unspecified() && subnet.relay == other.relay) {
            problems.push_back(conflict(fmt::format(
                "The relay agent {} stands for the subnet {} already.",
                subnet.relay.to_string(),
                other.cidr.to_string()
            )));
        }
    });
}

}  // namespace

std::string to_string(const AddressRange& range) {
    return range.first == range.last ? range.first.to_string()
                                     : range.first.to_string() + "-" + range.last.to_string();
}

Problems subnet_problems(const World& world, const Subnet& subnet) {
    Problems problems;
    check_inside(subnet, subnet.ranges, "range", problems);
    check_inside(subnet, subnet.exclusions, "exclusion", problems);
    check_apart(subnet.ranges, "range", problems);
    check_apart(subnet.exclusions, "exclusion", problems);
    check_routers(subnet, problems);
    check_reservations(subnet, problems);
    check_others(world, subnet, problems);
    return problems;
}

}  // namespace dialtone::operations
