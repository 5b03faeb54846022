#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/model/device_name.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;

TEST_CASE("Ipv4: dotted decimal and back", "[address]") {
    REQUIRE(Ipv4::parse("10.77.0.1") == Ipv4{10, 77, 0, 1});
    REQUIRE(Ipv4{255, 255, 255, 255}.to_string() == "255.255.255.255");
    for (const auto* bad :
         {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", "a.b.c.d", "1..2.3", "-1.2.3.4"}) {
        CAPTURE(bad);
        REQUIRE_FALSE(Ipv4::parse(bad));
    }
}

TEST_CASE("Cidr: clears host bits and knows its edges", "[address]") {
    const auto cidr = Cidr::parse("10.77.3.9/16");
    REQUIRE(cidr);
    REQUIRE(cidr->to_string() == "10.77.0.0/16");
    REQUIRE(cidr->mask() == Ipv4{255, 255, 0, 0});
    REQUIRE(cidr->directed_broadcast() == Ipv4{10, 77, 255, 255});
    REQUIRE(cidr->contains(Ipv4{10, 77, 200, 1}));
    REQUIRE_FALSE(cidr->contains(Ipv4{10, 78, 0, 0}));
    REQUIRE(Cidr::parse("0.0.0.0/0")->contains(Ipv4::broadcast()));
    for (const auto* bad : {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "/8"}) {
        CAPTURE(bad);
        REQUIRE_FALSE(Cidr::parse(bad));
    }
}

TEST_CASE("MacAddress: every spelling that labels and switches use", "[address]") {
    const auto expected = MacAddress{{0x00, 0x11, 0x22, 0xaa, 0xbb, 0xcc}};
    for (const auto* text : {"001122AABBCC", "00:11:22:aa:bb:cc", "00-11-22-AA-BB-CC", "0011.22aa.bbcc"}) {
        CAPTURE(text);
        REQUIRE(MacAddress::parse(text) == expected);
    }
    REQUIRE(expected.to_string() == "001122AABBCC");
    REQUIRE(expected.to_colons() == "00:11:22:aa:bb:cc");
    REQUIRE_FALSE(MacAddress::parse("001122AABBC"));
    REQUIRE_FALSE(MacAddress::parse("001122AABBCG"));
}

TEST_CASE("DeviceName: folded to upper case, with its MAC address", "[address]") {
    const auto name = DeviceName::parse("sep001122aabbcc");
    REQUIRE(name);
    REQUIRE(name->text() == "SEP001122AABBCC");
    REQUIRE(name->mac() == MacAddress::parse("001122AABBCC"));
    REQUIRE(DeviceName::of(*name->mac()) == *name);
    REQUIRE_FALSE(DeviceName::parse(""));
    REQUIRE_FALSE(DeviceName::parse("SEP001122AABBCCD"));
    REQUIRE_FALSE(DeviceName::parse("SEP/../etc"));
    REQUIRE_FALSE(DeviceName::parse("MYPHONE")->mac());
}
