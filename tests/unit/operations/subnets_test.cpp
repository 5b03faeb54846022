#include "tests/unit/operations/bench.hpp"

#include "db/lease_store.hpp"
#include "db/stores.hpp"
#include "db/world_loader.hpp"
#include "server/operations/subnet_edit.hpp"

#include <catch2/catch.hpp>

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
    const auto words =
        kAdd + std::vector<std::string>{"--range",         "10.77.0.210-10.77.0.220",
                                        "--exclude",       "10.77.0.150",
                                        "--dns",           "10.0.0.53,10.0.0.54",
                                        "--domain",        "example.net",
                                        "--tftp",          "10.0.0.1 10.0.0.2",
                                        "--lease",         "8h",
                                        "--clients",       "all",
                                        "--reserve",       "00:11:22:33:44:55=10.77.0.20",
                                        "--reserve",       "client-id:01ab=10.77.0.21",
                                        "--option",        "42=10.0.0.1",
                                        "--option",        "43@Cisco Systems, Inc. IP Phone=0x0102",
                                        "--authoritative", "on",
                                        "--interface",     "eth0.20",
                                        "--relay",         "10.99.0.1"};
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
    CHECK(subnet.interface == "eth0.20");
    CHECK(subnet.relay == Ipv4{10, 99, 0, 1});
    REQUIRE(subnet.reservations.size() == 2);
    REQUIRE(subnet.options.size() == 2);
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
        {{"--option", "43"}, "does not say CODE=VALUE"},
        {{"--lease", "5"}, "is not a time from 60 s"},
        {{"--drop-range", "10.77.0.1-2"}, "there is no 10.77.0.1-10.77.0.2 to drop"},
        {{"--drop-option", "43"}, "there is no option 43"},
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
    db::store_lease(
        leases,
        {.address = Ipv4{10, 77, 0, 100},
         .subnet = subnet,
         .mac = MacAddress::parse("001122334455").value(),
         .starts = bench.clock.now(),
         .expires = bench.clock.now() + std::chrono::hours{1}}
    );
    CHECK_THAT(
        bench.refusal({"subnet", "remove", "10.77.0.0/24"}), Contains("1 address of 10.77.0.0/24 is leased")
    );
    CHECK(bench.ask({"subnet", "remove", "10.77.0.0/24", "--force"}).has_value());
    CHECK_THAT(bench.type({"subnet", "list"}).out, Contains("There is no subnet, so DHCP answers nobody."));
}

TEST_CASE("Option octets: hexadecimal, addresses or text", "[operations][subnet]") {
    CHECK(operations::parse_octets("0x0a0B").value() == "\x0a\x0b");
    CHECK(
        operations::parse_octets("10.0.0.1,10.0.0.2").value() == std::string("\x0a\0\0\x01\x0a\0\0\x02", 8)
    );
    CHECK(operations::parse_octets("tftp.example").value() == "tftp.example");
    CHECK(operations::parse_octets("").has_error());
    CHECK(operations::parse_octets(std::string(256, 'x')).has_error());
}
