// What a phone must be answered on its way to its configuration, packet by packet.
#include "engine_bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace dialtone::tftp::test_bench;

namespace {

/// The request of a 7940 for its trust list, as captured: 31 octets behind 42 of Ethernet, IP and UDP.
Buffer captured_request() {
    Buffer octets{0, 1};
    for (const char c : std::string{"CTLSEP0006537B84EF.tlv"}) {
        octets.push_back(static_cast<std::uint8_t>(c));
    }
    octets.push_back(0);
    for (const char c : std::string{"octet"}) {
        octets.push_back(static_cast<std::uint8_t>(c));
    }
    octets.push_back(0);
    return octets;
}

}  // namespace

TEST_CASE("P-01 the request of a 7940 for a trust list is refused at once", "[tftp][engine]") {
    Bench b;
    const auto request = captured_request();
    REQUIRE(request.size() + 14 + 20 + 8 == 73);
    const auto heard = b.says(kPhone, request);
    REQUIRE(heard.size() == 1);  // in the same turn: no timer is between
    CHECK(heard[0].error() == 1);
    CHECK(b.engine.next_wake() == std::nullopt);
}

TEST_CASE("P-02 an extra NUL behind the mode changes nothing", "[tftp][engine]") {
    Bench b;
    Buffer octets;
    render_request(octets, Opcode::read_request, "x511", "octet", {});
    octets.push_back(0);
    const auto heard = b.says(kPhone, octets);
    REQUIRE(heard.size() == 1);
    CHECK(heard[0].block() == 1);
}

TEST_CASE("P-03 names of other systems are a file within the root, or none", "[tftp][engine]") {
    Bench b;
    CHECK(b.asks(kPhone, "\\Communicator\\x.xml").at(0).block() == 1);
    CHECK(b.asks(kOther, "/x511").at(0).block() == 1);
    for (const auto* name : {"../x511", "a/../../x511", "\\..\\x511"}) {
        CAPTURE(name);
        const Endpoint phone{Ipv4{10, 0, 0, 60}, 50000};
        const auto heard = b.asks(phone, name);
        REQUIRE(heard.size() == 1);
        CHECK(heard[0].error() > 0);
    }
}

TEST_CASE("P-04 a name in another case is the file, and the journal has its spelling", "[tftp][engine]") {
    Bench b;
    b.store.put("RINGLIST.XML", "<CiscoIPPhoneRingList/>");
    const auto heard = b.asks(kPhone, "RingList.xml");
    REQUIRE(heard.at(0).block() == 1);
    b.acks(kPhone, heard[0].route.port, 1);
    REQUIRE_FALSE(b.journal.empty());
    CHECK(b.journal.back().field("name") == "RingList.xml");
    CHECK(b.journal.back().field("spelled") == "RINGLIST.XML");
}

TEST_CASE("P-06 a request repeated from the same port is one session", "[tftp][engine]") {
    Bench b;
    const auto first = b.asks(kPhone, "x5000");
    b.now = b.now + 1s;
    const auto second = b.asks(kPhone, "x5000");
    REQUIRE(first.size() == 1);
    REQUIRE(second.size() == 1);
    CHECK(second[0].route.port == first[0].route.port);
    CHECK(second[0].block() == 1);
}
