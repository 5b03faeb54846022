// Who a client is, who is answered at all, and what is reserved for whom.
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;

namespace {

const Ipv4 kReserved{10, 78, 0, 60};

Subnet with_reservation(Reservation::Kind kind, std::string identifier) {
    auto subnet = office_subnet();
    subnet.reservations = {{kind, std::move(identifier), kReserved}};
    return subnet;
}

std::string mac_octets(std::uint32_t phone) {
    return std::string{text_of(discover().phone(phone).message().mac()->octets())};
}

}  // namespace

TEST_CASE("D-52 two client identifiers of one MAC are two clients", "[dhcp][engine]") {
    DhcpServer server;
    const auto a = server.hears(discover().option(61, "loader-a")).front().message.yiaddr;
    const auto b = server.hears(discover().option(61, "loader-b")).front().message.yiaddr;
    REQUIRE(a != b);
}

TEST_CASE("D-53 01 + MAC as identifier is the MAC itself", "[dhcp][engine]") {
    DhcpServer server;
    const auto a = server.hears(discover().option_hex(61, "0100070e16017a")).front().message.yiaddr;
    REQUIRE(server.hears(discover()).front().message.yiaddr == a);
}

TEST_CASE("D-54 D-55 an unusable identifier leaves the MAC, or nobody", "[dhcp][engine]") {
    DhcpServer server;
    const auto a = server.hears(discover()).front().message.yiaddr;
    const auto heard = server.hears(discover().option(61, ""));
    REQUIRE(heard.front().message.yiaddr == a);
    REQUIRE_FALSE(heard.front().message.options.contains(option::kClientId));
    const auto no_hardware = [](auto& m) { m.hardware_length = 0; };
    REQUIRE(server.hears(discover().with(no_hardware)).empty());
    REQUIRE(server.count(Event::no_identity) == 1);
    REQUIRE(server.hears(discover().with(no_hardware).option(61, "infiniband")).size() == 1);
}

TEST_CASE("D-82 D-83 D-84 phones are recognised by vendor class", "[dhcp][engine]") {
    DhcpServer server;
    const auto vendor_class = GENERATE(
        as<std::string>{},
        std::string{"Cisco Systems, Inc. IP Phone CP-7960G\0", 38},
        "Cisco Systems Inc. Wireless Phone 7921",
        "Cisco Systems, Inc.",
        "Cisco Systems, Inc. IP Phone CP-9999"
    );
    const auto heard = server.hears(discover().vendor_class(vendor_class));
    REQUIRE(heard.size() == 1);
    REQUIRE(heard.front().message.options.contains(option::kTftpServers));
    const auto& seen = *server.last(journal::Step::dhcp_discover);
    REQUIRE(seen.subject == "SEP00070E16017A");
    REQUIRE(seen.field("model") == (vendor_class.find("7960") == std::string::npos ? "" : "7960"));
}

TEST_CASE("D-85 D-86 others than phones get silence, whatever they say", "[dhcp][engine]") {
    DhcpServer server;
    const auto vendor_class = GENERATE("MSFT 5.0", "Cisco AP c1240", "");
    REQUIRE(server.hears(discover().vendor_class(vendor_class)).empty());
    REQUIRE(server.hears(select(kFirst).vendor_class(vendor_class)).empty());
    REQUIRE(server.hears(reboot(Ipv4{192, 168, 1, 5}).vendor_class(vendor_class)).empty());
    REQUIRE(server.hears(renew(kFirst).vendor_class(vendor_class)).empty());
    REQUIRE(server.hears(inform(kFirst).vendor_class(vendor_class)).empty());
    REQUIRE(server.count(Event::not_a_phone) == 5);
    REQUIRE(server.journal.empty());
}

TEST_CASE("DHCP engine: with clients = all everybody is served", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.phones_only = false;
    DhcpServer server{subnet};
    REQUIRE(server.hears(discover().vendor_class("MSFT 5.0")).size() == 1);
}

TEST_CASE("D-87 a known device is served without a vendor class", "[dhcp][engine]") {
    auto world = office_world(office_subnet());
    Device device;
    device.id = DeviceId{1};
    device.name = DeviceName::of(discover().message().mac().value());
    world.devices.set(device.id, device);
    world.device_by_name.set(device.name, device.id);
    DhcpServer server{world};
    REQUIRE(server.hears(discover().vendor_class("")).size() == 1);
    REQUIRE(server.hears(discover().phone(2).vendor_class("")).empty());
}

TEST_CASE("DHCP engine: a phone that renews without its vendor class is still one", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    server.advance(1800s);
    REQUIRE(server.hears_unicast(renew(address).phone(1).vendor_class("")).size() == 1);
    REQUIRE(server.on_disk(address)->vendor_class == kPhoneClass);
}

TEST_CASE("DHCP engine: a reservation is for its client alone", "[dhcp][engine]") {
    SECTION("by MAC") {
        DhcpServer server{with_reservation(Reservation::Kind::mac, mac_octets(7))};
        REQUIRE(server.leases(7) == kReserved);
        for (std::uint32_t phone = 10; phone < 59; ++phone) {
            REQUIRE(server.leases(phone) != kReserved);
        }
        REQUIRE(server.leases(60).is_unspecified());
    }
    SECTION("by client identifier") {
        DhcpServer server{with_reservation(Reservation::Kind::client_id, "loader")};
        REQUIRE(server.hears(discover().option(61, "loader")).front().message.yiaddr == kReserved);
    }
    SECTION("a computer with a reservation is served among phones") {
        DhcpServer server{with_reservation(Reservation::Kind::mac, mac_octets(7))};
        REQUIRE(server.hears(discover().phone(7).vendor_class("MSFT 5.0")).size() == 1);
    }
}

TEST_CASE("DHCP engine: a reservation outside the range works on renewal too", "[dhcp][engine]") {
    auto subnet = with_reservation(Reservation::Kind::mac, mac_octets(7));
    const Ipv4 outside{10, 78, 0, 200};
    subnet.reservations[0].address = outside;
    DhcpServer server{subnet};
    REQUIRE(server.leases(7) == outside);
    server.advance(1800s);
    REQUIRE(server.hears_unicast(renew(outside).phone(7)).front().type() == MessageType::ack);
    REQUIRE(server.hears(reboot(outside).phone(7)).front().type() == MessageType::ack);
}

TEST_CASE("D-30 a phone moves to an address reserved for it later", "[dhcp][engine]") {
    DhcpServer server;
    const Ipv4 before{10, 78, 0, 70};
    server.hears(discover().phone(7).asks_for(before));
    server.hears(select(before).phone(7));
    server.change_subnet(with_reservation(Reservation::Kind::mac, mac_octets(7)));
    REQUIRE(server.hears_unicast(renew(before).phone(7)).front().type() == MessageType::nak);
    REQUIRE(server.leases(7) == kReserved);
    REQUIRE(server.on_disk(before)->state == LeaseState::released);
}

TEST_CASE("D-31 a busy reserved address makes no loop of NAKs", "[dhcp][engine]") {
    DhcpServer server;
    const Ipv4 before{10, 78, 0, 70};
    server.hears(discover().phone(7).asks_for(before));
    server.hears(select(before).phone(7));
    server.hears(discover().phone(8).asks_for(kReserved));
    server.hears(select(kReserved).phone(8));
    server.change_subnet(with_reservation(Reservation::Kind::mac, mac_octets(7)));
    server.advance(1800s);
    REQUIRE(server.warnings.empty());
    REQUIRE(server.hears_unicast(renew(before).phone(7)).front().type() == MessageType::ack);
    REQUIRE(server.warnings.size() == 1);
    REQUIRE(
        server.warnings.front() ==
        "SEP00070E000007 keeps 10.78.0.70, since 10.78.0.60, which is reserved for it, is leased to "
        "SEP00070E000008: `dialtone lease release 10.78.0.60`"
    );
}

TEST_CASE("DHCP engine: a client may be its MAC address whatever identifiers it sends", "[dhcp][engine]") {
    auto subnet = with_reservation(Reservation::Kind::client_id, "reserved");
    subnet.matches_client_id = false;
    DhcpServer server{subnet};
    const auto loader = server.hears(discover().phone(1).option(61, "loader")).front();
    REQUIRE(loader.message.options.text(61) == "loader");
    server.hears(select(loader.message.yiaddr).phone(1).option(61, "loader"));
    REQUIRE(server.on_disk(loader.message.yiaddr)->client_id.empty());
    const auto application = server.hears(discover().phone(1).option(61, "application")).front();
    REQUIRE(application.message.yiaddr == loader.message.yiaddr);
    // Reservations by identifier still count.
    REQUIRE(server.hears(discover().phone(2).option(61, "reserved")).front().message.yiaddr == kReserved);
}

TEST_CASE("DHCP engine: a reservation in one subnet of a shared network moves its phone", "[dhcp][engine]") {
    auto first = office_subnet();
    first.shared_network = "floor 2";
    auto second = first;
    second.id = SubnetId{2};
    second.cidr = Cidr{Ipv4{10, 82, 0, 0}, 24};
    second.ranges = {{Ipv4{10, 82, 0, 50}, Ipv4{10, 82, 0, 99}}};
    auto world = office_world(first);
    world.subnets.set(second.id, second);
    DhcpServer server{world};
    const auto before = server.leases(7);
    REQUIRE(first.cidr.contains(before));

    const Ipv4 reserved{10, 82, 0, 200};
    second.reservations = {{Reservation::Kind::mac, mac_octets(7), reserved}};
    server.change_subnet(second);
    server.advance(1800s);
    REQUIRE(server.hears_unicast(renew(before).phone(7)).front().type() == MessageType::nak);
    REQUIRE(server.leases(7) == reserved);
    // One wire, one lease.
    REQUIRE(server.on_disk(before)->state == LeaseState::released);
    server.advance(1800s);
    REQUIRE(server.hears_unicast(renew(reserved).phone(7)).front().type() == MessageType::ack);
    REQUIRE(server.hears(reboot(reserved).phone(7)).front().type() == MessageType::ack);

    // Reserved in both: each is as good as the other.
    first.reservations = {{Reservation::Kind::mac, mac_octets(7), Ipv4{10, 78, 0, 200}}};
    server.change_subnet(first);
    server.advance(1800s);
    REQUIRE(server.hears_unicast(renew(reserved).phone(7)).front().type() == MessageType::ack);
}

TEST_CASE("D-88 a phone in two VLANs has a lease in each", "[dhcp][engine]") {
    auto world = office_world(office_subnet());
    auto voice = office_subnet();
    voice.id = SubnetId{2};
    voice.cidr = Cidr{Ipv4{10, 79, 0, 0}, 24};
    voice.ranges = {{Ipv4{10, 79, 0, 50}, Ipv4{10, 79, 0, 99}}};
    world.subnets.set(voice.id, voice);
    DhcpServer server{world};
    const auto data = server.hears(discover(), 2).front().message.yiaddr;
    server.hears(select(data), 2);
    const auto offer = server.hears(discover(), 3).front();
    REQUIRE(voice.cidr.contains(offer.message.yiaddr));
    REQUIRE(offer.message.options.address(option::kServerId) == Ipv4{10, 79, 0, 1});
    server.hears(select(offer.message.yiaddr, Ipv4{10, 79, 0, 1}), 3);
    REQUIRE(server.engine().bindings().leases().size() == 2);
    REQUIRE(server.on_disk(data)->state == LeaseState::active);
}
