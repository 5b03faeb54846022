#include "tests/unit/operations/bench.hpp"

#include "db/lease_store.hpp"
#include "db/stores.hpp"
#include "db/world_loader.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

const std::vector<std::string> kAdd{
    "subnet", "add", "10.77.0.0/24", "--range", "10.77.0.100-199", "--router", "10.77.0.1"};

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

}  // namespace

TEST_CASE("subnet add: everything that is said is what the world gets", "[operations][subnet]") {
    Bench bench;
    const auto words = kAdd + std::vector<std::string>{
                                  "--range",
                                  "10.77.0.210-10.77.0.220",
                                  "--exclude",
                                  "10.77.0.150",
                                  "--dns",
                                  "10.0.0.53,10.0.0.54",
                                  "--domain",
                                  "example.net",
                                  "--tftp",
                                  "10.0.0.1 10.0.0.2",
                                  "--lease",
                                  "8h",
                                  "--clients",
                                  "all",
                                  "--reserve",
                                  "00:11:22:33:44:55=10.77.0.20",
                                  "--reserve",
                                  "client-id:01ab=10.77.0.21",
                                  "--option",
                                  "42=10.0.0.1",
                                  "--option",
                                  "43@Cisco Systems, Inc. IP Phone=0x0102",
                                  "--option",
                                  "time-offset=-18000",
                                  "--option",
                                  "ntp-servers@model:7960=10.0.0.9",
                                  "--option",
                                  "vlan-id@client:00:11:22:33:44:55=120",
                                  "--option",
                                  "67@client:circuit:0004=a.cfg",
                                  "--option",
                                  "67@client:client-id:01ab=b.cfg",
                                  "--option",
                                  "200@class:model:x=hex:01",
                                  "--rapid-commit",
                                  "on",
                                  "--subnet-selection",
                                  "on",
                                  "--trust-relay-info",
                                  "on",
                                  "--match-client-id",
                                  "off",
                                  "--echo-client-id",
                                  "off",
                                  "--lease-query-from",
                                  "10.77.0.1,10.99.0.1",
                                  "--authoritative",
                                  "on",
                                  "--probe",
                                  "off",
                                  "--interface",
                                  "eth0.20",
                                  "--relay",
                                  "10.99.0.1"};
    REQUIRE(bench.ask(words).has_value());
    auto database = bench.database();
    const auto world = db::load_world(database).world;
    REQUIRE(world != nullptr);
    Subnet subnet;
    world->subnets.for_each([&](SubnetId, const Subnet& row) { subnet = row; });
    CHECK(subnet.cidr.to_string() == "10.77.0.0/24");
    CHECK(
        subnet.ranges ==
        std::vector<AddressRange>{
            {Ipv4{10, 77, 0, 100}, Ipv4{10, 77, 0, 199}}, {Ipv4{10, 77, 0, 210}, Ipv4{10, 77, 0, 220}}}
    );
    CHECK(subnet.exclusions == std::vector<AddressRange>{{Ipv4{10, 77, 0, 150}, Ipv4{10, 77, 0, 150}}});
    CHECK(subnet.dns_servers == std::vector{Ipv4{10, 0, 0, 53}, Ipv4{10, 0, 0, 54}});
    CHECK(subnet.tftp_servers == std::vector{Ipv4{10, 0, 0, 1}, Ipv4{10, 0, 0, 2}});
    CHECK(subnet.lease_seconds == 28800);
    CHECK_FALSE(subnet.phones_only);
    CHECK(subnet.authoritative);
    CHECK_FALSE(subnet.probe);
    CHECK(subnet.interface == "eth0.20");
    CHECK(subnet.relay == Ipv4{10, 99, 0, 1});
    REQUIRE(subnet.reservations.size() == 2);
    CHECK(subnet.rapid_commit);
    CHECK(subnet.is_selectable);
    CHECK(subnet.trusts_relay_information);
    CHECK_FALSE(subnet.matches_client_id);
    CHECK_FALSE(subnet.echoes_client_id);
    CHECK(subnet.lease_query_from == std::vector{Ipv4{10, 77, 0, 1}, Ipv4{10, 99, 0, 1}});
    REQUIRE(subnet.options.size() == 8);
    const auto option = [&](std::uint8_t code, SubnetOption::Scope scope) {
        for (const auto& row : subnet.options) {
            if (row.code == code && row.scope == scope) {
                return row;
            }
        }
        return SubnetOption{};
    };
    using Scope = SubnetOption::Scope;
    CHECK(option(42, Scope::subnet).value == std::string("\x0a\0\0\x01", 4));
    CHECK(option(43, Scope::vendor_class).subject == "Cisco Systems, Inc. IP Phone");
    CHECK(option(2, Scope::subnet).value == std::string("\xff\xff\xb9\xb0", 4));
    CHECK(option(42, Scope::model).model == ModelId{7});
    CHECK(option(132, Scope::mac).subject == std::string("\x00\x11\x22\x33\x44\x55", 6));
    CHECK(option(67, Scope::circuit).subject == std::string("\x00\x04", 2));
    CHECK(option(67, Scope::client_id).subject == "\x01\xab");
    CHECK(option(200, Scope::vendor_class).subject == "model:x");
}

TEST_CASE("subnet show: options are shown as they are typed", "[operations][subnet]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    const std::vector<std::string> typed{
        "time-offset=-18000",
        "classless-routes=10.0.0.0/8:10.77.0.254",
        "ntp-servers@model:7960=10.0.0.9",
        "vlan-id@client:mac:001122334455=120",
        "tftp-servers@Cisco Systems, Inc. IP Phone=10.0.0.1,10.0.0.2",
        "200=text:abc"};
    std::vector<std::string> words{"subnet", "set", "10.77.0.0/24"};
    for (const auto& option : typed) {
        words.insert(words.end(), {"--option", option});
    }
    REQUIRE(bench.ask(words).has_value());
    std::set<std::string> shown;
    const auto report = bench.ask({"subnet", "show", "10.77.0.0/24"}).value();
    for (const auto& row : report.tables.at(1).rows) {
        const auto cell = [&](std::size_t i) { return operations::to_text(row[i]); };
        const auto name = cell(1).empty() ? cell(0) : cell(1);
        shown.insert(name + (cell(2).empty() ? "" : "@" + cell(2)) + "=" + cell(3));
    }
    CHECK(shown == std::set<std::string>(typed.begin(), typed.end()));
    const auto text = bench.type({"subnet", "show", "10.77.0.0/24"}).out;
    CHECK_THAT(text, Contains("time-offset") && Contains("-18000") && Contains("model:7960"));
    // What is shown can be typed again, and dropped again.
    for (const auto& option : shown) {
        const auto name = option.substr(0, option.find('='));
        CAPTURE(name);
        CHECK(bench.ask({"subnet", "set", "10.77.0.0/24", "--option", option}).has_value());
        CHECK(bench.ask({"subnet", "set", "10.77.0.0/24", "--drop-option", name}).has_value());
    }
    CHECK(bench.ask({"subnet", "show", "10.77.0.0/24"}).value().tables.at(1).rows.empty());
}

TEST_CASE("subnet options: every option that can be set by name", "[operations][subnet]") {
    Bench bench;
    const auto text = bench.type({"subnet", "options"}).out;
    CHECK_THAT(text, Contains("ntp-servers") && Contains("vlan-id") && Contains("classless-routes"));
    CHECK_THAT(text, !Contains("dhcp-message-type"));
}

TEST_CASE("subnet: what does not fit is refused with what to do", "[operations][subnet]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    CHECK_THAT(bench.refusal(kAdd), Contains("There is a subnet 10.77.0.0/24 already"));
    const std::vector<std::string> set{"subnet", "set", "10.77.0.0/24"};
    const std::vector<std::pair<std::vector<std::string>, std::string>> rows{
        {{"--range", "10.77.0.150-160"},
         "The ranges 10.77.0.100-10.77.0.199 and 10.77.0.150-10.77.0.160 overlap"},
        {{"--range", "10.77.1.1-9"},
         "The range 10.77.1.1-10.77.1.9 does not lie among the hosts of 10.77.0.0/24 (10.77.0.1 to "
         "10.77.0.254)"},
        {{"--range", "10.77.0.250-255"}, "does not lie among the hosts"},
        {{"--range", "10.77.0.9-3"}, "ends before it begins"},
        {{"--range", "10.77.0"}, "is not a range of addresses"},
        {{"--router", "10.78.0.1"}, "The router 10.78.0.1 is not a host of 10.77.0.0/24"},
        {{"--router", "10.77.0.120"}, "contains the router 10.77.0.120: exclude it"},
        {{"--router", "gateway"}, "is not an IPv4 address"},
        {{"--reserve", "00:11:22:33:44:55=10.79.0.1"}, "The reserved address 10.79.0.1 is not a host"},
        {{"--reserve", "00:11:22:33:44:55=10.77.0.5", "--reserve", "00:11:22:33:44:66=10.77.0.5"},
         "10.77.0.5 is reserved twice"},
        {{"--reserve", "00:11:22:33:44:55=10.77.0.5", "--reserve", "00:11:22:33:44:55=10.77.0.6"},
         "has another one already"},
        {{"--reserve", "00:11:22:33:44:55"}, "does not say CLIENT=ADDRESS"},
        {{"--reserve", "nobody=10.77.0.5"}, "is no client of a reservation"},
        {{"--option", "300=1"}, "a code from 1 to 254"},
        {{"--option", "43=0xzz"}, "is not octets in hexadecimal"},
        {{"--option", "43"}, "does not say NAME=VALUE"},
        {{"--option", "ntp-server=10.0.0.1"}, "Did you mean ntp-servers"},
        {{"--option", "200=abc"}, "Option 200 has no name here"},
        {{"--option", "150=text:10.0.0.1"}, "holds the text \"10.0.0.1\" instead of the address"},
        {{"--option", "time-offset=noon"}, "is not a number from -2147483648"},
        {{"--option", "53=1"}, "cannot be set: the protocol itself decides it"},
        {{"--option", "rapid-commit=hex:00"}, "say --rapid-commit on"},
        {{"--option", "1=255.0.0.0"}, "it follows from the subnet"},
        {{"--option", "51=8h"}, "The lease time of the whole subnet is --lease"},
        {{"--option", "51@model:7960=5"}, "a lease lasts from 60 s to 31536000 s"},
        {{"--option", "58=2d"}, "which is not before clients turn to any server, after 75600 s (option 59)"},
        {{"--option", "59=1d"}, "which is not before the end of the lease after 86400 s"},
        {{"--option", "58=2h", "--option", "59=1h"}, "Option 58 (dhcp-renewal-time) is 7200 s"},
        {{"--option", "42@model:9999=10.0.0.1"}, "There is no model 9999"},
        {{"--option", "42@client:nobody=10.0.0.1"}, "is no client of a reservation"},
        {{"--option", "42@=10.0.0.1"}, "Behind the @ stands for whom"},
        {{"--rapid-commit", "maybe"}, "It is on or off"},
        {{"--lease-query-from", "relay"}, "is not an IPv4 address"},
        {{"--lease", "5"}, "is not a time from 60 s"},
        {{"--drop-range", "10.77.0.1-2"}, "there is no 10.77.0.1-10.77.0.2 to drop"},
        {{"--drop-option", "43"}, "there is no option 43 (vendor-encapsulated-options)."},
        {{"--drop-option", "ntp-servers@model:7960"}, "no option 42 (ntp-servers) for model:7960."},
        {{"--clients", "everybody"}, "It is phones or all"},
    };
    for (const auto& [words, sentence] : rows) {
        CAPTURE(words);
        CHECK_THAT(bench.refusal(set + words), Contains(sentence));
    }
    CHECK_THAT(
        bench.refusal({"subnet", "add", "10.77.0.0/16"}),
        Contains("10.77.0.0/16 and the subnet 10.77.0.0/24 have addresses in common")
    );
    CHECK_THAT(bench.refusal({"subnet", "add", "10.77.0.0"}), Contains("is not a subnet such as"));
    CHECK_THAT(bench.refusal({"subnet", "set", "10.78.0.0/24"}), Contains("There is no subnet 10.78.0.0/24"));
}

TEST_CASE("subnet set: adds and drops, and leaves the rest", "[operations][subnet]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    REQUIRE(bench
                .ask(
                    {"subnet",
                     "set",
                     "10.77.0.7",
                     "--reserve",
                     "SEP001122334455=10.77.0.20",
                     "--option",
                     "66=tftp.example"}
                )
                .has_value());
    REQUIRE(bench
                .ask(
                    {"subnet",
                     "set",
                     "10.77.0.0/24",
                     "--drop-range",
                     "10.77.0.100-199",
                     "--range",
                     "10.77.0.50-60"}
                )
                .has_value());
    const auto shown = bench.json({"subnet", "show", "10.77.0.0/24"});
    CHECK(test::json_at(shown, "/ranges/0/first") == "10.77.0.50");
    CHECK(test::json_at(shown, "/ranges/1/client") == "mac:001122334455");
    CHECK(test::json_at(shown, "/routers") == "10.77.0.1");
    CHECK(test::json_at(shown, "/options/0/value") == "746674702e6578616d706c65");
    REQUIRE(bench
                .ask(
                    {"subnet",
                     "set",
                     "10.77.0.0/24",
                     "--drop-reservation",
                     "001122334455",
                     "--drop-option",
                     "66",
                     "--router",
                     ""}
                )
                .has_value());
    const auto after = bench.json({"subnet", "show", "10.77.0.0/24"});
    CHECK(test::json_at(after, "/ranges/1") == "(nothing)");
    CHECK(test::json_at(after, "/options/0") == "(nothing)");
    CHECK(test::json_at(after, "/routers") == "");
}

TEST_CASE("subnet remove: one with leases in force stays unless forced", "[operations][subnet]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    auto database = bench.database();
    const SubnetId subnet{database.integer("SELECT id FROM dhcp_subnet").value()};
    auto leases = db::open_leases(bench.directory, db::Access::read_write).value();
    db::LeaseStore{}.store(
        leases,
        {{.address = Ipv4{10, 77, 0, 100},
          .subnet = subnet,
          .mac = MacAddress::parse("001122334455").value(),
          .starts = bench.clock.now(),
          .expires = bench.clock.now() + std::chrono::hours{1}}}
    );
    CHECK_THAT(
        bench.refusal({"subnet", "remove", "10.77.0.0/24"}), Contains("1 address of 10.77.0.0/24 is leased")
    );
    CHECK(bench.ask({"subnet", "remove", "10.77.0.0/24", "--force"}).has_value());
    CHECK_THAT(bench.type({"subnet", "list"}).out, Contains("There is no subnet, so DHCP answers nobody."));
}

TEST_CASE("D-72 subnet check: options that cannot be sent are found", "[operations][subnet]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    auto database = bench.database();
    database.script(
        "INSERT INTO dhcp_option SELECT id, 'subnet', '', 150, '31302E302E302E31' FROM dhcp_subnet;"
        "INSERT INTO dhcp_option SELECT id, 'subnet', '', 59, '00020000' FROM dhcp_subnet;"
        "INSERT INTO dhcp_option SELECT id, 'subnet', '', 54, '0A000001' FROM dhcp_subnet;"
    );
    const auto text = bench.type({"check"}).out;
    CHECK_THAT(text, Contains("instead of the address itself. Say 150=10.0.0.1."));
    CHECK_THAT(text, Contains("not before the end of the lease after 86400 s"));
    CHECK_THAT(text, Contains("Drop it with --drop-option 54"));
    REQUIRE(bench
                .ask(
                    {"subnet",
                     "set",
                     "10.77.0.0/24",
                     "--drop-option",
                     "150",
                     "--drop-option",
                     "59",
                     "--drop-option",
                     "54"}
                )
                .has_value());
    CHECK(bench.ask({"subnet", "show", "10.77.0.0/24"}).value().tables.at(1).rows.empty());
}
