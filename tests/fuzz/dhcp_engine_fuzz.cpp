// A sequence of datagrams, store results and passing time; after each step the engine's books must balance.
//
// Input: records of {how, minutes, length (16 bits), datagram}. Bits of `how`: 0 unicast, 1 second interface,
// 2 stores fail, 3 stores wait for the next record.
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

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
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
        subnet.reservations = {{Reservation::Kind::client_id, "abcd", Ipv4{10, 0, i, 52}}};
        world->subnets.set(subnet.id, subnet);
    }
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
            {Ipv4{10, 0, 0, 77}, 68},
            (how & 1U) != 0 ? Ipv4{10, 0, 0, 1} : Ipv4::broadcast(),
            (how & 2U) != 0 ? 2 : 1};
        Actions actions;
        engine_.on_datagram(arrival, datagram, now_, actions);
        const bool waits = (how & 8U) != 0;
        finish(std::move(actions), (how & 4U) == 0, waits);
        check_books();
    }

 private:
    static Limits limits() {
        Limits limits;
        limits.max_offers = 6;
        limits.max_leases = 8;
        limits.max_stores = 4;
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
            } else if (const auto* store = std::get_if<Store>(&action)) {
                waiting_.push_back(store->ticket);
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

    void check_books() const {
        const auto& bindings = engine_.bindings();
        check(bindings.offers().size() <= limits().max_offers);
        check(bindings.leases().size() <= limits().max_leases);
        check(engine_.stores_under_way() <= limits().max_stores);
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
