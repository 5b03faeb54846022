// DISCOVER and REQUEST in all client states, on the wire of eth0.
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

Subnet subnet_of_one() {
    auto subnet = office_subnet();
    subnet.ranges = {{kFirst, kFirst}};
    return subnet;
}

Subnet not_authoritative() {
    auto subnet = office_subnet();
    subnet.authoritative = false;
    return subnet;
}

bool in_range(Ipv4 address) {
    return kFirst <= address && address <= kLast;
}

}  // namespace

TEST_CASE("D-01 a DISCOVER gets one OFFER", "[dhcp][engine]") {
    DhcpServer server;
    const auto heard = server.hears(discover().xid(77));
    REQUIRE(heard.size() == 1);
    const auto& offer = heard.front().message;
    REQUIRE(heard.front().route.to == Endpoint{offer.yiaddr, 68});
    REQUIRE(heard.front().route.hardware == discover().message().mac());
    REQUIRE(heard.front().route.interface_index == 2);
    REQUIRE(offer.type() == MessageType::offer);
    REQUIRE(offer.xid == 77);
    REQUIRE(offer.mac() == discover().message().mac());
    REQUIRE_FALSE(offer.wants_broadcast());
    REQUIRE(in_range(offer.yiaddr));
    REQUIRE(offer.options.address(option::kServerId) == kServer);
    REQUIRE(offer.options.u32(option::kLeaseTime) == 3600);
    REQUIRE(offer.options.u32(option::kRenewalTime) == 1800);
    REQUIRE(offer.options.u32(option::kRebindingTime) == 3150);
    REQUIRE(offer.options.address(option::kSubnetMask) == Ipv4{255, 255, 255, 0});
    REQUIRE(server.writes == 0);
}

TEST_CASE("D-02 who asks for broadcasts gets them", "[dhcp][engine]") {
    DhcpServer server;
    const auto heard = server.hears(discover().broadcast());
    REQUIRE(heard.front().route.to == Endpoint{Ipv4::broadcast(), 68});
    REQUIRE(heard.front().route.interface_index == 2);
    REQUIRE(heard.front().route.from == kServer);
    REQUIRE_FALSE(heard.front().route.hardware);
    REQUIRE(heard.front().message.wants_broadcast());
}

TEST_CASE("D-07 D-08 an offer is held for its client", "[dhcp][engine]") {
    DhcpServer server;
    const auto first = server.hears(discover().phone(1)).front().message.yiaddr;
    REQUIRE(server.hears(discover().phone(1)).front().message.yiaddr == first);
    REQUIRE(server.hears(discover().phone(2)).front().message.yiaddr != first);
    REQUIRE(server.engine().bindings().offers().size() == 2);
}

TEST_CASE("D-09 an offer not taken up ends", "[dhcp][engine]") {
    DhcpServer server{subnet_of_one()};
    REQUIRE(server.hears(discover().phone(1)).size() == 1);
    REQUIRE(server.hears(discover().phone(2)).empty());
    server.advance(61s);
    REQUIRE(server.hears(discover().phone(2)).front().message.yiaddr == kFirst);
}

TEST_CASE("DHCP engine: an old offer is given away when nothing else is left", "[dhcp][engine]") {
    DhcpServer server{subnet_of_one()};
    server.hears(discover().phone(1));
    server.advance(10s);
    REQUIRE(server.hears(discover().phone(2)).front().message.yiaddr == kFirst);
    REQUIRE(server.hears(select(kFirst).phone(1)).front().type() == MessageType::nak);
}

TEST_CASE("D-10 D-11 D-12 a wished address is given where it can be", "[dhcp][engine]") {
    DhcpServer server;
    const Ipv4 wish{10, 78, 0, 77};
    REQUIRE(server.hears(discover().phone(1).asks_for(wish)).front().message.yiaddr == wish);
    server.hears(select(wish).phone(1));
    const auto other = server.hears(discover().phone(2).asks_for(wish)).front();
    REQUIRE(other.type() == MessageType::offer);
    REQUIRE(other.message.yiaddr != wish);
    REQUIRE(in_range(server.hears(discover().phone(3).asks_for(Ipv4{192, 168, 9, 9})).front().message.yiaddr)
    );
}

TEST_CASE("D-13 a wished lease time is kept within bounds", "[dhcp][engine]") {
    DhcpServer server;
    const auto granted = [&](std::uint32_t phone, std::string_view wish) {
        const auto offer = server.hears(discover().phone(phone).option_hex(51, wish)).front();
        return offer.message.options.u32(option::kLeaseTime);
    };
    REQUIRE(granted(1, "0000003c") == 300);
    REQUIRE(granted(2, "ffffffff") == 3600);
    REQUIRE(granted(3, "000004b0") == 1200);
}

TEST_CASE("D-14 a selected offer is on disk before its ACK", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.hears(discover()).front().message.yiaddr;
    server.storing(DhcpServer::Storing::withheld);
    REQUIRE(server.hears(select(address)).empty());
    REQUIRE(server.disk.empty());
    const auto heard = server.stores_finish();
    REQUIRE(heard.size() == 1);
    REQUIRE(heard.front().type() == MessageType::ack);
    REQUIRE(heard.front().message.yiaddr == address);
    REQUIRE(server.on_disk(address)->expires == server.now().wall + 3600s);
    REQUIRE(server.on_disk(address)->vendor_class == kPhoneClass);
    REQUIRE(server.engine().bindings().offers().size() == 0);
}

TEST_CASE("D-15 who selects another server loses our offer", "[dhcp][engine]") {
    DhcpServer server{subnet_of_one()};
    server.hears(discover().phone(1));
    REQUIRE(server.hears(select(kFirst, Ipv4{10, 78, 0, 200}).phone(1)).empty());
    REQUIRE(server.count(Event::other_server) == 1);
    REQUIRE(server.hears(discover().phone(2)).size() == 1);
}

TEST_CASE("D-16 D-17 a REQUEST that contradicts itself gets silence", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears(select(kFirst).ciaddr(kFirst)).empty());
    REQUIRE(server.hears(ClientMessage{MessageType::request}.server_id(kServer)).empty());
    REQUIRE(server.hears(ClientMessage{MessageType::request}).empty());
    REQUIRE(server.count(Event::contradictory) == 3);
    REQUIRE(server.writes == 0);
}

TEST_CASE("D-18 an address offered to another is refused", "[dhcp][engine]") {
    DhcpServer server;
    const auto of_b = server.hears(discover().phone(2)).front().message.yiaddr;
    const auto heard = server.hears(select(of_b).phone(1));
    REQUIRE(heard.front().type() == MessageType::nak);
    REQUIRE(server.leases(2) == of_b);
}

TEST_CASE("DHCP engine: a selected offer that a restart forgot is granted", "[dhcp][engine]") {
    DhcpServer server{not_authoritative()};
    REQUIRE(server.hears(select(kLast)).front().type() == MessageType::ack);
    REQUIRE(server.hears(select(Ipv4{10, 78, 0, 7}).phone(2)).front().type() == MessageType::nak);
}

TEST_CASE("D-19 a repeated REQUEST gets a second ACK and no second lease", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.advance(4s);
    const auto heard = server.hears(select(address).phone(1));
    REQUIRE(heard.front().type() == MessageType::ack);
    REQUIRE(heard.front().message.options.u32(option::kLeaseTime) == 3596);
    REQUIRE(server.writes == 1);
    REQUIRE(server.engine().bindings().leases().size() == 1);
}

TEST_CASE("D-20 D-21 a rebooted phone is told whether its address is right", "[dhcp][engine]") {
    DhcpServer server{not_authoritative()};
    const auto address = server.leases(1);
    REQUIRE(server.hears(reboot(address).phone(1)).front().type() == MessageType::ack);
    const Ipv4 wrong{address.value() == kFirst.value() ? kLast : kFirst};
    const auto nak = server.hears(reboot(wrong).phone(1)).front();
    REQUIRE(nak.type() == MessageType::nak);
    REQUIRE(nak.route.to == Endpoint{Ipv4::broadcast(), 68});
}

TEST_CASE("D-22 an address of another network is refused by the wire's owner only", "[dhcp][engine]") {
    DhcpServer owner;
    REQUIRE(owner.hears(reboot(Ipv4{192, 168, 1, 5})).front().type() == MessageType::nak);
    DhcpServer guest{not_authoritative()};
    REQUIRE(guest.hears(reboot(Ipv4{192, 168, 1, 5})).empty());
    REQUIRE(guest.count(Event::unknown_client) == 1);
}

TEST_CASE("D-23 a rebooted stranger gets silence from a guest", "[dhcp][engine]") {
    DhcpServer guest{not_authoritative()};
    REQUIRE(guest.hears(reboot(kFirst)).empty());
    DhcpServer owner;
    REQUIRE(owner.hears(reboot(kFirst)).front().type() == MessageType::ack);
    REQUIRE(owner.on_disk(kFirst) != nullptr);
}

TEST_CASE("D-24 D-25 renewing and rebinding extend the lease", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.advance(1800s);
    const bool unicast = GENERATE(true, false);
    const auto message = renew(address).phone(1);
    const auto heard = unicast ? server.hears_unicast(message) : server.hears(message);
    REQUIRE(heard.front().type() == MessageType::ack);
    REQUIRE(heard.front().route.to == Endpoint{address, 68});
    REQUIRE(heard.front().message.ciaddr == address);
    REQUIRE(heard.front().message.yiaddr == address);
    REQUIRE(server.on_disk(address)->expires == server.now().wall + 3600s);
}

TEST_CASE("DHCP engine: renewal times of phones spread by at most five per cent", "[dhcp][engine]") {
    DhcpServer server;
    std::set<std::uint32_t> seen;
    for (std::uint32_t phone = 1; phone <= 20; ++phone) {
        const auto address = server.leases(phone);
        server.advance(1800s);
        const auto ack = server.hears_unicast(renew(address).phone(phone)).front();
        const auto renewal = ack.message.options.u32(option::kRenewalTime).value();
        REQUIRE(renewal >= 1710);
        REQUIRE(renewal <= 1890);
        seen.insert(renewal);
    }
    REQUIRE(seen.size() > 5);
}

TEST_CASE("D-26 a renewal of somebody else's lease is refused", "[dhcp][engine]") {
    DhcpServer server;
    const auto of_b = server.leases(2);
    const auto nak = server.hears_unicast(renew(of_b).phone(1)).front();
    REQUIRE(nak.type() == MessageType::nak);
    REQUIRE(nak.route.to.address == Ipv4::broadcast());
    REQUIRE(server.on_disk(of_b)->mac == discover().phone(2).message().mac());
}

TEST_CASE("D-27 rebinding in a foreign network gets silence", "[dhcp][engine]") {
    DhcpServer guest{not_authoritative()};
    REQUIRE(guest.hears(renew(Ipv4{192, 168, 1, 5})).empty());
    REQUIRE(guest.hears(renew(kFirst)).empty());
}

TEST_CASE("D-28 the wire's owner takes over a renewal it has no record of", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears_unicast(renew(kLast)).front().type() == MessageType::ack);
    REQUIRE(server.on_disk(kLast) != nullptr);
    REQUIRE(server.hears_unicast(renew(Ipv4{10, 78, 0, 7}).phone(2)).front().type() == MessageType::nak);
}

TEST_CASE("D-29 ciaddr counts where both addresses are given", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    REQUIRE(server.hears_unicast(renew(address).asks_for(kLast).phone(1)).front().message.yiaddr == address);
    REQUIRE(server.count(Event::contradictory) == 1);
}

TEST_CASE("D-91 an early renewal costs no write", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.advance(360s);
    const auto ack = server.hears_unicast(renew(address).phone(1)).front();
    REQUIRE(ack.message.options.u32(option::kLeaseTime) == 3240);
    REQUIRE(server.writes == 1);
}

TEST_CASE("D-32 a declined address is quarantined for a day", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.ranges = {{kFirst, Ipv4{10, 78, 0, 51}}};
    DhcpServer server{subnet};
    const auto address = server.leases(1);
    REQUIRE(server.hears(decline(address).phone(1)).empty());
    REQUIRE(server.on_disk(address)->state == LeaseState::declined);
    REQUIRE(server.warnings.size() == 1);
    REQUIRE(server.journal.back().step == journal::Step::dhcp_decline);
    REQUIRE(server.leases(1) != address);
    REQUIRE(server.leases(2).is_unspecified());
    server.advance(24h);
    REQUIRE(server.leases(3) == address);
}

TEST_CASE("D-33 D-34 a DECLINE is believed from the holder only", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    REQUIRE(server.hears(ClientMessage{MessageType::decline}.phone(1)).empty());
    REQUIRE(server.hears(decline(address).phone(2)).empty());
    REQUIRE(server.on_disk(address)->state == LeaseState::active);
    REQUIRE(server.count(Event::wrong_client) == 1);
}

TEST_CASE("D-35 a released address comes back to its phone", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    REQUIRE(server.hears_unicast(release(address).phone(1)).empty());
    REQUIRE(server.on_disk(address)->state == LeaseState::released);
    for (std::uint32_t other = 2; other < 40; ++other) {
        REQUIRE(server.leases(other) != address);
    }
    REQUIRE(server.leases(1) == address);
}

TEST_CASE("D-36 a RELEASE by another or to another changes nothing", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.hears_unicast(release(address).phone(2));
    server.hears_unicast(release(address).phone(1).server_id(Ipv4{10, 78, 0, 200}));
    REQUIRE(server.on_disk(address)->state == LeaseState::active);
}

TEST_CASE("D-37 a released address goes to another when it is the last", "[dhcp][engine]") {
    DhcpServer server{subnet_of_one()};
    REQUIRE(server.leases(1) == kFirst);
    server.hears_unicast(release(kFirst).phone(1));
    REQUIRE(server.leases(2) == kFirst);
    REQUIRE(server.leases(1).is_unspecified());
}

TEST_CASE(
    "DHCP engine: an expired lease is given back to its phone, and to others when need be", "[dhcp][engine]"
) {
    DhcpServer server{subnet_of_one()};
    REQUIRE(server.leases(1) == kFirst);
    server.advance(3601s);
    REQUIRE(server.hears(reboot(kFirst).phone(1)).front().type() == MessageType::ack);
    server.advance(3601s);
    REQUIRE(server.leases(2) == kFirst);
}

TEST_CASE("D-38 D-39 D-40 INFORM gets options and no lease", "[dhcp][engine]") {
    DhcpServer server;
    const Ipv4 own{10, 78, 0, 20};
    const auto heard = server.hears_unicast(inform(own).wants({1, 3, 66, 150}));
    REQUIRE(heard.front().route.to == Endpoint{own, 68});
    const auto& ack = heard.front().message;
    REQUIRE(ack.type() == MessageType::ack);
    REQUIRE(ack.yiaddr.is_unspecified());
    REQUIRE(heard.front().codes() == std::vector<std::uint8_t>{53, 54, 1, 3, 66, 150});
    REQUIRE(server.writes == 0);

    const auto from_source = server.hears_octets(inform(Ipv4{}).octets(), {{own, 68}, Ipv4::broadcast(), 2});
    REQUIRE(from_source.front().route.to == Endpoint{own, 68});
    REQUIRE(server.hears(inform(Ipv4{})).empty());
}

TEST_CASE("DHCP engine: INFORM from outside every subnet gets silence", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears_unicast(inform(Ipv4{192, 0, 2, 9})).empty());
    REQUIRE(server.count(Event::no_subnet) == 1);
    const auto relayed = server.hears(inform(Ipv4{}).relayed_by(Ipv4{10, 78, 0, 2})).front();
    REQUIRE(relayed.type() == MessageType::ack);
    REQUIRE(relayed.message.wants_broadcast());
}

TEST_CASE("DHCP engine: a server identifier in a DISCOVER means nothing", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears(discover().server_id(Ipv4{10, 78, 0, 200})).front().type() == MessageType::offer);
    REQUIRE(server.count(Event::contradictory) == 1);
}

TEST_CASE("D-76 an exhausted range is told once a minute", "[dhcp][engine]") {
    DhcpServer server{subnet_of_one()};
    server.leases(1);
    for (std::uint32_t phone = 2; phone < 12; ++phone) {
        REQUIRE(server.hears(discover().phone(phone)).empty());
    }
    REQUIRE(server.count(Event::exhausted) == 10);
    REQUIRE(server.warnings.size() == 1);
    REQUIRE(server.last(journal::Step::dhcp_exhausted)->field("subnet") == "10.78.0.0/24");
    server.advance(60s);
    server.hears(discover().phone(2));
    REQUIRE(server.warnings.size() == 2);
}

TEST_CASE("D-79 machines of the subnet are never given away", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.ranges = {{Ipv4{10, 78, 0, 0}, Ipv4{10, 78, 0, 9}}, {Ipv4{10, 78, 0, 250}, Ipv4{10, 78, 1, 9}}};
    subnet.exclusions = {{Ipv4{10, 78, 0, 3}, Ipv4{10, 78, 0, 5}}};
    subnet.tftp_servers = {Ipv4{10, 78, 0, 2}};
    DhcpServer server{subnet};
    std::set<std::uint32_t> given;
    for (std::uint32_t phone = 1; phone < 30; ++phone) {
        if (const auto address = server.leases(phone); !address.is_unspecified()) {
            given.insert(address.value() & 0xffU);
        }
    }
    REQUIRE(given == std::set<std::uint32_t>{6, 7, 8, 9, 250, 251, 252});
}

TEST_CASE("DHCP engine: no address is ever leased to two", "[dhcp][engine]") {
    DhcpServer server;
    std::set<Ipv4> given;
    for (std::uint32_t phone = 1; phone <= 50; ++phone) {
        const auto address = server.leases(phone);
        REQUIRE(in_range(address));
        REQUIRE(given.insert(address).second);
    }
    REQUIRE(server.leases(51).is_unspecified());
}

TEST_CASE("DHCP engine: a phone gets the same address after every record was lost", "[dhcp][engine]") {
    DhcpServer before;
    DhcpServer after;
    REQUIRE(before.leases(17) == after.leases(17));
}

TEST_CASE("D-95 clients with the same xid are told apart", "[dhcp][engine]") {
    DhcpServer server;
    const auto a = server.hears(discover().phone(1).xid(5)).front().message.yiaddr;
    const auto b = server.hears(discover().phone(2).xid(5)).front().message.yiaddr;
    REQUIRE(a != b);
    REQUIRE(server.hears(select(a).phone(1).xid(5)).front().message.yiaddr == a);
}
