#pragma once

#include "common/model/world.hpp"
#include "common/time/now.hpp"
#include "server/dhcp/action.hpp"
#include "server/dhcp/address_probes.hpp"
#include "server/dhcp/bindings.hpp"
#include "server/dhcp/exchange.hpp"
#include "server/dhcp/flood_limiter.hpp"
#include "server/dhcp/interface.hpp"
#include "server/dhcp/lease_query.hpp"
#include "server/dhcp/other_servers.hpp"
#include "server/dhcp/owed_stores.hpp"
#include "server/dhcp/pace.hpp"
#include "server/dhcp/probe.hpp"
#include "server/dhcp/tally.hpp"
#include "server/dhcp/vendor_class.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::dhcp {

/// Bounds and times; the defaults suit a site of some ten thousand phones.
struct Limits {
    Duration offer_time = std::chrono::seconds{60};     ///< how long an offered address is held
    Duration offer_reclaim = std::chrono::seconds{10};  ///< when an unused offer may go to another client
    Duration store_time = std::chrono::seconds{10};     ///< a store that has not answered by then has failed
    Duration store_pause =
        std::chrono::seconds{1};  ///< before a failed one that nobody waits for is tried again
    Duration decline_time = std::chrono::hours{24};  ///< quarantine of an address that a client declined
    Duration conflict_time = std::chrono::hours{1};  ///< and of one that somebody answered on
    Duration probe_time = std::chrono::milliseconds{100};      ///< how long the wire is asked
    Duration far_probe_time = std::chrono::milliseconds{250};  ///< the same for a subnet behind a router
    std::size_t max_probes = 4096;                             ///< under way at once
    std::uint32_t shortest_lease = 300;  ///< seconds, however short a lease is asked for
    std::size_t max_offers = 16384;
    std::size_t max_leases = 262144;  ///< with those only remembered
    std::size_t max_stores = 8192;    ///< under way at once, and as many of those to be tried again
    std::uint32_t flood_burst = 6;    ///< messages of one client and type in flood_time
    Duration flood_time = std::chrono::seconds{5};
    std::size_t flood_slots = 16384;         ///< power of two
    std::uint32_t declines_per_hour = 3;     ///< of one client; more are not believed
    std::uint32_t queries_per_second = 200;  ///< lease queries of one relay
};

struct EngineSettings {
    NodeId node;                    ///< whose address phones are told where a subnet names no TFTP server
    std::uint16_t port_offset = 0;  ///< added to 67 and 68 in replies
    Limits limits;
    /// Who looks for other servers in our name (ServerProbe): its DISCOVER comes back to us unanswered.
    std::optional<MacAddress> own_probe{};
};

/// The DHCP server of RFC 2131 as a state machine: a datagram and the time in, actions out.
///
/// Store before reply: a grant first yields a Store, and its ACK only when on_store_result() says that the
/// lease is durable. When storing fails, a new lease gets no answer and a renewal an ACK with the time that
/// is left of the lease already stored; what phones gave back is stored again until the disk has it. Offers
/// live in memory only.
///
/// Not thread-safe; belongs to the service's loop. Nothing from the network makes it grow beyond its limits.
class Engine {
 public:
    Engine(EngineSettings settings, WorldPtr world, std::vector<Interface> interfaces);

    /// Leases as they were stored, at start or on taking over from another process. Those of subnets that
    /// no longer exist are kept until they end, so that a subnet that comes back still knows them.
    void load(std::vector<Lease> leases, Now now);

    /// Leases are kept; ranges, options and subnets count from the next message on.
    void on_world(WorldPtr world);
    void on_interfaces(std::vector<Interface> interfaces);

    void on_datagram(const Arrival& arrival, Bytes datagram, Now now, Actions& out);

    /// The outcome of a Store. Unknown tickets are of leases that nobody waits for.
    void on_store_result(std::uint64_t ticket, bool stored, Now now, Actions& out);

    /// Whether Probe actions are of use: the shell can ask the wire. Not until it is told.
    void use_probes(bool can_probe) { is_probing_ = can_probe; }

    /// An answer to a Probe. @param by  who answered, when that is known.
    void on_address_in_use(Ipv4 address, std::optional<MacAddress> by, Now now, Actions& out);

    /// Another server answered a search for servers. @param wire  the interface, for people.
    void on_other_server(const ServerSeen& server, const std::string& wire, Now now, Actions& out);

    /// The live action `release-lease`: an address, or a device name for all leases of that phone. Answers
    /// with an observation request_done or request_failed.
    void release(std::string_view target, Now now, Actions& out);

    /// Ends leases and offers that are over.
    void on_time(Now now);

    /// Ends stores that were not answered within Limits::store_time, as if they had failed: a phone must not
    /// wait for ever because a result was lost. Stores again what failed and nobody waits for.
    void tend_stores(Now now, Actions& out);

    /// Offers the addresses that nobody was found to use.
    void finish_probes(Now now, Actions& out);

    /// When on_time(), tend_stores() and finish_probes() want to be called; nullopt: not until something
    /// else happens.
    [[nodiscard]] std::optional<Instant> next_deadline(Now now) const;

    [[nodiscard]] const Tally& tally() const { return tally_; }

    [[nodiscard]] const Bindings& bindings() const { return bindings_; }

    [[nodiscard]] const SubnetPolicies& subnets() const { return subnets_; }

    [[nodiscard]] const std::vector<Interface>& interfaces() const { return interfaces_; }

    [[nodiscard]] std::size_t stores_under_way() const { return pending_.size(); }

    /// Rows that the disk is not known to have and no client waits for.
    [[nodiscard]] std::size_t stores_owed() const { return owed_.size(); }

    [[nodiscard]] std::size_t probes_under_way() const { return probes_.size(); }

    [[nodiscard]] const OtherServers& other_servers() const { return others_; }

 private:
    /// What a REQUEST comes to.
    struct Verdict {
        enum class Answer : std::uint8_t { grant, refuse, silence };
        Answer answer = Answer::silence;
        SubnetPolicy* subnet = nullptr;  ///< of a grant
        const char* reason = "";
        Event event = Event::count_;  ///< counted on silence
    };

    /// A grant whose lease is being stored.
    struct Pending {
        Lease lease;
        std::optional<Lease> previous;  ///< what stood at the address
        std::optional<Lease> owed;      ///< and what the disk should have got of it before
        Buffer reply;                   ///< the ACK, rendered
        std::size_t max_size = 0;       ///< that the client takes
        Route route;
        journal::Observation observation;
        Instant since;
    };

    using PendingGrants = std::map<std::uint64_t, Pending>;  // by ticket, hence oldest first

    // Admission (engine.cpp).
    void reconfigure();
    [[nodiscard]] std::vector<Ipv4> own_addresses() const;
    [[nodiscard]] const Interface* interface_of(const Arrival& arrival) const;
    [[nodiscard]] bool is_own(Ipv4 address) const;
    /// True when option 54 of a client's message means this server.
    [[nodiscard]] bool is_our_id(const Exchange& exchange, Ipv4 server) const;
    [[nodiscard]] Ipv4 node_address() const;
    [[nodiscard]] std::optional<Wire> selected_wire(const Exchange& exchange) const;
    [[nodiscard]] Wire wire_of(Exchange& exchange) const;
    void place(Exchange& exchange) const;
    void believe(Exchange& exchange, Bytes relay_information) const;
    void recognise(Exchange& exchange) const;
    void recall_relay(Exchange& exchange) const;
    bool admit(Exchange& exchange);
    bool situate(Exchange& exchange);
    void dispatch(Exchange& exchange);

    // DISCOVER and REQUEST (engine_lease.cpp, engine_request.cpp).
    void on_discover(Exchange& exchange);
    void on_request(Exchange& exchange);
    [[nodiscard]] std::optional<Ipv4> choose_address(const Exchange& exchange);
    [[nodiscard]] std::optional<Ipv4> former_address(const Exchange& exchange) const;
    [[nodiscard]] std::optional<Ipv4> reclaim_offer(const Exchange& exchange);
    [[nodiscard]] bool hold(const Exchange& exchange, Ipv4 address);
    void limited(Exchange& exchange, const char* what);
    void exhausted(Exchange& exchange);
    [[nodiscard]] Verdict judge(Exchange& exchange);
    [[nodiscard]] Verdict judge_selecting(Exchange& exchange);
    [[nodiscard]] Verdict judge_init_reboot(const Exchange& exchange) const;
    [[nodiscard]] Verdict judge_renewal(Exchange& exchange);
    [[nodiscard]] Verdict judge_stranger(const Exchange& exchange, Ipv4 address, SubnetPolicy& subnet) const;
    [[nodiscard]] bool has_other_reservation(const Exchange& e, Ipv4 address) const;
    void warn_of_busy_reservation(Exchange& exchange, Ipv4 address);
    [[nodiscard]] bool may_have(const Exchange& e, const SubnetPolicy& subnet, Ipv4 address) const;
    void grant(Exchange& exchange, SubnetPolicy& subnet, Ipv4 address);
    bool answer_from_memory(Exchange& exchange, const ReplyContext& context, Ipv4 address);
    bool join_store_under_way(Exchange& exchange, const ReplyContext& context, Ipv4 address);
    [[nodiscard]] Lease lease_for(
        const Exchange& exchange, const ReplyContext& context, Ipv4 address, std::uint32_t seconds
    ) const;
    [[nodiscard]] journal::Observation granted(
        const Exchange& exchange, const ReplyContext& context, Ipv4 address, std::uint32_t seconds
    ) const;
    void send(Pending& grant, Actions& out);
    void await_store(std::uint64_t ticket, Pending pending);
    void finish_store(Pending& pending, std::uint64_t ticket, bool stored, Now now, Actions& out);
    [[nodiscard]] std::uint32_t granted_seconds(const ReplyContext& context) const;
    [[nodiscard]] bool make_room(Ipv4 address);
    void refuse(Exchange& exchange, Ipv4 address, const char* reason);
    [[nodiscard]] ReplyContext context_of(const Exchange& exchange, const SubnetPolicy& subnet) const;
    [[nodiscard]] Message compose(
        const Exchange& e, MessageType type, const ReplyContext& context, Ipv4 yiaddr, std::uint32_t seconds
    ) const;
    [[nodiscard]] Ipv4 server_id(const Exchange& exchange, const Subnet* subnet) const;
    [[nodiscard]] Route route_of(
        const Exchange& exchange, MessageType type, const Subnet* subnet, Ipv4 yiaddr = {}
    ) const;
    void release_others(const Lease& kept, Now now, Actions& out);
    void store_failed(Pending& pending, Now now, Actions& out);
    void warn_of_failed_store(const char* consequence, Now now, Actions& out);

    // Probes and other servers (engine_probe.cpp).
    void propose(Exchange& exchange, unsigned tries);
    void offer(Exchange& exchange, Ipv4 address);
    bool begin_probe(Exchange& exchange, Ipv4 address, unsigned tries);
    [[nodiscard]] bool had_lately(const Exchange& exchange, Ipv4 address) const;
    [[nodiscard]] const Interface* interface_towards(const Exchange& exchange, const Subnet& subnet) const;
    bool resume(Exchange& exchange, Ipv4 address);
    void quarantine(Exchange& exchange, Ipv4 address, std::optional<MacAddress> by);
    void on_other_server_chosen(Exchange& exchange, Ipv4 server);
    void notice_server(
        Ipv4 server, std::vector<journal::Field> fields, const std::string& sighting, Now now, Actions& out
    );

    // DECLINE, RELEASE, INFORM, release by command (engine_return.cpp).
    void on_decline(Exchange& exchange);
    void on_release(Exchange& exchange);
    void on_inform(Exchange& exchange);
    void store(Lease lease, Now now, Actions& out);
    void give_back(Lease lease, Now now, Actions& out);

    // LEASEQUERY (engine_query.cpp).
    void on_lease_query(Exchange& exchange);
    [[nodiscard]] bool may_query(const Exchange& exchange);
    [[nodiscard]] QueryAnswer look_up(const LeaseQuestion& question, Ipv4 relay, WallTime now) const;

    EngineSettings settings_;
    WorldPtr world_;
    std::vector<Interface> interfaces_;
    ModelsByVendorClass models_;
    SubnetPolicies subnets_;
    Bindings bindings_;
    FloodLimiter floods_;
    FloodLimiter declines_;
    FloodLimiter queries_;
    AddressProbes probes_;
    OtherServers others_;
    bool is_probing_ = false;
    Tally tally_;
    std::uint64_t last_ticket_ = 0;
    PendingGrants pending_;
    std::vector<PendingGrants::node_type> spare_;  ///< of pending_, whose room is used again
    std::unordered_map<Ipv4, std::uint64_t> ticket_of_address_;
    OwedStores owed_;
    Pace store_warning_{std::chrono::minutes{1}};
    Pace limit_warning_{std::chrono::minutes{1}};
    Pace decline_warning_{std::chrono::seconds{10}};
    Pace reservation_warning_{std::chrono::minutes{1}};
    Pace conflict_warning_{std::chrono::seconds{10}};
};

}  // namespace dialtone::dhcp
