#include "server/tftp/allowed_networks.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;

TEST_CASE("T-80 private, link-local and loopback addresses may ask, the world may not", "[tftp][engine]") {
    const AllowedNetworks allowed{private_networks()};
    for (const auto* inside :
         {"10.0.0.0",
          "10.255.255.255",
          "172.16.0.1",
          "172.31.255.255",
          "192.168.0.0",
          "169.254.1.1",
          "127.77.1.2"}) {
        CAPTURE(inside);
        REQUIRE(allowed.contains(Ipv4::parse(inside).value()));
    }
    for (const auto* outside :
         {"0.0.0.0",
          "9.255.255.255",
          "11.0.0.0",
          "172.15.255.255",
          "172.32.0.0",
          "192.167.255.255",
          "192.169.0.0",
          "128.0.0.0",
          "8.8.8.8",
          "255.255.255.255"}) {
        CAPTURE(outside);
        REQUIRE_FALSE(allowed.contains(Ipv4::parse(outside).value()));
    }
}

TEST_CASE(
    "AllowedNetworks: networks may overlap, and the subnets of a later world replace", "[tftp][engine]"
) {
    AllowedNetworks allowed{{Cidr{Ipv4{10, 0, 0, 0}, 16}}};
    allowed.use_subnets(std::array{Cidr{Ipv4{10, 0, 7, 0}, 24}, Cidr{Ipv4{192, 0, 2, 0}, 25}});
    REQUIRE(allowed.contains(Ipv4{10, 0, 7, 9}));
    REQUIRE(allowed.contains(Ipv4{10, 0, 255, 9}));
    REQUIRE(allowed.contains(Ipv4{192, 0, 2, 127}));
    REQUIRE_FALSE(allowed.contains(Ipv4{192, 0, 2, 128}));
    allowed.use_subnets({});
    REQUIRE_FALSE(allowed.contains(Ipv4{192, 0, 2, 1}));
    REQUIRE(allowed.contains(Ipv4{10, 0, 0, 1}));
}

TEST_CASE("AllowedNetworks: nobody, and everybody", "[tftp][engine]") {
    REQUIRE_FALSE(AllowedNetworks{{}}.contains(Ipv4{10, 0, 0, 1}));
    REQUIRE(AllowedNetworks{{Cidr{Ipv4{}, 0}}}.contains(Ipv4{203, 0, 113, 1}));
}
