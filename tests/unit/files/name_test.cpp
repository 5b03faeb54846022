#include "server/files/name.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::files;
using namespace std::string_view_literals;

namespace {

std::string canonical(std::string_view requested) {
    const auto name = Name::parse(requested);
    return name ? name->text() : "refused: " + std::string{to_string(name.error())};
}

std::string device(std::string_view requested) {
    const auto found = Name::parse(requested).value().device();
    return found ? found->text() : "";
}

}  // namespace

TEST_CASE("T-18 File name: one name in every spelling", "[files][engine]") {
    for (const auto* spelling :
         {"x.xml",
          "/x.xml",
          "//x.xml",
          "./x.xml",
          "/./x.xml",
          "\\x.xml",
          "\\\\x.xml",
          "C:\\x.xml",
          "c:/x.xml",
          "c:x.xml",
          "/tftpboot/x.xml",
          "C:\\TFTPBOOT\\x.xml",
          "x.xml/"}) {
        CAPTURE(spelling);
        REQUIRE(canonical(spelling) == "x.xml");
    }
    REQUIRE(canonical("a//b/./c") == "a/b/c");
    REQUIRE(canonical("a/tftpboot/b") == "a/tftpboot/b");
    REQUIRE(canonical("/mk-sip.jar") == "mk-sip.jar");
    REQUIRE(canonical("a..b/c...d") == "a..b/c...d");
    REQUIRE(canonical("D\xc3\xbcsseldorf.xml") == "D\xc3\xbcsseldorf.xml");
}

TEST_CASE("T-25 File name: a backslash stands between components, too", "[files][engine]") {
    REQUIRE(canonical("Communicator\\x.xml") == "Communicator/x.xml");
    REQUIRE(
        canonical("Communicator\\\\English_United_States\\x.xml") ==
        "Communicator/English_United_States/x.xml"
    );
}

TEST_CASE("T-17 File name: what leads out, hides or breaks is refused", "[files][engine]") {
    struct Row {
        std::string_view requested;
        NameFault fault;
    };

    const std::string too_long(256, 'a');
    for (const auto& row : {
             Row{"", NameFault::empty},
             Row{"/", NameFault::empty},
             Row{"./", NameFault::empty},
             Row{"C:", NameFault::empty},
             Row{"tftpboot/", NameFault::empty},
             Row{"..", NameFault::climbs},
             Row{"../x", NameFault::climbs},
             Row{"a/../../x", NameFault::climbs},
             Row{"a/../x", NameFault::climbs},
             Row{"..\\..\\x", NameFault::climbs},
             Row{"/../x", NameFault::climbs},
             Row{"C:\\..\\x", NameFault::climbs},
             Row{"tftpboot/../x", NameFault::climbs},
             Row{"a/..", NameFault::climbs},
             Row{"....//x", NameFault::hidden},
             Row{".ssh/id_rsa", NameFault::hidden},
             Row{"a/.git/config", NameFault::hidden},
             Row{"x\0.png"sv, NameFault::control_character},
             Row{"x\r\ny"sv, NameFault::control_character},
             Row{"x\x7f"sv, NameFault::control_character},
             Row{"..\0/x"sv, NameFault::control_character},
             Row{"\\..\\x", NameFault::climbs},
             Row{"a\\..\\..\\x", NameFault::climbs},
             Row{"/tftpboot/../../x", NameFault::climbs},
             Row{"TFTPBOOT\\..\\x", NameFault::climbs},
             Row{"//..//x", NameFault::climbs},
             Row{"./../x", NameFault::climbs},
             Row{"x/..", NameFault::climbs},
             Row{"C:..", NameFault::climbs},
             Row{"...", NameFault::hidden},
             Row{"....\\\\x", NameFault::hidden},
             Row{"a/.htaccess", NameFault::hidden},
             Row{too_long, NameFault::too_long},
         }) {
        CAPTURE(row.requested);
        const auto name = Name::parse(row.requested);
        REQUIRE_FALSE(name.has_value());
        REQUIRE(name.error() == row.fault);
    }
}

TEST_CASE("T-23 File name: more than 255 octets are too many", "[files][engine]") {
    REQUIRE(Name::parse(std::string(255, 'a')).has_value());
    REQUIRE(Name::parse(std::string(256, 'a')).error() == NameFault::too_long);
    REQUIRE(Name::parse(std::string(400, 'a')).error() == NameFault::too_long);
    REQUIRE(Name::parse(std::string(200, '/') + std::string(200, 'a')).error() == NameFault::too_long);
}

TEST_CASE("File name: compared without case, kept as spelled", "[files][engine]") {
    const auto name = Name::parse("Desktops/List.XML").value();
    REQUIRE(name.text() == "Desktops/List.XML");
    REQUIRE(name.folded() == "desktops/list.xml");
    REQUIRE(name.base() == "List.XML");
    REQUIRE(Name::parse("x").value().base() == "x");
}

TEST_CASE("File name: tells the device it speaks of", "[files][engine]") {
    for (const auto* name :
         {"SEP001122AABBCC.cnf.xml",
          "sep001122aabbcc.cnf.xml",
          "SEP001122AABBCC.cnf.xml.enc.sgn",
          "SEP001122AABBCC.cnf",
          "/CTLSEP001122AABBCC.tlv",
          "ITLSEP001122AABBCC.tlv",
          "SIP001122AABBCC.cnf",
          "MGC001122AABBCC.cnf",
          "WLAN001122AABBCC.xml",
          "gk001122aabbcc",
          "ld001122aabbcc.x",
          "ff001122aabbcc",
          "Communicator/SEP001122AABBCC.cnf.xml"}) {
        CAPTURE(name);
        REQUIRE(device(name) == "SEP001122AABBCC");
    }
    REQUIRE(device("ATA001122AABBCC.cnf.xml") == "ATA001122AABBCC");
    REQUIRE(device("ata001122aabbcc") == "ATA001122AABBCC");
    REQUIRE(device("CSFJDOE.cnf.xml") == "CSFJDOE");
    REQUIRE(device("BOTJDOE.cnf.xml.sgn") == "BOTJDOE");
}

TEST_CASE("File name: other files speak of no device", "[files][engine]") {
    for (const auto* name :
         {"XMLDefault.cnf.xml",
          "SEP001122AABBC.cnf.xml",
          "SEP001122AABBCCD.cnf.xml",
          "SEP001122AABBCX.cnf.xml",
          "SEPDefault.cnf",
          "ITLFile.tlv",
          "gkdefault.cfg",
          "RINGLIST.XML",
          "table.png",
          "SEP001122AABBCC/x"}) {
        CAPTURE(name);
        REQUIRE(device(name).empty());
    }
}
