#pragma once

#include "common/model/rows.hpp"
#include "common/model/table.hpp"
#include "common/time/now.hpp"
#include "server/dhcp/address_pool.hpp"
#include "server/dhcp/client_identity.hpp"
#include "server/dhcp/interface.hpp"
#include "server/dhcp/pace.hpp"
#include "server/dhcp/relay_information.hpp"
#include "server/dhcp/scoped_options.hpp"

#include <boost/container/small_vector.hpp>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dialtone::dhcp {

/// One enabled subnet of the world, made ready for answering.
class SubnetPolicy {
 public:
    /// @param own_addresses  of this host: never given away, whatever the ranges say.
    SubnetPolicy(std::shared_ptr<const Subnet> row, const std::vector<Ipv4>& own_addresses);

    [[nodiscard]] const Subnet& row() const { return *row_; }

    [[nodiscard]] AddressPool& pool() { return pool_; }

    [[nodiscard]] const AddressPool& pool() const { return pool_; }

    /// By MAC address, else by option 61, else by the switch port of option 82.
    [[nodiscard]] std::optional<Ipv4> reservation_of(
        const ClientIdentity& client, const RelayInformation& relay
    ) const;

    /// The configured options that a client of these traits gets. Pointers live as long as the policy.
    [[nodiscard]] ChosenOptions options_of(const ClientTraits& traits) const {
        return options_.choose(traits);
    }

    /// How often a client asked and no address was free.
    struct Exhaustion {
        std::uint64_t count = 0;
        Pace warning{std::chrono::minutes{1}};
    };

    Exhaustion exhaustion;

 private:
    std::shared_ptr<const Subnet> row_;
    AddressPool pool_;
    ScopedOptions options_;
    std::unordered_map<std::string, Ipv4> by_mac_;
    std::unordered_map<std::string, Ipv4> by_client_id_;
    std::unordered_map<std::string, Ipv4> by_circuit_;
};

/// The subnets a client may get an address of: those of its wire, best first. Empty: not ours to answer.
using Wire = boost::container::small_vector<SubnetPolicy*, 2>;

/// All enabled subnets, and which of them a request belongs to.
class SubnetPolicies {
 public:
    /// What was counted of a subnet stays.
    void rebuild(const Table<SubnetId, Subnet>& rows, const std::vector<Ipv4>& own_addresses);

    [[nodiscard]] SubnetPolicy* containing(Ipv4 address) const;

    /// The wire of a relay agent (or of link selection): the subnet that names it, else the one it lies in.
    [[nodiscard]] Wire of_relay(Ipv4 giaddr) const;
    [[nodiscard]] Wire of_interface(const Interface& interface) const;
    /// The wire of an address in use.
    [[nodiscard]] Wire of_address(Ipv4 address) const;

    [[nodiscard]] const std::vector<std::unique_ptr<SubnetPolicy>>& all() const { return policies_; }

 private:
    /// The subnet and those that share its network.
    [[nodiscard]] Wire shared_with(SubnetPolicy* policy) const;

    std::vector<std::unique_ptr<SubnetPolicy>> policies_;  // by network address
};

/// The member of `wire` that `address` lies in; null when there is none.
SubnetPolicy* member_containing(const Wire& wire, Ipv4 address);

}  // namespace dialtone::dhcp
