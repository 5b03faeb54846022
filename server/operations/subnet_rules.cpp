#include "server/operations/subnet_rules.hpp"

#include "common/bytes/reader.hpp"
#include "server/dhcp/option_catalogue.hpp"
#include "server/dhcp/option_value.hpp"
#include "server/dhcp/reply.hpp"
#include "server/operations/subnet_edit.hpp"

#include <fmt/format.h>

#include <optional>
#include <set>

namespace dialtone::operations {

namespace {

constexpr std::uint32_t kShortestLease = 60;
constexpr std::uint32_t kLongestLease = 31'536'000;

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

bool is_for_the_same(const SubnetOption& a, const SubnetOption& b) {
    return a.scope == b.scope && a.subject == b.subject && a.model == b.model;
}

/// The seconds that `whom` gets by an option of its own.
std::optional<std::uint32_t> own_seconds(const Subnet& subnet, const SubnetOption& whom, std::uint8_t code) {
    for (const auto& option : subnet.options) {
        if (option.code == code && is_for_the_same(option, whom) && option.value.size() == 4) {
            return Reader{bytes_of(option.value)}.u32be();
        }
    }
    return std::nullopt;
}

/// RFC 2131 §4.4.5: T1 before T2 before the end. What does not fit would not be sent.
void check_times(const World& world, const Subnet& subnet, const SubnetOption& option, Problems& problems) {
    const auto own = own_seconds(subnet, option, option.code).value_or(0);
    const auto lease = own_seconds(subnet, option, dhcp::option::kLeaseTime).value_or(subnet.lease_seconds);
    const auto rebinding = own_seconds(subnet, option, dhcp::option::kRebindingTime)
                               .value_or(dhcp::LeaseTimes::of(lease).rebinding);
    const auto label = to_string(option, world);
    if (option.code == dhcp::option::kRebindingTime && own >= lease) {
        problems.push_back(conflict(fmt::format(
            "Option {} is {} s, which is not before the end of the lease after {} s.", label, own, lease
        )));
    }
    if (option.code == dhcp::option::kRenewalTime && own >= rebinding) {
        problems.push_back(conflict(fmt::format(
            "Option {} is {} s, which is not before clients turn to any server, after {} s (option 59).",
            label,
            own,
            rebinding
        )));
    }
    if (option.code == dhcp::option::kLeaseTime && (own < kShortestLease || own > kLongestLease)) {
        problems.push_back(conflict(fmt::format(
            "Option {} is {} s; a lease lasts from {} s to {} s.", label, own, kShortestLease, kLongestLease
        )));
    }
}

void check_options(const World& world, const Subnet& subnet, Problems& problems) {
    for (const auto& option : subnet.options) {
        const auto* entry = dhcp::find_option(option.code);
        if (entry != nullptr && !entry->instead.empty()) {
            problems.push_back(conflict(fmt::format(
                "Option {} cannot be set: {}. Drop it with --drop-option {}.",
                dhcp::option_label(option.code),
                entry->instead,
                option.code
            )));
        } else if (auto problem = dhcp::option_value_problem(option.code, option.value)) {
            problems.push_back(conflict(std::move(*problem)));
        } else {
            check_times(world, subnet, option, problems);
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
    check_options(world, subnet, problems);
    check_others(world, subnet, problems);
    return problems;
}

Outcome<void> check_fits(const World& world, const Subnet& subnet) {
    const auto problems = subnet_problems(world, subnet);
    if (problems.empty()) {
        return {};
    }
    auto first = problems.front();
    for (std::size_t i = 1; i < problems.size(); ++i) {
        first.sentence += " " + problems[i].sentence;
    }
    return first;
}

}  // namespace dialtone::operations
