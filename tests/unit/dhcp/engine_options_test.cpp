// Which of a subnet's options a client gets: for everybody, by vendor class, by model, by client.
#include "server/dhcp/option_value.hpp"
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;
using namespace std::chrono_literals;
using Scope = SubnetOption::Scope;

namespace {

SubnetOption for_all(std::uint8_t code, std::string_view value) {
    SubnetOption option;
    option.code = code;
    option.value = parse_option_value(code, value).value();
    return option;
}

SubnetOption for_class(std::string beginning, std::uint8_t code, std::string_view value) {
    auto option = for_all(code, value);
    option.scope = Scope::vendor_class;
    option.subject = std::move(beginning);
    return option;
}

SubnetOption for_model(std::int64_t model, std::uint8_t code, std::string_view value) {
    auto option = for_all(code, value);
    option.scope = Scope::model;
    option.model = ModelId{model};
    return option;
}

SubnetOption for_client(Scope kind, std::string octets, std::uint8_t code, std::string_view value) {
    auto option = for_all(code, value);
    option.scope = kind;
    option.subject = std::move(octets);
    return option;
}

std::string mac_octets(std::uint32_t phone) {
    return std::string{text_of(discover().phone(phone).message().mac()->octets())};
}

Subnet with(std::vector<SubnetOption> options) {
    auto subnet = office_subnet();
    subnet.options = std::move(options);
    return subnet;
}

std::string domain_of(DhcpServer& server, const ClientMessage& message) {
    return std::string{server.hears(message).at(0).message.options.text(option::kDomainName)};
}

}  // namespace

TEST_CASE("DHCP engine: of options that fit the narrowest is sent", "[dhcp][engine]") {
    DhcpServer server{with({
        for_client(Scope::mac, mac_octets(1), 15, "mac"),
        for_client(Scope::client_id, "an id", 15, "id"),
        for_model(7, 15, "model"),
        for_class("Cisco Systems", 15, "cisco"),
        for_class("cisco systems, inc. ip phone CP-7960G with a long name", 15, "no phone says so"),
        for_class("Cisco Systems, Inc. IP Phone", 15, "phone"),
        for_all(15, "all"),
    })};
    REQUIRE(domain_of(server, discover().phone(1).option(61, "an id")) == "mac");
    REQUIRE(domain_of(server, discover().phone(2).option(61, "an id")) == "id");
    REQUIRE(domain_of(server, discover().phone(3)) == "model");
    REQUIRE(
        domain_of(server, discover().phone(4).vendor_class("Cisco Systems, Inc. IP Phone CP-9999")) == "phone"
    );
    REQUIRE(domain_of(server, discover().phone(5).vendor_class("Cisco Systems, Inc.")) == "cisco");
}

TEST_CASE("DHCP engine: an option for a switch port is for who sits there", "[dhcp][engine]") {
    auto subnet = with({for_client(Scope::circuit, "abc", 15, "port"), for_model(7, 15, "model")});
    subnet.relay = Ipv4{10, 99, 0, 1};
    DhcpServer server{subnet};
    const auto at_port = [&](std::string_view hex) {
        return domain_of(server, discover().option_hex(82, hex).relayed_by(subnet.relay));
    };
    REQUIRE(at_port("0103616263") == "port");
    REQUIRE(at_port("0103616264") == "model");
}

TEST_CASE("DHCP engine: a known device's model counts where its vendor class names none", "[dhcp][engine]") {
    auto world = office_world(with({for_model(7, 15, "model")}));
    Device device;
    device.id = DeviceId{1};
    device.name = DeviceName::of(discover().message().mac().value());
    device.model = ModelId{7};
    world.devices.set(device.id, device);
    world.device_by_name.set(device.name, device.id);
    DhcpServer server{world};
    REQUIRE(domain_of(server, discover().vendor_class("Cisco Systems, Inc.")) == "model");
    REQUIRE(domain_of(server, discover().phone(2).vendor_class("Cisco Systems, Inc.")) == "example.net");
}

TEST_CASE("DHCP engine: a phone that renews without its vendor class keeps its options", "[dhcp][engine]") {
    DhcpServer server{with({for_model(7, 15, "model")})};
    const auto address = server.leases(1);
    server.advance(1800s);
    const auto ack = server.hears_unicast(renew(address).phone(1).vendor_class("")).front().message;
    REQUIRE(ack.options.text(option::kDomainName) == "model");
}

TEST_CASE("DHCP engine: TFTP servers of one model are told in all four places", "[dhcp][engine]") {
    DhcpServer server{with({for_model(7, 150, "10.78.0.21,10.78.0.22")})};
    const auto offer = server.hears(discover()).front().message;
    REQUIRE(offer.options.addresses(150) == std::vector{Ipv4{10, 78, 0, 21}, Ipv4{10, 78, 0, 22}});
    REQUIRE(offer.options.text(66) == "10.78.0.21");
    REQUIRE(offer.siaddr == Ipv4{10, 78, 0, 21});
    REQUIRE(offer.sname == "10.78.0.21");
    REQUIRE(server.last(journal::Step::dhcp_offer)->field("tftp") == "10.78.0.21 10.78.0.22");
}

TEST_CASE("DHCP engine: a model may have a lease time of its own", "[dhcp][engine]") {
    DhcpServer server{with({for_model(7, 51, "2h")})};
    const auto granted = [&](const ClientMessage& message) {
        return server.hears(message).front().message.options.u32(option::kLeaseTime);
    };
    REQUIRE(granted(discover()) == 7200);
    REQUIRE(granted(discover().phone(2).vendor_class("Cisco Systems, Inc.")) == 3600);
    const auto address = server.leases(3);
    REQUIRE(server.on_disk(address)->expires == server.now().wall + 7200s);
}

TEST_CASE("D-80 classless routes hold the default route", "[dhcp][engine]") {
    auto subnet = with({for_all(121, "10.0.0.0/8>10.78.0.253")});
    SECTION("of the subnet's router, and 249 on request is the same") {
        DhcpServer server{subnet};
        const auto heard = server.hears(discover().wants({121, 3, 249})).front();
        REQUIRE(
            option_value_text(121, text_of(*heard.message.options.bytes(121))) ==
            "10.0.0.0/8:10.78.0.253,0.0.0.0/0:10.78.0.254"
        );
        REQUIRE(heard.message.options.address(3) == Ipv4{10, 78, 0, 254});
        REQUIRE(to_hex(*heard.message.options.bytes(249)) == to_hex(*heard.message.options.bytes(121)));
        REQUIRE_FALSE(server.hears(discover().phone(2)).front().message.options.contains(249));
    }
    SECTION("of the router that this client gets") {
        subnet.options.push_back(for_model(7, 3, "10.78.0.252"));
        DhcpServer server{subnet};
        const auto routes = server.hears(discover()).front().message.options;
        REQUIRE(
            option_value_text(121, text_of(*routes.bytes(121))) ==
            "10.0.0.0/8:10.78.0.253,0.0.0.0/0:10.78.0.252"
        );
    }
    SECTION("unless they have one, or there is no router") {
        subnet.options = {for_all(121, "0.0.0.0/0>10.78.0.251")};
        DhcpServer own{subnet};
        REQUIRE(own.hears(discover()).front().message.options.bytes(121)->size() == 5);
        subnet.options = {for_all(121, "10.0.0.0/8>10.78.0.253")};
        subnet.routers.clear();
        DhcpServer none{subnet};
        REQUIRE(none.hears(discover()).front().message.options.bytes(121)->size() == 6);
    }
}

TEST_CASE("D-68 an option of 400 octets leaves in two pieces", "[dhcp][engine]") {
    DhcpServer server{with({for_all(43, "hex:" + to_hex(bytes_of(std::string(400, 'v'))))})};
    const auto heard = server.hears(discover().option_hex(57, "05dc")).front();
    REQUIRE(heard.message.options.bytes(43)->size() == 400);
}

TEST_CASE("DHCP engine: the client identifier is echoed however little room there is", "[dhcp][engine]") {
    std::vector<SubnetOption> options;
    for (std::uint8_t code = 200; code < 220; ++code) {
        options.push_back(for_all(code, "text:" + std::string(60, 'x')));
    }
    DhcpServer server{with(options)};
    const auto offer = server.hears(discover().option(61, std::string(100, 'i'))).front();
    REQUIRE(offer.size <= kAssumedMaximum);
    REQUIRE(offer.message.options.text(61) == std::string(100, 'i'));
}

TEST_CASE("DHCP engine: options of thousands of clients are not searched through", "[dhcp][engine]") {
    std::vector<SubnetOption> options;
    for (std::uint32_t phone = 1; phone <= 5000; ++phone) {
        options.push_back(for_client(Scope::mac, mac_octets(phone), 15, "p" + std::to_string(phone)));
    }
    const auto subnet = with(std::move(options));
    const ScopedOptions scoped{subnet.options};
    const auto mac = mac_octets(4321);
    const auto chosen = scoped.choose({.mac = mac});
    REQUIRE(chosen.size() == 1);
    REQUIRE(chosen.front()->value == "p4321");
    REQUIRE(scoped.choose({}).empty());
}
