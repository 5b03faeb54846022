#include "server/dhcp/message.hpp"

#include "common/bytes/hex.hpp"
#include "tests/support/dhcp_dialogue.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::dhcp;

namespace {

/// A message whose options field is `options`, with `file` and `sname` given in hexadecimal.
Buffer frame(std::string_view options, std::string_view file = "", std::string_view sname = "") {
    auto octets = from_hex(
                      "01 01 06 00 | 3903f326 | 0000 8000 | 00000000 00000000 00000000 00000000"
                      "00070e16017a 00000000000000000000"
    )
                      .value();
    const auto field = [&](std::string_view hex, std::size_t size) {
        auto value = from_hex(hex).value();
        value.resize(size);
        octets.insert(octets.end(), value.begin(), value.end());
    };
    field(sname, 64);
    field(file, 128);
    field("63825363", 4);
    const auto tail = from_hex(options).value();
    octets.insert(octets.end(), tail.begin(), tail.end());
    return octets;
}

std::string hex_of(const Message& message, std::uint8_t code) {
    return to_hex(message.options.bytes(code).value_or(Bytes{}));
}

}  // namespace

TEST_CASE("DHCP message: every field of a phone's DISCOVER is read", "[dhcp][message]") {
    const auto octets = frame(
        "350101 3d07 01 00070e16017a 3c26"
        "436973636f2053797374656d732c20496e632e2049502050686f6e652043502d3739363047 00"
        "3707 01420603 0f9623 ff"
    );
    const auto message = parse(octets).value();
    REQUIRE(message.op == Op::request);
    REQUIRE(message.xid == 0x3903f326);
    REQUIRE(message.wants_broadcast());
    REQUIRE(message.type() == MessageType::discover);
    REQUIRE(message.mac() == MacAddress::parse("00070e16017a"));
    REQUIRE(message.vendor_class() == "Cisco Systems, Inc. IP Phone CP-7960G");
    REQUIRE(hex_of(message, option::kParameterList) == "014206030f9623");
    REQUIRE(hex_of(message, option::kClientId) == "0100070e16017a");
    REQUIRE(message.malformed_options == 0);
}

TEST_CASE("DHCP message: an OFFER has exactly these octets", "[dhcp][message]") {
    Message offer;
    offer.op = Op::reply;
    offer.xid = 0x3903f326;
    offer.yiaddr = Ipv4{10, 78, 0, 50};
    offer.siaddr = Ipv4{10, 78, 0, 1};
    offer.set_mac(MacAddress::parse("00070e16017a").value());
    offer.options.set_u8(option::kMessageType, 2);
    offer.options.set_address(option::kServerId, Ipv4{10, 78, 0, 1});
    offer.options.set_u32(option::kLeaseTime, 3600);
    offer.options.set_addresses(option::kTftpServers, {Ipv4{10, 78, 0, 1}, Ipv4{10, 78, 0, 2}});
    Buffer octets;
    REQUIRE(render(offer, kAssumedMaximum, octets) == 0);
    const std::string expected =
        "02010600"
        "3903f326"
        "00000000"
        "00000000"
        "0a4e0032"
        "0a4e0001"
        "00000000"
        "00070e16017a00000000000000000000" +
        std::string(2 * (64 + 128), '0') +
        "63825363"
        "350102"
        "36040a4e0001"
        "330400000e10"
        "96080a4e00010a4e0002"
        "ff";
    REQUIRE(to_hex(Bytes{octets}.first(expected.size() / 2)) == expected);
    REQUIRE(octets.size() == 300);
}

TEST_CASE("DHCP message: what is rendered parses to the same", "[dhcp][message]") {
    auto message = test::discover().wants({1, 3, 66, 150}).relayed_by(Ipv4{10, 78, 0, 2}).message();
    message.sname = "cm1";
    message.file = "boot";
    message.options.set_text(option::kHostName, "SEP00070E16017A");
    message.options.set_text(option::kRelayInformation, std::string_view{"\x01\x02xy", 4});
    Buffer octets;
    render(message, kAssumedMaximum, octets);
    REQUIRE(parse(octets).value() == message);
}

TEST_CASE("DHCP message: no truncation is read past its end", "[dhcp][message]") {
    const auto octets = frame("350101 3d0701 00070e16017a 340103 3c03414243", "0c03616263ff", "0f0161ff");
    for (std::size_t size = 0; size <= octets.size(); ++size) {
        const Buffer cut{octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size)};
        const auto message = parse(cut);
        CAPTURE(size);
        REQUIRE(message.has_value() == (size >= kHeaderSize));
    }
}

TEST_CASE("D-56 D-57 D-58 what is no DHCP message is refused", "[dhcp][message]") {
    const auto good = frame("350101ff");
    SECTION("shorter than the header") {
        REQUIRE(parse(Bytes{good}.first(239)).error().code == WireErrc::truncated);
    }
    SECTION("another cookie") {
        auto bad = good;
        bad[236] = 0;
        REQUIRE(parse(bad).error().offset == 236);
    }
    SECTION("hardware address of 17 octets") {
        auto bad = good;
        bad[2] = 17;
        REQUIRE(parse(bad).error().code == WireErrc::bad_length);
    }
    SECTION("neither request nor reply") {
        auto bad = good;
        bad[0] = 3;
        REQUIRE(parse(bad).error().code == WireErrc::bad_value);
    }
}

TEST_CASE("D-60 D-61 an ambiguous or illegal option 53 gives no type", "[dhcp][message]") {
    const auto type_of = [](std::string_view options) { return parse(frame(options)).value().type(); };
    REQUIRE_FALSE(type_of("ff"));
    REQUIRE_FALSE(type_of("35020101ff"));
    REQUIRE_FALSE(type_of("350100ff"));
    REQUIRE_FALSE(type_of("350109ff"));
    REQUIRE_FALSE(type_of("3501ffff"));
    REQUIRE_FALSE(type_of("350101 350103 ff"));
    REQUIRE(type_of("350108ff") == MessageType::inform);
}

TEST_CASE("D-62 D-63 a missing END and an overrun are tolerated", "[dhcp][message]") {
    REQUIRE(parse(frame("350101")).value().type() == MessageType::discover);
    const auto overrun = parse(frame("350101 3cff4142")).value();
    REQUIRE(overrun.type() == MessageType::discover);
    REQUIRE(overrun.malformed_options == 1);
    REQUIRE_FALSE(overrun.options.contains(option::kVendorClass));
}

TEST_CASE("D-64 D-65 instances of one option are joined in order", "[dhcp][message]") {
    const auto message = parse(frame("350101 37020142 3c0541424344 45 00 37020603 3c0246 47 ff")).value();
    REQUIRE(hex_of(message, option::kParameterList) == "01420603");
    REQUIRE(message.vendor_class() == "ABCDEFG");
    REQUIRE(message.options.size() == 3);
}

TEST_CASE("D-66 options in file and sname are read", "[dhcp][message]") {
    const auto message = parse(frame("350101 340103 ff", "0c03616263ff", "3c0178ff")).value();
    REQUIRE(message.options.text(option::kHostName) == "abc");
    REQUIRE(message.vendor_class() == "x");
    REQUIRE(message.file.empty());
    REQUIRE(message.sname.empty());
}

TEST_CASE("D-67 option 52 inside file counts for nothing", "[dhcp][message]") {
    const auto message = parse(frame("350101 340101 ff", "340103 0c0161 ff", "3c0178ff")).value();
    REQUIRE(message.options.text(option::kHostName) == "a");
    REQUIRE(message.vendor_class().empty());
    REQUIRE_FALSE(message.options.contains(option::kOverload));
}

TEST_CASE("D-68 a long option is split and joined again", "[dhcp][message]") {
    Message message = test::discover().message();
    const std::string value(400, 'v');
    message.options.set_text(43, value);
    Buffer octets;
    render(message, 1400, octets);
    const auto hex = to_hex(octets);
    REQUIRE(hex.find("2bff") != std::string::npos);
    REQUIRE(hex.find("2b91") != std::string::npos);  // 145
    REQUIRE(parse(octets).value().options.text(43) == value);
}

TEST_CASE("D-69 what does not fit moves to file and sname, then drops out", "[dhcp][message]") {
    auto message = test::discover().message();
    for (std::uint8_t code = 200; code < 210; ++code) {
        message.options.set_text(code, std::string(40, static_cast<char>(code)));
    }
    message.options.set_text(option::kRelayInformation, std::string(60, 'r'));
    Buffer octets;
    const auto left_out = render(message, kAssumedMaximum, octets);
    REQUIRE(octets.size() <= kAssumedMaximum);
    const auto read = parse(octets).value();
    REQUIRE(left_out == 2);
    REQUIRE(read.options.size() == message.options.size() - left_out);
    REQUIRE(read.options.text(option::kRelayInformation).size() == 60);
    REQUIRE(read.options.contains(207));
    REQUIRE_FALSE(read.options.contains(208));
    // Relay information is the last option of the options field (RFC 3046 §2.2).
    const auto text = std::string{text_of(octets)};
    REQUIRE(text.find(std::string(60, 'r') + '\xff') != std::string::npos);
}

TEST_CASE("DHCP message: a datagram full of tiny options is read in one go", "[dhcp][message]") {
    auto octets = frame("350101");
    while (octets.size() < kMaximumReceived - 3) {
        octets.insert(octets.end(), {43, 1, 0x55});
    }
    const auto message = parse(octets).value();
    REQUIRE(message.options.size() == 2);
    REQUIRE(message.options.bytes(43)->size() == (octets.size() - 243) / 3);
}

TEST_CASE("DHCP options: a value that grows or shrinks stays in its place", "[dhcp][message]") {
    OptionList list;
    list.set_text(1, "one");
    list.set_text(2, "two");
    list.set_text(1, "longer than before");
    list.set_text(2, "2");
    REQUIRE(list.at(0).code == 1);
    REQUIRE(list.text(1) == "longer than before");
    REQUIRE(list.text(2) == "2");
    REQUIRE_FALSE(list.u32(1));
    REQUIRE(list.addresses(1).empty());
}
