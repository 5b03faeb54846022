// Options between people's words and octets.
#include "server/dhcp/option_value.hpp"
#include "common/bytes/hex.hpp"
#include "server/dhcp/option_catalogue.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using namespace dialtone::dhcp;
using Catch::Matchers::Contains;

namespace {

std::uint8_t code_of(std::string_view name) {
    const auto* entry = find_option(name);
    REQUIRE(entry != nullptr);
    return entry->code;
}

std::string hex_of(std::string_view name, std::string_view text) {
    return to_hex(bytes_of(parse_option_value(code_of(name), text).value()));
}

std::string refusal(std::uint8_t code, std::string_view text) {
    const auto outcome = parse_option_value(code, text);
    REQUIRE(outcome.has_error());
    return outcome.error().sentence;
}

std::string octets(std::string_view hex) {
    return std::string{text_of(from_hex(hex).value())};
}

}  // namespace

TEST_CASE("DHCP option values: each type has its octets", "[dhcp][message]") {
    struct Row {
        const char* name;
        const char* text;
        const char* hex;
    };

    const auto row = GENERATE(
        Row{"time-offset", "-18000", "ffffb9b0"},
        Row{"time-offset", "3600", "00000e10"},
        Row{"ntp-servers", "10.0.0.1,10.0.0.2", "0a0000010a000002"},
        Row{"ntp-servers", "10.0.0.1 10.0.0.2", "0a0000010a000002"},
        Row{"swap-server", "10.0.0.1", "0a000001"},
        Row{"vlan-id", "120", "313230"},
        Row{"vlan-id", "hex:00000078", "00000078"},
        Row{"interface-mtu", "1500", "05dc"},
        Row{"default-ip-ttl", "64", "40"},
        Row{"ip-forwarding", "off", "00"},
        Row{"all-subnets-local", "yes", "01"},
        Row{"arp-cache-timeout", "1m", "0000003c"},
        Row{"domain-name", "example.net", "6578616d706c652e6e6574"},
        Row{"static-routes", "10.1.2.3>10.0.0.1", "0a0102030a000001"},
        Row{"classless-routes", "10.0.0.0/8>10.78.0.254", "080a0a4e00fe"},
        Row{"classless-routes", "10.0.0.0/8:10.78.0.254", "080a0a4e00fe"},
        Row{"classless-routes", "0.0.0.0/0>10.0.0.1,10.1.2.128/25>10.0.0.2", "000a000001190a0102800a000002"},
        Row{"domain-search", "a.example,b", "0161076578616d706c6500016200"},
        Row{"sip-servers", "10.0.0.1", "010a000001"},
        Row{"sip-servers", "sip.example", "0003736970076578616d706c6500"},
        Row{"vendor-encapsulated-options", "0x0102", "0102"},
        Row{"vendor-encapsulated-options", "hex:f104c0a80001", "f104c0a80001"},
        Row{"TFTP-SERVERS", "0x0a000001", "0a000001"}
    );
    CAPTURE(row.name, row.text);
    REQUIRE(hex_of(row.name, row.text) == row.hex);
}

TEST_CASE("DHCP option values: every example of the catalogue is shown as it is typed", "[dhcp][message]") {
    std::set<std::string_view> names;
    std::uint8_t before = 0;
    for (const auto& entry : option_catalogue()) {
        CAPTURE(entry.name);
        REQUIRE(names.insert(entry.name).second);
        REQUIRE(entry.code > before);
        before = entry.code;
        REQUIRE(find_option(entry.code) == &entry);
        REQUIRE(entry.example.empty() == !entry.instead.empty());
        if (entry.instead.empty()) {
            const auto value = parse_option_value(entry.code, entry.example).value();
            const auto shown = option_value_text(entry.code, value);
            REQUIRE(parse_option_value(entry.code, shown).value() == value);
            const bool is_time = entry.type == OptionType::seconds;
            REQUIRE((is_time || shown == entry.example));
        }
    }
}

TEST_CASE("DHCP option values: options without a name say their type", "[dhcp][message]") {
    REQUIRE(parse_option_value(200, "text:abc").value() == "abc");
    REQUIRE(parse_option_value(200, "hex:0a0B").value() == "\x0a\x0b");
    REQUIRE(parse_option_value(200, "addresses:10.0.0.1").value() == octets("0a000001"));
    REQUIRE(parse_option_value(200, "u8:7").value() == "\x07");
    REQUIRE(parse_option_value(200, "u16:258").value() == "\x01\x02");
    REQUIRE(parse_option_value(200, "u32:1").value() == octets("00000001"));
    REQUIRE(option_value_text(200, "abc") == "text:abc");
    REQUIRE(option_value_text(200, "\x0a\x0b") == "hex:0a0b");
    REQUIRE_THAT(refusal(200, "abc"), Contains("Option 200 has no name here"));
    REQUIRE_THAT(refusal(200, "u8:256"), Contains("is not a number from 0 to 255"));
    REQUIRE_THAT(refusal(200, "hex:"), Contains("is not octets in hexadecimal digits"));
}

TEST_CASE("DHCP option values: a wrong value is refused with what is expected", "[dhcp][message]") {
    const auto code = [](const char* name) { return code_of(name); };
    REQUIRE_THAT(
        refusal(150, "text:10.0.0.1"),
        Contains("holds the text \"10.0.0.1\" instead of the address itself. Say 150=10.0.0.1")
    );
    REQUIRE_THAT(refusal(150, "0x31302e3137382e302e3131"), Contains("holds the text \"10.178.0.11\""));
    REQUIRE_THAT(refusal(150, "hex:0a0000"), Contains("a list of IPv4 addresses"));
    REQUIRE_THAT(
        refusal(150, "tftp.example"), Contains("Option 150 (tftp-servers): \"tftp.example\" is not")
    );
    REQUIRE_THAT(refusal(code("time-offset"), "5000000000"), Contains("-2147483648 to 2147483647"));
    REQUIRE_THAT(refusal(code("arp-cache-timeout"), "-1"), Contains("is not a time"));
    REQUIRE_THAT(refusal(code("ip-forwarding"), "perhaps"), Contains("is not on or off"));
    REQUIRE_THAT(refusal(code("classless-routes"), "10.0.0.0/33>10.0.0.1"), Contains("a list of routes"));
    REQUIRE_THAT(refusal(code("classless-routes"), "10.0.0.0/8"), Contains("a list of routes"));
    REQUIRE_THAT(refusal(code("classless-routes"), "hex:210a0000010a000001"), Contains("a list of routes"));
    REQUIRE_THAT(refusal(code("domain-search"), "a..b"), Contains("a list of domain names"));
    REQUIRE_THAT(refusal(code("domain-search"), std::string(64, 'a')), Contains("a list of domain names"));
    REQUIRE_THAT(refusal(code("swap-server"), "10.0.0.1,10.0.0.2"), Contains("one IPv4 address"));
    REQUIRE_THAT(refusal(code("domain-name"), ""), Contains("is not text"));
    REQUIRE_THAT(refusal(code("domain-name"), std::string(1025, 'a')), Contains("at most 1024 octets"));
    REQUIRE_THAT(refusal(code("domain-name"), "a\nb"), Contains("is not text"));
}

TEST_CASE("DHCP option values: octets that do not fit are shown as they are", "[dhcp][message]") {
    REQUIRE(option_value_text(150, octets("0a0000")) == "hex:0a0000");
    REQUIRE(option_value_text(66, octets("410042")) == "hex:410042");
    REQUIRE(option_value_text(66, "text:a") == "hex:746578743a61");
    REQUIRE(option_value_text(121, octets("080a0a4e00fe")) == "10.0.0.0/8:10.78.0.254");
    // RFC 3397: the second name ends with a pointer to the end of the first.
    REQUIRE(
        option_value_text(119, octets("0161 0162 00 0163 c002")) ==
        "hex:0161016200"
        "0163c002"
    );
    REQUIRE_FALSE(option_value_problem(119, octets("0161 0162 00 0163 c002")));
    // Pointers that lead nowhere, forward, or to themselves.
    for (const auto* bad : {"c000", "0161c000", "0161c005", "0161c0", "0161", "40", "00", "0161c00200c001"}) {
        CAPTURE(bad);
        REQUIRE(option_value_problem(119, octets(bad)));
    }
}

TEST_CASE("DHCP option values: what the protocol decides is known as such", "[dhcp][message]") {
    for (const int code : {0, 50, 52, 53, 54, 55, 57, 61, 80, 82, 91, 92, 118, 255}) {
        REQUIRE(is_protocol_option(static_cast<std::uint8_t>(code)));
    }
    for (const int code : {1, 3, 43, 51, 58, 66, 150, 200}) {
        REQUIRE_FALSE(is_protocol_option(static_cast<std::uint8_t>(code)));
    }
}
