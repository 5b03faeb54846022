// What a reply holds, and in which order.
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;
using namespace dialtone::test;

namespace {

using Codes = std::vector<std::uint8_t>;

SubnetOption own_option(std::uint8_t code, std::string value, std::string vendor_class = "") {
    SubnetOption option;
    option.code = code;
    option.value = std::move(value);
    option.scope = vendor_class.empty() ? SubnetOption::Scope::subnet : SubnetOption::Scope::vendor_class;
    option.subject = std::move(vendor_class);
    return option;
}

Subnet rapid_subnet() {
    auto subnet = office_subnet();
    subnet.rapid_commit = true;
    return subnet;
}

Subnet for_everybody() {
    auto subnet = office_subnet();
    subnet.phones_only = false;
    return subnet;
}

}  // namespace

TEST_CASE("D-03 every reply has 300 octets at least", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(server.hears(discover()).front().size >= 300);
    REQUIRE(server.hears(reboot(Ipv4{192, 168, 1, 5})).front().size == 300);
}

TEST_CASE("D-04 D-05 the mask stands first, then what was asked for in order", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(
        server.hears(discover().wants({66, 150, 3, 1})).front().codes() ==
        Codes{53, 54, 51, 58, 59, 1, 66, 150, 3}
    );
    REQUIRE(
        server.hears(discover().phone(2).wants({1, 66, 6, 3, 15, 150, 35})).front().codes() ==
        Codes{53, 54, 51, 58, 59, 1, 66, 6, 3, 15, 150}
    );
}

TEST_CASE("D-06 who does not say what it wants gets what is usual", "[dhcp][engine]") {
    DhcpServer server{for_everybody()};
    REQUIRE(
        server.hears(discover().vendor_class("")).front().codes() ==
        Codes{53, 54, 51, 58, 59, 1, 3, 6, 15, 66, 150}
    );
}

TEST_CASE("DHCP engine: a computer gets only what it asks for", "[dhcp][engine]") {
    DhcpServer server{for_everybody()};
    REQUIRE(
        server.hears(discover().vendor_class("MSFT 5.0").wants({3, 28, 44})).front().codes() ==
        Codes{53, 54, 51, 58, 59, 1, 3, 28}
    );
}

TEST_CASE("DHCP engine: a phone gets router, 150 and 66 unasked", "[dhcp][engine]") {
    DhcpServer server;
    REQUIRE(
        server.hears(discover().wants({1, 6})).front().codes() == Codes{53, 54, 51, 58, 59, 1, 6, 3, 150, 66}
    );
}

TEST_CASE("D-81 TFTP servers are told in all four places", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.tftp_servers = {Ipv4{10, 78, 0, 11}, Ipv4{10, 78, 0, 12}};
    DhcpServer server{subnet};
    const auto offer = server.hears(discover()).front().message;
    REQUIRE(offer.options.addresses(option::kTftpServers) == subnet.tftp_servers);
    REQUIRE(offer.options.text(option::kTftpServerName) == "10.78.0.11");
    REQUIRE(offer.siaddr == Ipv4{10, 78, 0, 11});
    REQUIRE(offer.sname == "10.78.0.11");
    REQUIRE(server.last(journal::Step::dhcp_offer)->field("tftp") == "10.78.0.11 10.78.0.12");
}

TEST_CASE("DHCP engine: without TFTP servers the node that answers is one", "[dhcp][engine]") {
    DhcpServer server;
    const auto offer = server.hears(discover()).front().message;
    REQUIRE(offer.options.addresses(option::kTftpServers) == std::vector{kServer});
    REQUIRE(offer.siaddr == kServer);
}

TEST_CASE("DHCP engine: router, DNS, domain and NTP come from the subnet", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.ntp_servers = {Ipv4{10, 78, 0, 13}};
    DhcpServer server{subnet};
    const auto offer = server.hears(discover().wants({3, 6, 15, 42})).front().message;
    REQUIRE(offer.options.addresses(option::kRouter) == subnet.routers);
    REQUIRE(offer.options.addresses(option::kDnsServers) == subnet.dns_servers);
    REQUIRE(offer.options.text(option::kDomainName) == "example.net");
    REQUIRE(offer.options.addresses(option::kNtpServers) == subnet.ntp_servers);
}

TEST_CASE("DHCP engine: a subnet's own options are sent, the longest vendor class wins", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.options = {
        own_option(35, std::string{"\0\0\0\x3c", 4}),
        own_option(43, "all"),
        own_option(43, "cisco", "Cisco Systems"),
        own_option(43, "7960", "cisco systems, inc. ip phone CP-7960"),
        own_option(128, "others", "MSFT"),
        own_option(150, std::string{"\x0a\x4e\x00\x07", 4}),
        own_option(54, "evil"),
    };
    DhcpServer server{subnet};
    const auto heard = server.hears(discover().wants({150})).front();
    REQUIRE(heard.codes() == Codes{53, 54, 51, 58, 59, 1, 150, 3, 66, 35, 43});
    REQUIRE(heard.message.options.text(43) == "7960");
    REQUIRE(heard.message.options.address(150) == Ipv4{10, 78, 0, 7});
    REQUIRE(heard.message.options.address(54) == kServer);
}

TEST_CASE("D-72 T1 and T2 of one's own count while T1 < T2 < lease", "[dhcp][engine]") {
    auto subnet = office_subnet();
    const auto times = [&](std::string t1, std::string t2) {
        subnet.options = {own_option(58, std::move(t1)), own_option(59, std::move(t2))};
        DhcpServer server{subnet};
        const auto offer = server.hears(discover()).front().message;
        return std::pair{offer.options.u32(58).value(), offer.options.u32(59).value()};
    };
    REQUIRE(times({"\0\0\x04\0", 4}, {"\0\0\x08\0", 4}) == std::pair{1024U, 2048U});
    REQUIRE(times({"\0\0\x0f\0", 4}, {"\0\0\x10\0", 4}) == std::pair{1575U, 3150U});
    REQUIRE(times("x", "yy") == std::pair{1800U, 3150U});
}

TEST_CASE("D-51 the client identifier is echoed", "[dhcp][engine]") {
    DhcpServer server;
    const auto offer = server.hears(discover().option(61, "an id")).front();
    REQUIRE(offer.message.options.text(61) == "an id");
    const auto ack = server.hears(select(offer.message.yiaddr).option(61, "an id")).front();
    REQUIRE(ack.message.options.text(61) == "an id");
    const auto nak = server.hears(reboot(Ipv4{192, 168, 1, 5}).option(61, "an id")).front();
    REQUIRE(nak.message.options.text(61) == "an id");
}

TEST_CASE("D-71 a NAK holds what a NAK may hold", "[dhcp][engine]") {
    DhcpServer server;
    const auto nak = server.hears(reboot(Ipv4{192, 168, 1, 5}).option(61, "an id").wants({1, 3})).front();
    REQUIRE(nak.codes() == Codes{53, 54, 56, 61});
    REQUIRE(nak.message.yiaddr.is_unspecified());
    REQUIRE(nak.message.ciaddr.is_unspecified());
    REQUIRE(nak.message.siaddr.is_unspecified());
    REQUIRE(nak.message.sname.empty());
}

TEST_CASE("D-69 D-70 a reply is no longer than the client takes", "[dhcp][engine]") {
    auto subnet = office_subnet();
    for (std::uint8_t code = 200; code < 220; ++code) {
        subnet.options.push_back(own_option(code, std::string(60, 'x')));
    }
    DhcpServer server{subnet};
    REQUIRE(server.hears(discover().phone(1)).front().size <= 548);
    REQUIRE(server.hears(discover().phone(2).option_hex(57, "00c8")).front().size <= 548);
    const auto large = server.hears(discover().phone(3).option_hex(57, "05dc")).front();
    REQUIRE(large.size > 548);
    REQUIRE(large.size <= 1472);
    REQUIRE(large.message.options.size() > 20);
}

TEST_CASE("DHCP engine: a subnet may leave the client identifier out of its replies", "[dhcp][engine]") {
    auto subnet = office_subnet();
    subnet.echoes_client_id = false;
    DhcpServer server{subnet};
    REQUIRE_FALSE(server.hears(discover().option(61, "an id")).front().message.options.contains(61));
    const auto nak = server.hears(reboot(Ipv4{192, 168, 1, 5}).option(61, "an id")).front();
    REQUIRE(nak.codes() == Codes{53, 54, 56});
}

TEST_CASE("D-73 with rapid commit a DISCOVER is answered by an ACK", "[dhcp][engine]") {
    DhcpServer server{rapid_subnet()};
    const auto asking = [](std::uint32_t phone) { return discover().phone(phone).option(80, ""); };
    const auto ack = server.hears(asking(1)).front();
    REQUIRE(ack.type() == MessageType::ack);
    REQUIRE(ack.message.options.contains(option::kRapidCommit));
    REQUIRE(server.on_disk(ack.message.yiaddr)->state == LeaseState::active);
    REQUIRE(server.engine().bindings().offers().size() == 0);
    REQUIRE(server.last(journal::Step::dhcp_ack)->field("address") == ack.message.yiaddr.to_string());

    // A repeated one gets the same again, without another write; who does not ask for it gets an OFFER.
    REQUIRE(server.hears(asking(1)).front().message.yiaddr == ack.message.yiaddr);
    REQUIRE(server.writes == 1);
    REQUIRE(server.hears(discover().phone(2)).front().type() == MessageType::offer);

    server.storing(DhcpServer::Storing::withheld);
    REQUIRE(server.hears(asking(3)).empty());
    REQUIRE(server.stores_finish().front().type() == MessageType::ack);
    server.storing(DhcpServer::Storing::failing);
    REQUIRE(server.hears(asking(4)).empty());
}

TEST_CASE("D-75 with rapid commit and no free address there is silence", "[dhcp][engine]") {
    auto subnet = rapid_subnet();
    subnet.ranges = {{kFirst, kFirst}};
    DhcpServer server{subnet};
    REQUIRE(server.hears(discover().phone(1).option(80, "")).size() == 1);
    REQUIRE(server.hears(discover().phone(2).option(80, "")).empty());
    REQUIRE(server.count(Event::exhausted) == 1);
}

TEST_CASE("D-74 without rapid commit there is an OFFER", "[dhcp][engine]") {
    DhcpServer server;
    const auto heard = server.hears(discover().option(option::kRapidCommit, ""));
    REQUIRE(heard.front().type() == MessageType::offer);
    REQUIRE_FALSE(heard.front().message.options.contains(option::kRapidCommit));
}

TEST_CASE("DHCP engine: the journal tells the phone's whole way to its address", "[dhcp][engine]") {
    DhcpServer server;
    const auto address = server.leases(1);
    std::vector<journal::Step> steps;
    for (const auto& entry : server.journal) {
        steps.push_back(entry.step);
    }
    using journal::Step;
    REQUIRE(steps == std::vector{Step::dhcp_discover, Step::dhcp_offer, Step::dhcp_request, Step::dhcp_ack});
    const auto& ack = server.journal.back();
    REQUIRE(ack.subject == "SEP00070E000001");
    REQUIRE(ack.field("address") == address.to_string());
    REQUIRE(ack.field("lease") == "1 h");
    REQUIRE(ack.field("tftp") == "10.78.0.1");
    REQUIRE(server.last(Step::dhcp_request)->field("state") == "selecting");
    REQUIRE(server.journal.front().field("model") == "7960");
}
