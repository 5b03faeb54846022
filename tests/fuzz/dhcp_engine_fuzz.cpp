// A sequence of datagrams, store results and passing time; after each step the engine's books must balance.
//
// Input: records of {how, minutes, length (16 bits), datagram}. Bits of `how`: 0 unicast, 1 second interface,
// 2 stores fail, 3 stores wait for the next record, 4 the sender is the relay that may ask for leases, 5
// addresses are asked about, 6 somebody answers on them.
#include "common/bytes/reader.hpp"
#include "server/dhcp/engine.hpp"

#include <algorithm>

#include <cstdlib>
#include <memory>

using namespace dialtone;
using namespace dialtone::dhcp;

namespace {

constexpr std::size_t kMaxRecords = 256;
constexpr std::size_t kLargestReply = 1472;
constexpr std::size_t kLargestLeaseAnswer = 900;
const Ipv4 kRelay{127, 0, 0, 2};

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

SubnetOption option_of(SubnetOption::Scope scope, std::string subject, std::uint8_t code, std::string value) {
    SubnetOption option;
    option.scope = scope;
    option.subject = std::move(subject);
    option.model = scope == SubnetOption::Scope::model ? ModelId{7} : ModelId{};
    option.code = code;
    option.value = std::move(value);
    return option;
}

/// Every scope, and values that configuration would not have let in.
std::vector<SubnetOption> options() {
    using Scope = SubnetOption::Scope;
    return {
        option_of(Scope::subnet, "", 43, std::string(400, 'v')),
        option_of(Scope::subnet, "", 121, std::string("\x08\x0a\x0a\x00\x00\xfd", 6)),
        option_of(Scope::vendor_class, "Ci", 150, "odd"),
        option_of(Scope::model, "", 51, std::string("\x00\x00\x01\x00", 4)),
        option_of(Scope::model, "", 58, std::string("\xff\xff\xff\xff", 4)),
        option_of(Scope::circuit, "abc", 121, "\x21\x01"),
        option_of(Scope::client_id, "abcd", 3, "x"),
        option_of(Scope::mac, std::string(6, '\1'), 66, "tftp"),
    };
}

WorldPtr make_world() {
    auto world = std::make_shared<World>();
    Node node;
    node.id = NodeId{1};
    node.address = Ipv4{10, 0, 0, 1};
    world->nodes.set(node.id, node);
    for (std::uint8_t i = 0; i < 3; ++i) {
        Subnet subnet;
        subnet.id = SubnetId{1 + i};
        subnet.cidr = Cidr{Ipv4{10, 0, i, 0}, 24};
        subnet.phones_only = i == 1;
        subnet.authoritative = i == 0;
        subnet.relay = i == 2 ? Ipv4{127, 0, 0, 2} : Ipv4{};
        subnet.lease_seconds = 3600;
        subnet.ranges = {{Ipv4{10, 0, i, 50}, Ipv4{10, 0, i, 53}}};
        subnet.reservations = {
            {Reservation::Kind::client_id, "abcd", Ipv4{10, 0, i, 52}},
            {Reservation::Kind::circuit, "abc", Ipv4{10, 0, i, 60}}};
        subnet.routers = {Ipv4{10, 0, i, 254}};
        subnet.rapid_commit = i == 0;
        subnet.trusts_relay_information = i == 1;
        subnet.matches_client_id = i != 1;
        subnet.is_selectable = i == 2;
        subnet.lease_query_from = {kRelay};
        subnet.options = options();
        world->subnets.set(subnet.id, subnet);
    }
    PhoneModel model;
    model.id = ModelId{7};
    model.short_name = "7960";
    model.vendor_class = "Cisco";
    world->models.set(model.id, model);
    return world;
}

class Session {
 public:
    Session()
        : engine_{
              EngineSettings{NodeId{1}, 0, limits()},
              world(),
              {{1, "eth0", {Ipv4{10, 0, 0, 1}}}, {2, "eth1", {Ipv4{10, 0, 1, 1}}}}} {
        now_.wall += std::chrono::hours{24 * 20000};
    }

    void step(std::uint8_t how, std::uint8_t minutes, Bytes datagram) {
        now_ = now_ + std::chrono::minutes{minutes};
        const Arrival arrival{
            {(how & 16U) != 0 ? kRelay : Ipv4{10, 0, 0, 77}, 68},
            (how & 1U) != 0 ? Ipv4{10, 0, 0, 1} : Ipv4::broadcast(),
            (how & 2U) != 0 ? 2 : 1};
        Actions actions;
        engine_.use_probes((how & 32U) != 0);
        engine_.finish_probes(now_, actions);
        engine_.tend_stores(now_, actions);
        engine_.on_datagram(arrival, datagram, now_, actions);
        const bool stored = (how & 4U) == 0;
        const bool waits = (how & 8U) != 0;
        finish(std::move(actions), stored, waits);
        while ((how & 64U) != 0 && !asked_.empty()) {
            const auto address = asked_.back();
            asked_.pop_back();
            Actions more;
            engine_.on_address_in_use(address, MacAddress{}, now_, more);
            finish(std::move(more), stored, waits);
        }
        asked_.clear();
        check_books();
    }

 private:
    static Limits limits() {
        Limits limits;
        limits.max_offers = 6;
        limits.max_leases = 8;
        limits.max_stores = 4;
        limits.max_probes = 2;
        limits.flood_slots = 64;
        return limits;
    }

    static const WorldPtr& world() {
        static const auto world = make_world();
        return world;
    }

    void finish(Actions actions, bool stored, bool waits) {
        check(actions.size() < 64);
        for (auto& action : actions) {
            if (const auto* send = std::get_if<Send>(&action)) {
                const auto reply = parse(send->payload);
                check(reply.has_value() && reply->op == Op::reply && reply->type().has_value());
                check(send->payload.size() >= kMinimumRendered && send->payload.size() <= kLargestReply);
                check_lease_answer(*send, *reply);
            } else if (const auto* store = std::get_if<Store>(&action)) {
                waiting_.push_back(store->ticket);
            } else if (const auto* probe = std::get_if<Probe>(&action)) {
                asked_.push_back(probe->address);
            }
        }
        while (!waits && !waiting_.empty()) {
            const auto ticket = waiting_.back();
            waiting_.pop_back();
            Actions more;
            engine_.on_store_result(ticket, stored, now_, more);
            finish(std::move(more), stored, true);
        }
    }

    /// What is known of leases goes to the relay that may ask, and is no larger than a few questions.
    static void check_lease_answer(const Send& send, const Message& reply) {
        if (*reply.type() >= MessageType::lease_unassigned) {
            check(send.route.to.address == kRelay && send.payload.size() <= kLargestLeaseAnswer);
        }
    }

    void check_books() const {
        const auto& bindings = engine_.bindings();
        check(bindings.offers().size() <= limits().max_offers);
        check(bindings.leases().size() <= limits().max_leases);
        bindings.leases().for_each([&](const Lease& lease) {
            check(lease.relay_information.size() <= 255);
            std::size_t found = 0;
            bindings.leases().for_each_of_mac(lease.mac, [&](const Lease& other) {
                found += other.address == lease.address ? 1U : 0U;
            });
            check(lease.mac == MacAddress{} || found == (lease.state == LeaseState::declined ? 0U : 1U));
        });
        check(engine_.stores_under_way() <= limits().max_stores);
        check(engine_.stores_owed() <= limits().max_stores);
        check(engine_.probes_under_way() <= limits().max_probes);
        for (const auto& policy : engine_.subnets().all()) {
            std::size_t taken = 0;
            for (std::uint8_t last = 50; last <= 53; ++last) {
                const Ipv4 address{policy->row().cidr.network().value() + last};
                const auto* lease = bindings.leases().find(address);
                const bool is_held = (lease != nullptr && is_in_force(*lease)) ||
                                     bindings.offers().of_address(address) != nullptr;
                taken += is_held && policy->pool().contains(address) ? 1U : 0U;
            }
            check(policy->pool().taken() == taken);
        }
    }

    Engine engine_;
    Now now_;
    std::vector<std::uint64_t> waiting_;
    std::vector<Ipv4> asked_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Session session;
    Reader reader{Bytes{data, size}};
    for (std::size_t i = 0; i < kMaxRecords && reader.remaining() >= 4; ++i) {
        const auto how = reader.u8();
        const auto minutes = reader.u8();
        const auto length = std::min<std::size_t>(reader.u16be(), reader.remaining());
        session.step(how, minutes, reader.bytes(length));
    }
    return 0;
}
