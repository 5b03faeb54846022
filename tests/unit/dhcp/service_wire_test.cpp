// The service below UDP sockets: frames to clients without an address, questions to the wire, other servers.
#include "common/bytes/reader.hpp"
#include "server/dhcp/arp_packet.hpp"
#include "server/dhcp/server_watch.hpp"
#include "server/dhcp/service.hpp"
#include "tests/support/dhcp_dialogue.hpp"
#include "tests/support/memory_datagram_port.hpp"
#include "tests/support/memory_packet_port.hpp"
#include "tests/support/memory_recorder.hpp"
#include "tests/support/virtual_clockwork.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

class InstantSink final : public LeaseSink {
 public:
    void store(std::vector<Lease>, OnStored on_stored) override { on_stored(true); }
};

/// A service on eth0 with a packet socket, and a wire to ask. `range` in 10.78.0.0/16.
struct Rig {
    explicit Rig(bool probes = true) {
        auto subnet = office_subnet();
        subnet.cidr = Cidr{Ipv4{10, 78, 0, 0}, 16};
        subnet.ranges = {{Ipv4{10, 78, 1, 0}, Ipv4{10, 78, 100, 255}}};
        subnet.probe = probes;
        service = std::make_unique<Service>(
            EngineSettings{NodeId{1}, 1000, {}},
            std::make_shared<const World>(office_world(subnet)),
            std::vector<Interface>{{2, "eth0", {kServer}, kOwnMac}, {3, "eth1", {Ipv4{172, 16, 0, 1}}}},
            clock.clockwork(),
            sink,
            recorder,
            metrics
        );
        frames = hand_over<MemoryPacketPort>([&](auto port) { service->unicast_with(std::move(port)); });
        auto arp_port = std::make_unique<MemoryPacketPort>();
        auto icmp_port = std::make_unique<MemoryDatagramPort>(Endpoint{});
        arp = arp_port.get();
        icmp = icmp_port.get();
        service->probe_with(std::make_unique<AddressProber>(std::move(arp_port), std::move(icmp_port)));
        auto udp_port = std::make_unique<MemoryDatagramPort>(Endpoint{Ipv4{}, 1067});
        udp = udp_port.get();
        service->add_port(std::move(udp_port), 2);
    }

    template <class Port, class Give>
    static Port* hand_over(Give&& give) {
        auto port = std::make_unique<Port>();
        auto* raw = port.get();
        give(std::move(port));
        return raw;
    }

    void say(const ClientMessage& message) const {
        const auto octets = message.octets();
        udp->deliver({{Ipv4{}, 1068}, Ipv4::broadcast(), 2, octets});
    }

    /// The DHCP message in the one frame that was sent.
    Message framed() const {
        const auto sent = frames->take_sent();
        REQUIRE(sent.size() == 1);
        REQUIRE(sent[0].interface_index == 2);
        return parse(Bytes{sent[0].payload}.subspan(28)).value();
    }

    void claim(Ipv4 address, const MacAddress& mac) const {
        auto packet = arp_probe(mac, kServer);
        for (std::size_t i = 0; i < 4; ++i) {
            packet[14 + i] = static_cast<std::uint8_t>(address.value() >> (24 - 8 * i));
        }
        arp->deliver({2, mac, packet});
    }

    VirtualClockwork clock;
    InstantSink sink;
    MemoryRecorder recorder;
    Metrics metrics;
    std::unique_ptr<Service> service;
    MemoryPacketPort* frames = nullptr;
    MemoryPacketPort* arp = nullptr;
    MemoryDatagramPort* icmp = nullptr;
    MemoryDatagramPort* udp = nullptr;
};

/// Counts how many of its kind are open.
class CountedPort final : public net::DatagramPort {
 public:
    explicit CountedPort(int& count, MemoryDatagramPort*& current) : count_{count} {
        ++count_;
        current = &inner_;
    }

    ~CountedPort() override { --count_; }

    CountedPort(const CountedPort&) = delete;
    CountedPort& operator=(const CountedPort&) = delete;

    void start(OnDatagram on_datagram, OnTurnEnd on_turn_end) override {
        inner_.start(std::move(on_datagram), std::move(on_turn_end));
    }

    bool send(const net::OutboundDatagram& datagram) override { return inner_.send(datagram); }

    [[nodiscard]] Endpoint local() const override { return inner_.local(); }

    [[nodiscard]] std::uint64_t kernel_drops() const override { return 0; }

 private:
    int& count_;
    MemoryDatagramPort inner_{Endpoint{Ipv4{}, 68}};
};

bool has_line(const Metrics& metrics, const std::string& line) {
    return metrics.text().find(line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("D-01 D-97 a client without an address gets a frame of its own", "[dhcp][service]") {
    Rig rig{false};
    rig.say(discover());
    const auto sent = rig.frames->take_sent();
    REQUIRE(sent.size() == 1);
    REQUIRE(sent[0].peer == discover().message().mac());
    REQUIRE(sent[0].interface_index == 2);
    const auto offer = parse(Bytes{sent[0].payload}.subspan(28)).value();
    REQUIRE(offer.type() == MessageType::offer);
    // 10.78.0.1:1067 to the offered address, port 1068.
    REQUIRE(to_hex(Bytes{sent[0].payload}.subspan(12, 4)) == "0a4e0001");
    REQUIRE(Bytes{sent[0].payload}.subspan(16, 2)[1] == 0x4e);
    REQUIRE(to_hex(Bytes{sent[0].payload}.subspan(20, 4)) == "042b042c");
    REQUIRE(rig.udp->take_sent().empty());
    rig.say(select(offer.yiaddr));
    REQUIRE(rig.framed().type() == MessageType::ack);
}

TEST_CASE("D-02 broadcasts leave by the UDP socket", "[dhcp][service]") {
    Rig rig{false};
    SECTION("asked for") {
        rig.say(discover().broadcast());
    }
    SECTION("a refusal") {
        rig.say(select(Ipv4{192, 168, 9, 9}));
    }
    SECTION("no Ethernet address") {
        rig.say(discover().option_hex(61, "0102030405060708").with([](Message& m) { m.hardware_length = 0; })
        );
    }
    SECTION("another kind of wire") {
        rig.say(discover().with([](Message& m) { m.hardware_type = 6; }));
    }
    SECTION("a group address") {
        rig.say(discover().mac("01:00:5e:00:00:01"));
    }
    REQUIRE(rig.frames->take_sent().empty());
    const auto sent = rig.udp->take_sent();
    REQUIRE(sent.at(0).peer == Endpoint{Ipv4::broadcast(), 1068});
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_broadcasts_instead_total 0"));
}

TEST_CASE("DHCP service: a frame that cannot be sent becomes a broadcast", "[dhcp][service]") {
    Rig rig{false};
    rig.frames->refuse_sends(true);
    rig.say(discover());
    REQUIRE(rig.udp->take_sent().at(0).peer == Endpoint{Ipv4::broadcast(), 1068});
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_broadcasts_instead_total 1"));
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_send_failures_total 0"));
}

TEST_CASE("DHCP service: a renewing client is answered at its address", "[dhcp][service]") {
    Rig rig{false};
    rig.say(discover());
    const auto address = rig.framed().yiaddr;
    rig.say(select(address));
    rig.frames->take_sent();
    rig.clock.advance(1800s);
    const auto octets = renew(address).octets();
    rig.udp->deliver({{address, 1068}, kServer, 2, octets});
    REQUIRE(rig.frames->take_sent().empty());
    REQUIRE(rig.udp->take_sent().at(0).peer == Endpoint{address, 1068});
}

TEST_CASE("D-77 the wire is asked by ARP, and an answer leads to another address", "[dhcp][service]") {
    Rig rig;
    rig.say(discover());
    const auto asked = rig.arp->take_sent();
    REQUIRE(asked.size() == 1);
    REQUIRE(asked[0].interface_index == 2);
    REQUIRE(asked[0].peer == net::kEverybody);
    REQUIRE(
        to_hex(Bytes{asked[0].payload}.first(24)) ==
        "0001080006040001" + to_hex(kOwnMac.octets()) + "00000000000000000000"
    );
    const Ipv4 address{Reader{Bytes{asked[0].payload}.subspan(24)}.u32be()};
    rig.claim(address, MacAddress{{2, 0, 0, 0, 0, 5}});
    REQUIRE(rig.arp->take_sent().size() == 1);
    rig.clock.advance(100ms);
    REQUIRE(rig.framed().yiaddr != address);
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_events_total{event=\"conflict\"} 1"));
}

TEST_CASE("D-77 behind a router the address is asked by ICMP echo", "[dhcp][service]") {
    Rig rig;
    auto subnet = office_subnet();
    subnet.id = SubnetId{2};
    subnet.cidr = Cidr{Ipv4{10, 90, 0, 0}, 24};
    subnet.ranges = {{Ipv4{10, 90, 0, 50}, Ipv4{10, 90, 0, 99}}};
    rig.service->on_world(std::make_shared<const World>(office_world(subnet)));
    const Ipv4 relay{10, 90, 0, 1};
    const auto octets = discover().relayed_by(relay).octets();
    rig.udp->deliver({{relay, 1067}, kServer, 2, octets});
    const auto asked = rig.icmp->take_sent();
    REQUIRE(asked.size() == 1);
    REQUIRE(asked[0].payload.at(0) == 8);
    // As a raw socket hears it: behind an IP header.
    const auto answer = from_hex("4500001c00000000400100000a5a00320a4e00010000000044500001").value();
    rig.icmp->deliver({asked[0].peer, kServer, 2, answer});
    REQUIRE(rig.icmp->take_sent().size() == 1);
    rig.clock.advance(250ms);
    const auto offer = parse(rig.udp->take_sent().at(0).payload).value();
    REQUIRE(offer.yiaddr != asked[0].peer.address);
}

TEST_CASE("DHCP service: a question that the kernel refuses holds nobody up", "[dhcp][service]") {
    Rig rig;
    rig.arp->refuse_sends(true);
    rig.say(discover());
    rig.clock.advance(100ms);
    REQUIRE(rig.framed().type() == MessageType::offer);
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_probe_failures_total 1"));
}

TEST_CASE(
    "D-78 five hundred DISCOVERs a second wait for their own probe and for no other", "[dhcp][service]"
) {
    Rig rig;
    constexpr std::uint32_t kPhones = 2500;
    std::map<std::uint32_t, Instant> asked;
    std::vector<Duration> waits;
    const auto collect = [&] {
        for (const auto& sent : rig.frames->take_sent()) {
            const auto offer = parse(Bytes{sent.payload}.subspan(28)).value();
            waits.push_back(rig.clock.now().mono - asked.at(offer.xid));
        }
        for (const auto& question : rig.arp->take_sent()) {
            // Every tenth address is in use already.
            const Ipv4 address{Reader{Bytes{question.payload}.subspan(24)}.u32be()};
            if (address.value() % 10 == 0) {
                rig.claim(address, MacAddress{{2, 0, 0, 0, 1, 1}});
            }
        }
    };
    for (std::uint32_t phone = 1; phone <= kPhones; ++phone) {
        asked[phone] = rig.clock.now().mono;
        rig.say(discover().phone(phone).xid(phone));
        collect();
        rig.clock.advance(2ms);
        collect();
    }
    for (int i = 0; i < 200; ++i) {
        rig.clock.advance(2ms);
        collect();
    }
    REQUIRE(waits.size() == kPhones);
    std::ranges::sort(waits);
    REQUIRE(waits.front() >= 100ms);
    REQUIRE(waits[kPhones * 99 / 100] < 120ms);
}

TEST_CASE("DHCP service: wires are searched for servers only where it answers itself", "[dhcp][service]") {
    const Rig rig;
    const auto served = rig.service->served_interfaces();
    REQUIRE(served.size() == 1);
    REQUIRE(served[0].name == "eth0");
}

TEST_CASE("DHCP service: other servers are a number", "[dhcp][service]") {
    Rig rig;
    ServerSeen seen;
    seen.server_id = Ipv4{10, 78, 0, 9};
    rig.service->on_other_server(seen, {2, "eth0", {kServer}});
    rig.clock.advance(31s);
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_other_servers 1"));
    REQUIRE(rig.recorder.observations.back().subject == "@10.78.0.9");
    rig.clock.advance(2h);
    REQUIRE(has_line(rig.metrics, "dialtone_dhcp_other_servers 0"));
}

TEST_CASE(
    "Server watch: every wire is asked in turn, again and again, and its port given back", "[dhcp][service]"
) {
    VirtualClockwork clock;
    std::vector<std::string> asked;
    std::vector<std::string> found;
    MemoryDatagramPort* port = nullptr;
    int open = 0;

    ServerWatch watch{
        {.interval = 5min, .port_offset = 0, .seed = 42},
        clock.clockwork(),
        {.wires =
             [] {
                 return std::vector<Interface>{{2, "eth0", {}}, {3, "eth1", {}}, {4, "eth2", {}}};
             },
         .open_port = [&](const Interface& interface,
                          std::string& obstacle) -> std::unique_ptr<net::DatagramPort> {
             asked.push_back(interface.name);
             if (interface.name == "eth1") {
                 obstacle = "it is down";
                 return nullptr;
             }
             return std::make_unique<CountedPort>(open, port);
         },
         .on_server =
             [&](const ServerSeen& server, const Interface& interface) {
                 found.push_back(interface.name + " " + server.server_id.to_string());
             }}};
    clock.advance(1ms);
    REQUIRE(asked == std::vector<std::string>{"eth0"});
    REQUIRE(open == 1);
    const auto question = parse(port->take_sent().at(0).payload).value();
    REQUIRE(question.mac() == watch.mac());
    Message offer;
    offer.op = Op::reply;
    offer.xid = question.xid;
    offer.chaddr = question.chaddr;
    offer.options.set_u8(option::kMessageType, 2);
    offer.options.set_address(option::kServerId, Ipv4{10, 78, 0, 9});
    Buffer octets;
    render(offer, kAssumedMaximum, octets);
    port->deliver({{Ipv4{10, 78, 0, 9}, 67}, Ipv4::broadcast(), 2, octets});
    clock.advance(3s);
    REQUIRE(found == std::vector<std::string>{"eth0 10.78.0.9"});
    REQUIRE(asked == std::vector<std::string>{"eth0", "eth1", "eth2"});
    REQUIRE(open == 1);
    clock.advance(3s);
    REQUIRE(open == 0);
    REQUIRE(asked.size() == 3);
    clock.advance(5min);
    REQUIRE(asked.size() == 4);
    REQUIRE(parse(port->take_sent().at(0).payload).value().mac() == watch.mac());
}
