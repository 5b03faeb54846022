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

TEST_CASE("File name: what SIP phones ask for beside their own", "[provision]") {
    struct Row {
        std::string name;
        FileName::Kind kind;
    };

    for (const auto& row :
         {Row{"softkeys.xml", FileName::Kind::softkeys},
          Row{"SK7.xml", FileName::Kind::softkeys},
          Row{"FEATUREPOLICYDEFAULT.XML", FileName::Kind::feature_policy},
          Row{"fp12.xml", FileName::Kind::feature_policy},
          Row{"dialplan.xml", FileName::Kind::dial_template},
          Row{"dialplan7940.xml", FileName::Kind::legacy_dial_template},
          Row{"AppDialRules.xml", FileName::Kind::application_rules},
          Row{"DirLookupDialRules.xml", FileName::Kind::application_rules},
          Row{"SIPDefault.cnf", FileName::Kind::sip_default},
          Row{"syncinfo.xml", FileName::Kind::sync_info}}) {
        CAPTURE(row.name);
        const auto parsed = parse_file_name(row.name);
        REQUIRE(parsed);
        CHECK(parsed->kind == row.kind);
    }
    CHECK(parse_file_name("SK7.xml")->softkeys.value() == 7);
    CHECK(parse_file_name("fp12.xml")->softkeys.value() == 12);
    const auto text = parse_file_name("SIP001122aabbcc.CNF");
    REQUIRE(text);
    CHECK(text->kind == FileName::Kind::sip_text);
    CHECK(text->device.text() == "SEP001122AABBCC");
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
          "SIP00112233445.cnf",
          "SIP00112233445G.cnf",
          "SK0.xml",
          "SK-1.xml",
          "SKeleton.xml",
          "FP1.xml.sgn",
          "RINGLIST.XML",
          "../SEP001122334455.cnf.xml",
          "A NAME.cnf.xml",
          "SEP0011223344556677.cnf.xml"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_file_name(name));
    }
}
