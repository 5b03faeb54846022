#include "server/operations/names.hpp"
#include "tests/support/firmware.hpp"
#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;
using test::json_at;

namespace {

constexpr auto kLoad = "SCCP45.9-4-2SR3-1S";
const std::vector<std::string> kAdd{
    "phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"};

/// An operator with a node whose static directory can be filled.
struct Shelf : Bench {
    Shelf() {
        with_node();
        REQUIRE(ask({"node", "set", "cm1", "--files", fixed().string()}).has_value());
        std::filesystem::create_directories(fixed());
    }

    [[nodiscard]] std::filesystem::path fixed() const { return scratch.path() / "tftpboot"; }

    static void write(const std::filesystem::path& file, const std::string& content) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << content;
    }

    void put(const std::string& name, const std::string& content) const { write(fixed() / name, content); }

    /// Two of its three members; `whole` brings the third.
    void put_load() const {
        put(std::string{kLoad} + ".loads",
            test::signed_load_list(std::string{kLoad} + ".loads", "jar45.sbn\r\ncnu45.sbn\r\napps45.sbn \r\n")
        );
        put("jar45.sbn", std::string(1000, 'x'));
        put("CNU45.sbn", std::string(2000, 'x'));
    }

    void make_whole() const { put("apps45.sbn", std::string(3000, 'x')); }

    std::string file_of_phone() { return type({"file", "SEP001122334455.cnf.xml"}).out; }
};

}  // namespace

TEST_CASE(
    "load list: what is whole, what lacks files, what is not there, and who wants it", "[operations][load]"
) {
    Shelf shelf;
    CHECK_THAT(shelf.type({"load", "list"}).out, Contains("There is no load in the directories of files"));
    REQUIRE(shelf.ask(kAdd).has_value());
    REQUIRE(shelf.ask({"phone", "set", "SEP001122334455", "--load", "SCCP45.8-5-4S"}).has_value());
    REQUIRE(shelf.ask({"model", "set", "7965", "--load", kLoad}).has_value());
    shelf.put_load();
    auto listed = shelf.json({"load", "list"});
    CHECK(json_at(listed, "/0/name") == kLoad);
    CHECK(json_at(listed, "/0/state") == "incomplete");
    CHECK(json_at(listed, "/0/is_complete") == "false");
    CHECK(json_at(listed, "/0/files") == "2 of 3");
    CHECK(json_at(listed, "/0/missing") == "apps45.sbn");
    CHECK(json_at(listed, "/0/models") == "7965 SCCP");
    CHECK(json_at(listed, "/0/phones") == "0");
    CHECK(json_at(listed, "/1/name") == "SCCP45.8-5-4S");
    CHECK(json_at(listed, "/1/state") == "not there");
    CHECK(json_at(listed, "/1/missing") == "SCCP45.8-5-4S.loads");
    CHECK(json_at(listed, "/1/phones") == "1");
    shelf.make_whole();
    listed = shelf.json({"load", "list"});
    CHECK(json_at(listed, "/0/state") == "complete");
    CHECK(json_at(listed, "/0/octets") == "6000");
    CHECK(json_at(listed, "/0/missing") == "null");
    CHECK(test::widest_line(shelf.type({"load", "list"}).out) <= 80);
}

TEST_CASE("load show: every file, and the phones that are to run it", "[operations][load]") {
    Shelf shelf;
    REQUIRE(shelf.ask(kAdd).has_value());
    REQUIRE(shelf.ask({"model", "set", "7965", "--load", kLoad}).has_value());
    shelf.put_load();
    const auto shown = shelf.json({"load", "show", "sccp45.9-4-2sr3-1s.loads"});
    CHECK(json_at(shown, "/name") == kLoad);
    CHECK(json_at(shown, "/state") == "lacks apps45.sbn");
    CHECK(json_at(shown, "/is_complete") == "false");
    CHECK(json_at(shown, "/members/1/name") == "cnu45.sbn");
    CHECK(json_at(shown, "/members/1/octets") == "2000");
    CHECK(json_at(shown, "/members/2/state") == "missing");
    CHECK(json_at(shown, "/devices/0/name") == "SEP001122334455");
    CHECK(json_at(shown, "/devices/0/why") == "its model's default");
    CHECK_THAT(
        shelf.refusal({"load", "show", "SCCP45.9-4-2SR3-1X"}),
        Contains("There is no load SCCP45.9-4-2SR3-1X. Did you mean SCCP45.9-4-2SR3-1S?")
    );
    CHECK(test::widest_line(shelf.type({"load", "show", kLoad}).out) <= 80);
}

TEST_CASE("file and phone show: a load is named as soon as it is whole", "[operations][load]") {
    Shelf shelf;
    REQUIRE(shelf.ask(kAdd).has_value());
    shelf.put_load();
    const auto chosen = shelf.type({"phone", "set", "SEP001122334455", "--load", kLoad});
    CHECK_THAT(chosen.out, Contains("is not named to phones yet"));
    CHECK_THAT(shelf.file_of_phone(), Contains("<loadInformation/>"));
    CHECK_THAT(shelf.type({"file", "SEP001122334455.cnf.xml"}).err, Contains("apps45.sbn"));
    auto shown = shelf.json({"phone", "show", "SEP001122334455"});
    CHECK(json_at(shown, "/wanted_load") == kLoad);
    CHECK(json_at(shown, "/load_missing") == "apps45.sbn");
    CHECK_THAT(shown, Contains("file.F06"));
    CHECK(shelf.type({"check"}).status != 0);

    shelf.make_whole();
    CHECK_THAT(shelf.file_of_phone(), Contains("<loadInformation>SCCP45.9-4-2SR3-1S</loadInformation>"));
    shown = shelf.json({"phone", "show", "SEP001122334455"});
    CHECK(json_at(shown, "/load_missing") == "null");
    CHECK_THAT(shown, !Contains("file.F06"));
    CHECK_THAT(
        shelf.type({"phone", "set", "SEP001122334455", "--load", kLoad, "--description", "x"}).out,
        Contains("at their next reset")
    );
}

TEST_CASE(
    "model set: the load of a model goes into XMLDefault.cnf.xml once it is whole", "[operations][load]"
) {
    Shelf shelf;
    REQUIRE(shelf.ask({"autoreg", "on", "--range", "1000-1999"}).has_value());
    shelf.put_load();
    CHECK_THAT(
        shelf.type({"model", "set", "7965", "--load", kLoad}).out,
        Contains("apps45.sbn") && Contains("is missing in the directories")
    );
    CHECK_THAT(shelf.type({"file", "XMLDefault.cnf.xml"}).out, !Contains("loadInformation436"));
    CHECK_THAT(shelf.json({"check"}), Contains("F06"));
    shelf.make_whole();
    CHECK_THAT(
        shelf.type({"file", "XMLDefault.cnf.xml"}).out,
        Contains("<loadInformation436 model=\"Cisco 7965\">SCCP45.9-4-2SR3-1S</loadInformation436>")
    );
    const auto shown = shelf.json({"model", "show", "7965"});
    CHECK(json_at(shown, "/defaults/0/load") == kLoad);
    CHECK(json_at(shown, "/defaults/0/load_state") == "complete");
    REQUIRE(shelf.ask({"model", "set", "7965", "--load", ""}).has_value());
    CHECK(json_at(shelf.json({"model", "show", "7965"}), "/defaults/0/load") == "null");
    CHECK(test::widest_line(shelf.type({"model", "show", "7965"}).out) <= 80);
}

TEST_CASE("model set: refuses what is no load, no model and no protocol of it", "[operations][load]") {
    Shelf shelf;
    CHECK_THAT(shelf.refusal({"model", "set", "7965", "--load", "x.loads"}), Contains("without .loads"));
    CHECK_THAT(shelf.refusal({"model", "set", "7965", "--load", "../x"}), Contains("cannot name a load"));
    CHECK_THAT(
        shelf.refusal({"phone", "add", "--mac", "001122334455", "--model", "7965", "--load", "a b"}),
        Contains("cannot name a load")
    );
    CHECK_THAT(shelf.refusal({"model", "set", "7999", "--load", "x"}), Contains("There is no model 7999"));
    CHECK_THAT(
        shelf.refusal({"model", "set", "7921", "--protocol", "SIP", "--load", "x"}),
        Contains("There are no device defaults for a Cisco 7921 with SIP")
    );
}

TEST_CASE("phone show and file: a file placed by hand wins, and both say so", "[operations][file]") {
    Shelf shelf;
    REQUIRE(shelf.ask(kAdd).has_value());
    CHECK(json_at(shelf.json({"phone", "show", "SEP001122334455"}), "/file_source") == "generated");
    CHECK(json_at(shelf.json({"file", "SEP001122334455.cnf.xml"}), "/source") == "generated");
    CHECK_THAT(
        shelf.type({"file", "SEP001122334455.cnf.xml"}).err, Contains("made from the device database")
    );

    // Spelled otherwise than the phone does: it wins all the same.
    const auto placed = shelf.directory.files() / "sep001122334455.cnf.xml";
    Shelf::write(placed, "<device>by hand</device>");
    CHECK(shelf.file_of_phone() == "<device>by hand</device>");
    const auto file = shelf.json({"file", "SEP001122334455.cnf.xml"});
    CHECK(json_at(file, "/source") == "placed");
    CHECK(json_at(file, "/generated") == "false");
    CHECK(json_at(file, "/body") == "<device>by hand</device>");
    CHECK_THAT(shelf.type({"file", "SEP001122334455.cnf.xml"}).err, Contains("placed by hand"));
    const auto shown = shelf.json({"phone", "show", "SEP001122334455"});
    CHECK(json_at(shown, "/file_source") == "placed");
    CHECK(json_at(shown, "/file_placed_at") == placed.string());
    const auto spoken = shelf.type({"phone", "show", "SEP001122334455"});
    CHECK_THAT(spoken.out, Contains("placed by hand: it wins over the generated one"));

    // One of the static directory does not.
    std::filesystem::remove(placed);
    shelf.put("SEP001122334455.cnf.xml", "static");
    CHECK(json_at(shelf.json({"phone", "show", "SEP001122334455"}), "/file_source") == "generated");
    CHECK(json_at(shelf.json({"file", "CNU45.sbn"}), "/error/kind") == "not_found");
    shelf.put_load();
    CHECK(json_at(shelf.json({"file", "cnu45.SBN"}), "/source") == "static");
}

TEST_CASE("Completion: loads come from the directories of files", "[operations][load]") {
    Shelf shelf;
    shelf.put_load();
    operations::Session session{{shelf.directory, shelf.clock, {}, {}}};
    CHECK(
        operations::known_names(session, *operations::names_from("load")).value() ==
        std::vector<std::string>{kLoad}
    );
}
