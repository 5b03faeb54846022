#include "server/dhcp/service.hpp"

#include "tests/support/dhcp_dialogue.hpp"
#include "tests/support/memory_datagram_port.hpp"
#include "tests/support/memory_recorder.hpp"
#include "tests/support/virtual_clockwork.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

/// Keeps leases until the test lets them be stored.
class SlowSink final : public LeaseSink {
 public:
    void store(std::vector<Lease> granted, OnStored on_stored) override {
        leases.insert(leases.end(), granted.begin(), granted.end());
        waiting.push_back(std::move(on_stored));
    }

    void finish(bool stored) {
        for (const auto& done : std::exchange(waiting, {})) {
            done(stored);
        }
    }

    std::vector<Lease> leases;
    std::vector<OnStored> waiting;
};

/// A service with one socket on eth0 and one on eth1, ports shifted by 1000.
struct Rig {
    Rig() : service{make()} {
        eth0 = add(2);
        eth1 = add(3);
    }

    std::unique_ptr<Service> make() {
        auto world = office_world(office_subnet());
        auto second = office_subnet();
        second.id = SubnetId{2};
        second.cidr = Cidr{Ipv4{10, 79, 0, 0}, 24};
        second.ranges = {{Ipv4{10, 79, 0, 50}, Ipv4{10, 79, 0, 99}}};
        world.subnets.set(second.id, second);
        return std::make_unique<Service>(
            EngineSettings{NodeId{1}, 1000, {}},
            std::make_shared<const World>(std::move(world)),
            std::vector<Interface>{{2, "eth0", {kServer}}, {3, "eth1", {Ipv4{10, 79, 0, 1}}}},
            clock.clockwork(),
            sink,
            recorder,
            metrics
        );
    }

    MemoryDatagramPort* add(int index) {
        auto port = std::make_unique<MemoryDatagramPort>(Endpoint{Ipv4{}, 1067});
        auto* raw = port.get();
        service->add_port(std::move(port), index);
        return raw;
    }

    static void say(MemoryDatagramPort& port, int index, const ClientMessage& message) {
        const auto octets = message.octets();
        port.deliver({{Ipv4{}, 1068}, Ipv4::broadcast(), index, octets});
    }

    /// DISCOVER and REQUEST on eth0; the address asked for.
    Ipv4 request_on_eth0() {
        say(*eth0, 2, discover());
        const auto offer = parse(eth0->take_sent().at(0).payload).value();
        say(*eth0, 2, select(offer.yiaddr));
        return offer.yiaddr;
    }

    VirtualClockwork clock;
    SlowSink sink;
    MemoryRecorder recorder;
    Metrics metrics;
    std::unique_ptr<Service> service;
    MemoryDatagramPort* eth0 = nullptr;
    MemoryDatagramPort* eth1 = nullptr;
};

bool has_line(const Metrics& metrics, const std::string& line) {
    return metrics.text().find(line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("DHCP service: the ACK leaves when the lease is stored, not before", "[dhcp][service]") {
    Rig rig;
    const auto address = rig.request_on_eth0();
    REQUIRE(rig.eth0->take_sent().empty());
    REQUIRE(rig.sink.leases.at(0).address == address);
    rig.sink.finish(true);
    const auto sent = rig.eth0->take_sent();
    REQUIRE(sent.size() == 1);
    REQUIRE(parse(sent[0].payload).value().type() == MessageType::ack);
    REQUIRE(sent[0].peer == Endpoint{Ipv4::broadcast(), 1068});
    REQUIRE(sent[0].interface_index == 2);
    REQUIRE(sent[0].local == kServer);
    REQUIRE(rig.recorder.observations.back().step == journal::Step::dhcp_ack);
}

TEST_CASE("DHCP service: the leases of a turn are stored as one, and acknowledged each", "[dhcp][service]") {
    Rig rig;
    constexpr std::uint32_t kPhones = 3;
    std::vector<Buffer> requests;
    std::vector<Ipv4> offered;
    for (std::uint32_t phone = 1; phone <= kPhones; ++phone) {
        Rig::say(*rig.eth0, 2, discover().phone(phone));
        offered.push_back(parse(rig.eth0->take_sent().at(0).payload).value().yiaddr);
        requests.push_back(select(offered.back()).phone(phone).octets());
    }
    std::vector<net::InboundDatagram> together;
    for (const auto& request : requests) {
        together.push_back({{Ipv4{}, 1068}, Ipv4::broadcast(), 2, request});
    }
    rig.eth0->deliver_together(together);
    REQUIRE(rig.sink.waiting.size() == 1);
    REQUIRE(rig.sink.leases.size() == kPhones);
    REQUIRE(rig.eth0->take_sent().empty());
    rig.sink.finish(true);
    const auto sent = rig.eth0->take_sent();
    REQUIRE(sent.size() == kPhones);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        REQUIRE(parse(sent[i].payload).value().type() == MessageType::ack);
        REQUIRE(parse(sent[i].payload).value().yiaddr == offered[i]);
    }
}

TEST_CASE("DHCP service: a failed store sends nothing", "[dhcp][service]") {
    Rig rig;
    rig.request_on_eth0();
    rig.sink.finish(false);
    REQUIRE(rig.eth0->take_sent().empty());
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_events_total{event=\"store_failed\"} 1"));
}

TEST_CASE("DHCP service: a result after the service's end is harmless", "[dhcp][service]") {
    Rig rig;
    rig.request_on_eth0();
    rig.service.reset();
    rig.sink.finish(true);
    REQUIRE(rig.sink.waiting.empty());
}

TEST_CASE("DHCP service: each wire is answered by its own socket", "[dhcp][service]") {
    Rig rig;
    Rig::say(*rig.eth1, 3, discover());
    REQUIRE(rig.eth0->take_sent().empty());
    const auto sent = rig.eth1->take_sent();
    REQUIRE(sent.size() == 1);
    REQUIRE(sent[0].interface_index == 3);
    REQUIRE(sent[0].local == Ipv4{10, 79, 0, 1});
}

TEST_CASE("DHCP service: relays are answered on port 67 plus the offset", "[dhcp][service]") {
    Rig rig;
    const Ipv4 relay{10, 79, 0, 2};
    const auto octets = discover().relayed_by(relay).octets();
    rig.eth0->deliver({{relay, 1067}, kServer, 2, octets});
    const auto sent = rig.eth0->take_sent();
    REQUIRE(sent.at(0).peer == Endpoint{relay, 1067});
    REQUIRE(sent[0].interface_index == 0);
}

TEST_CASE("DHCP service: it counts, and shows how full its subnets are", "[dhcp][service]") {
    Rig rig;
    rig.eth0->set_kernel_drops(3);
    rig.eth1->set_kernel_drops(2);
    rig.request_on_eth0();
    rig.sink.finish(true);
    rig.eth0->refuse_sends(true);
    rig.clock.advance(2s);
    Rig::say(*rig.eth0, 2, discover().phone(9));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_events_total{event=\"discover\"} 2"));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_events_total{event=\"ack\"} 1"));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_send_failures_total 1"));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_kernel_drops_total 5"));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_addresses{subnet=\"10.78.0.0/24\"} 50"));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_addresses_taken{subnet=\"10.78.0.0/24\"} 2"));
}

TEST_CASE("D-76 an exhausted range shows in the metrics", "[dhcp][service]") {
    Rig rig;
    auto world = office_world(office_subnet());
    auto subnet = office_subnet();
    subnet.ranges = {{kFirst, kFirst}};
    world.subnets.set(subnet.id, subnet);
    rig.service->on_world(std::make_shared<const World>(world));
    const std::string line = "dialtone_dhcp_exhausted_total{subnet=\"10.78.0.0/24\"} ";
    REQUIRE(has_line(rig.metrics, line + "0"));
    rig.request_on_eth0();
    rig.sink.finish(true);
    for (std::uint32_t phone = 1; phone <= 3; ++phone) {
        Rig::say(*rig.eth0, 2, discover().phone(phone));
    }
    rig.clock.advance(2s);
    Rig::say(*rig.eth0, 2, discover().phone(4));
    REQUIRE(has_line(rig.metrics, line + "4"));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_addresses_taken{subnet=\"10.78.0.0/24\"} 1"));

    // What was counted stays counted when the subnet is changed, or the interfaces are.
    subnet.dns_servers.clear();
    world.subnets.set(subnet.id, subnet);
    rig.service->on_world(std::make_shared<const World>(world));
    rig.service->on_interfaces({{2, "eth0", {kServer}}});
    Rig::say(*rig.eth0, 2, discover().phone(5));
    rig.clock.advance(2s);
    Rig::say(*rig.eth0, 2, discover().phone(6));
    REQUIRE(has_line(rig.metrics, line + "6"));
}

TEST_CASE("DHCP service: leases end by its timer", "[dhcp][service]") {
    Rig rig;
    const auto address = rig.request_on_eth0();
    rig.sink.finish(true);
    rig.clock.advance(3601s);
    REQUIRE(rig.service->engine().bindings().leases().find(address)->state == LeaseState::expired);
}

TEST_CASE("DHCP service: a lease is released by command", "[dhcp][service]") {
    Rig rig;
    const auto address = rig.request_on_eth0();
    rig.sink.finish(true);
    rig.service->release(address.to_string());
    REQUIRE(rig.sink.leases.back().state == LeaseState::released);
    REQUIRE(rig.recorder.observations.back().step == journal::Step::request_done);
}

TEST_CASE("DHCP service: a new world counts from the next message on", "[dhcp][service]") {
    Rig rig;
    auto world = office_world(office_subnet());
    world.subnets.erase(SubnetId{1});
    rig.service->on_world(std::make_shared<const World>(world));
    Rig::say(*rig.eth0, 2, discover());
    REQUIRE(rig.eth0->take_sent().empty());
}

TEST_CASE("DHCP service: interfaces that come and go are served, dropped and reported", "[dhcp][service]") {
    Rig rig;
    rig.service->remove_port(3);
    rig.service->on_interfaces({{2, "eth0", {kServer}}});
    REQUIRE(rig.recorder.observations.size() == 1);
    const auto gone = rig.recorder.observations.back();
    REQUIRE(gone.subject == "@10.79.0.1");
    REQUIRE(gone.step == journal::Step::note);
    REQUIRE(gone.field("text").starts_with("DHCP: 10.79.0.0/24 on eth1 is not served any more"));
    REQUIRE(rig.service->served_interfaces().size() == 1);

    rig.service->on_interfaces({{2, "eth0", {kServer}}, {7, "eth1", {Ipv4{10, 79, 0, 1}}}});
    auto* back = rig.add(7);
    REQUIRE(
        rig.recorder.observations.back().field("text") == "DHCP: 10.79.0.0/24 on eth1 is served from now on"
    );
    Rig::say(*back, 7, discover());
    REQUIRE(parse(back->take_sent().at(0).payload).value().yiaddr.value() >> 8U == 0x0a4f00);
    Rig::say(*rig.eth0, 2, discover().phone(2));
    REQUIRE(rig.eth0->take_sent().size() == 1);
}
