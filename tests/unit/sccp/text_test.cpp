#include "server/sccp/text.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace dialtone::sccp::test {

namespace {

std::string encoded(std::string_view text, bool is_utf8, std::size_t max = 100) {
    Buffer out;
    append_encoded(out, text, is_utf8, max);
    return std::string{dialtone::text_of(out)};
}

}  // namespace

TEST_CASE("Text: codes stay two raw octets in both encodings", "[sccp][message]") {
    const auto from_zoe = coded(Phrase::from) + "Zo\xC3\xAB";
    CHECK(encoded(from_zoe, true) == "\x80\x17Zo\xC3\xAB");
    CHECK(encoded(from_zoe, false) == "\x80\x17Zo\xEB");
    CHECK(readable(from_zoe) == "From Zo\xC3\xAB");
}

TEST_CASE("Text: ISO 8859-1 phones get the nearest character that they have", "[sccp][message]") {
    CHECK(encoded("M\xC3\xBCller", false) == "M\xFCller");
    CHECK(
        encoded(
            "\xC5\x81\xC3\xB3"
            "d\xC5\xBA",
            false
        ) ==
        "L\xF3"
        "dz"
    );
    CHECK(encoded("\xE2\x82\xAC 5 \xE2\x80\x94 ok", false) == "EUR 5 - ok");
    CHECK(encoded("\xE6\x97\xA5\xE6\x9C\xAC", false) == "??");
}

TEST_CASE("Text: never half a character, and never half a code", "[sccp][message]") {
    const std::string umlauts = "\xC3\xA4\xC3\xB6\xC3\xBC";
    CHECK(encoded(umlauts, true, 5) == "\xC3\xA4\xC3\xB6");
    CHECK(encoded(umlauts, false, 2) == "\xE4\xF6");
    CHECK(encoded("a" + coded(Phrase::busy), true, 2) == "a");
}

TEST_CASE("Text: what is malformed or a control character never reaches a phone", "[sccp][message]") {
    CHECK(
        encoded(
            "a\xFF"
            "b\xC3",
            true
        ) == "a?b?"
    );
    CHECK(
        encoded(
            "a\x01"
            "b\xC2\x80"
            "c",
            false
        ) == "a?b?c"
    );
    CHECK(encoded("\xC0\x80", true) == "??");
    CHECK(encoded("\xED\xA0\x80", true) == "???");
}

TEST_CASE("Text: a phone's octets become UTF-8 again", "[sccp][message]") {
    const auto octets = [](std::string_view text) { return bytes_of(text); };
    CHECK(decoded(octets("\x80\x13"), false) == coded(Phrase::your_current_options));
    CHECK(decoded(octets("M\xFCller"), false) == "M\xC3\xBCller");
    CHECK(decoded(octets("M\xC3\xBCller"), true) == "M\xC3\xBCller");
    CHECK(decoded(octets("M\xFC"), true) == "M?");
    CHECK(readable("\x80\x7F") == "<807F>");
}

}  // namespace dialtone::sccp::test
