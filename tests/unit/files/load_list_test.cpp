#include "server/files/load_list.hpp"

#include "tests/support/firmware.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::files;

namespace {

/// The names of the members, blanks between; what is wrong with the list when it is not understood.
std::string members(std::string_view octets) {
    const auto list = parse_load_list(bytes_of(octets));
    if (!list) {
        return std::string{"error: "} + list.error().what;
    }
    std::string names;
    for (const auto& member : *list) {
        names += (names.empty() ? "" : " ") + member.name;
    }
    return names;
}

// The text of each family's lists, as their firmware has it.
constexpr std::string_view k7945 =
    "#\r\n"
    "# This file contains a list of archive image files that will be requested by the\r\n"
    "# RELEASE load version 9-4-2SR4-3\r\n"
    "#\r\n"
    "#HARDWARE_COMP_1 15\r\n"
    "\r\n"
    "jar45sccp.9-4-2SR4-3.sbn\r\n"
    "cnu45.9-4-2SR4-3.sbn\r\n"
    "apps45.9-4-2SR4-3.sbn\r\n"
    "dsp45.9-4-2SR4-3.sbn \r\n"
    "cvm45sccp.9-4-2SR4-3.sbn \r\n";
constexpr std::string_view k7940 = "P0030801SR02.sbn\nP0030801SR02.sb2\nLA_VERSION=PAS30831\n";
constexpr std::string_view k6901 = "KNL6901SCCP.9-2-1-a.zz.sgn\nAPP6901SCCP.9-2-1-a.zz.sgn\n";
constexpr std::string_view k7925 =
    "#? HW_REV 0-2.*\n"
    "#? SW_CAP EAP-TLS,PEAP,VSFIX\n"
    "TNUXH-1.4.1SR1.SBN                    937841 EBDEF11A57898C6D805DFB86904106FB\n"
    "GUIH-1.4.1SR1.SBN                    1906452 CFF51E8A46B50FD2655D5885482F9AA7\n"
    "#+ JUIH-1.4.1SR1.SBN                 1059042 8CB819C06C582BDD33F60DFB692142D4\n";

constexpr std::string_view k7945Members =
    "jar45sccp.9-4-2SR4-3.sbn cnu45.9-4-2SR4-3.sbn apps45.9-4-2SR4-3.sbn dsp45.9-4-2SR4-3.sbn "
    "cvm45sccp.9-4-2SR4-3.sbn";

}  // namespace

TEST_CASE("Load list: signed and plain, of every family", "[files][loads]") {
    CHECK(members(k7945) == k7945Members);
    CHECK(members(test::signed_load_list("SCCP45.9-4-2SR4-3S.loads", k7945)) == k7945Members);
    CHECK(
        members(test::signed_load_list("P0030801SR02.loads", k7940)) == "P0030801SR02.sbn P0030801SR02.sb2"
    );
    CHECK(
        members(test::signed_load_list("SCCP6901.9-2-1-a.loads", k6901)) ==
        "KNL6901SCCP.9-2-1-a.zz.sgn APP6901SCCP.9-2-1-a.zz.sgn"
    );
}

TEST_CASE("Load list: the 792x say sizes, and mark what only newer firmware fetches", "[files][loads]") {
    const auto list = parse_load_list(bytes_of(test::signed_load_list("CP7925G-1.4.1SR1.LOADS", k7925)));
    REQUIRE(list.has_value());
    CHECK(
        *list ==
        LoadList{
            {"TNUXH-1.4.1SR1.SBN", 937841}, {"GUIH-1.4.1SR1.SBN", 1906452}, {"JUIH-1.4.1SR1.SBN", 1059042}}
    );
}

TEST_CASE("Load list: golden octets of a short signed header", "[files][loads]") {
    using namespace std::string_view_literals;
    constexpr auto kOctets =
        "\x01\x00\x02\x01\x01"  // version 1.1
        "\x02\x00\x02\x00\x18"  // the header has 24 octets
        "\x0e\x00\x09"
        "x.loads\0\x0d"  // a name that ends in NUL, and an octet that is not padding
        "\x0d\x0d"       // padding
        "a.sbn\n"sv;
    CHECK(members(kOctets) == "a.sbn");
}

TEST_CASE("Load list: a header cut anywhere is no list, and neither is one that lies", "[files][loads]") {
    const auto whole = test::signed_load_list("SCCP45.9-4-2SR4-3S.loads", k7945);
    const auto header = whole.size() - k7945.size();
    for (std::size_t size = 1; size <= header; ++size) {
        CAPTURE(size);
        CHECK_FALSE(parse_load_list(bytes_of(whole.substr(0, size))).has_value());
    }
    for (const int change : {-4, -1, 1, 4, 1000}) {
        auto lying = whole;
        const auto claimed = static_cast<int>(header) + change;
        lying[8] = static_cast<char>(claimed >> 8);
        lying[9] = static_cast<char>(claimed & 0xff);
        CAPTURE(change);
        const auto list = parse_load_list(bytes_of(lying));
        // One octet less or more may still be padding or text; the members then are the same.
        CHECK((list.has_error() || members(lying) == k7945Members));
    }
}

TEST_CASE("Load list: what names no file, or nothing that can be one, is refused", "[files][loads]") {
    CHECK(members("") == "error: names no file");
    CHECK(members("# nothing\r\n\r\n") == "error: names no file");
    CHECK(members("LA_VERSION=PAS30831\n") == "error: names no file");
    CHECK(members("<?xml version=\"1.0\"?>\n<AutoUpdateManifest/>\n") == "error: not a list of file names");
    CHECK(members("../../etc/passwd\n") == "error: not a list of file names");
    CHECK(members("a/b.sbn\n") == "error: not a list of file names");
    CHECK(members(".hidden\n") == "error: not a list of file names");
    CHECK(
        members("\x7f"
                "ELF\n") == "error: not a list of file names"
    );
    CHECK(members("a.sbn twelve\n") == "error: not a size behind a file name");
    CHECK(members("a.sbn -1\n") == "error: not a size behind a file name");
    CHECK(members("a.sbn 99999999999999999999\n") == "error: not a size behind a file name");
    CHECK(members(std::string(kMaxLoadList + 1, '#')) == "error: too long for a list of files");
    std::string many;
    for (std::size_t i = 0; i <= kMaxLoadMembers; ++i) {
        many += "f" + std::to_string(i) + ".sbn\n";
    }
    CHECK(members(many) == "error: too many files for a load");
}

TEST_CASE("Load list: a file named twice is one file, and the last line needs no end", "[files][loads]") {
    CHECK(members("a.sbn\nA.SBN\r\n\tb.sbn") == "a.sbn b.sbn");
}
