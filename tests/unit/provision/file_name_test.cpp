#include "server/provision/file_name.hpp"

#include <catch2/catch.hpp>

#include <string>

using dialtone::provision::FileName;
using dialtone::provision::parse_file_name;

TEST_CASE("File name: device files are recognised in any case", "[provision]") {
    for (const std::string name : {"SEP001122AABBCC.cnf.xml", "sep001122aabbcc.CNF.XML"}) {
        const auto parsed = parse_file_name(name);
        REQUIRE(parsed);
        CHECK(parsed->kind == FileName::Kind::device);
        CHECK(parsed->device.text() == "SEP001122AABBCC");
    }
    CHECK(parse_file_name("ATA001122334455.cnf.xml")->device.text() == "ATA001122334455");
    CHECK(parse_file_name("reception.cnf.xml")->device.text() == "RECEPTION");
}

TEST_CASE("File name: the default file has its relatives", "[provision]") {
    for (const std::string name :
         {"XMLDefault.cnf.xml", "xmldefault.cnf.xml", "XMLDefault7960.cnf.xml", "ATADefault.cnf.xml"}) {
        const auto parsed = parse_file_name(name);
        REQUIRE(parsed);
        CHECK(parsed->kind == FileName::Kind::default_file);
    }
}

TEST_CASE("File name: the legacy loader's", "[provision]") {
    const auto parsed = parse_file_name("os79xx.txt");
    REQUIRE(parsed);
    CHECK(parsed->kind == FileName::Kind::os79xx);
    CHECK_FALSE(parse_file_name("OS79XX.TXT.sgn"));
}

TEST_CASE("File name: everything else is not generated", "[provision]") {
    for (const std::string name :
         {"",
          ".cnf.xml",
          "CTLSEP001122334455.tlv",
          "ITLFile.tlv",
          "SEP001122334455.cnf.xml.sgn",
          "SEP001122334455.cnf.xml.enc.sgn",
          "SEP001122334455.cnf",
          "SIPDefault.cnf",
          "RINGLIST.XML",
          "../SEP001122334455.cnf.xml",
          "A NAME.cnf.xml",
          "SEP0011223344556677.cnf.xml"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_file_name(name));
    }
}
