#include "tests/unit/operations/bench.hpp"

#include "common/bytes/bytes.hpp"
#include "db/lease_store.hpp"
#include "db/stores.hpp"
#include "db/world_loader.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

const std::vector<std::string> kAdd{
    "phone", "add", "--mac", "00:11:22:33:44:55", "--model", "7965", "--dn", "1001"};

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

}  // namespace

TEST_CASE(
    "phone add: one command makes device, number and line from the model's defaults", "[operations][phone]"
) {
    Bench bench;
    bench.with_node();
    const auto made = bench.type(kAdd);
    CHECK(made.status == 0);
    CHECK_THAT(made.out, Contains("It registers with cm1 (10.0.0.1)."));
    auto database = bench.database();
    const auto world = db::load_world(database).world;
    const auto* device = world->find_device(*DeviceName::parse("SEP001122334455"));
    REQUIRE(device != nullptr);
    CHECK(device->protocol == Protocol::sccp);
    CHECK(world->pools.find(device->pool)->name == "Default");
    CHECK(world->button_templates.find(device->button_template)->name == "Standard 7965 SCCP");
    REQUIRE(device->lines.size() == 1);
    CHECK(world->numbers.find(device->lines[0].number)->pattern == "1001");
}

TEST_CASE("phone add: several numbers go on lines in order", "[operations][phone]") {
    Bench bench;
    CHECK(bench.ask(kAdd + std::vector<std::string>{"--dn", "1002", "--label", "Desk"}).has_value());
    const auto shown = bench.json({"phone", "show", "SEP001122334455"});
    CHECK(test::json_at(shown, "/lines/0/dn") == "1001");
    CHECK(test::json_at(shown, "/lines/0/label") == "Desk");
    CHECK(test::json_at(shown, "/lines/1/dn") == "1002");
    CHECK(test::json_at(shown, "/lines/1/label") == "");
}

TEST_CASE("phone add: each refusal says what to do and leaves nothing behind", "[operations][phone]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask(kAdd).has_value());
    REQUIRE(bench.ask({"model", "list"}).has_value());

    struct Row {
        std::vector<std::string> words;
        std::string sentence;
        ProblemKind kind;
    };

    const std::vector<Row> rows{
        {{"--model", "7956", "--dn", "1"},
         "There is no model 7956. Did you mean 7965",
         ProblemKind::not_found},
        {{"--model", "7965", "--dn", "1001"},
         "DN 1001 is already on SEP001122334455 line 1. Choose another number, or say --shared",
         ProblemKind::conflict},
        {{"--model", "7965", "--dn", "12x"}, "\"12x\" is not a directory number", ProblemKind::invalid},
        {{"--model", "7965", "--dn", "7", "--dn", "7"}, "--dn 7 is said twice", ProblemKind::invalid},
        {{"--model", "7965", "--dn", "1", "--pool", "Defalt"},
         "There is no device pool Defalt. Did you mean Default?",
         ProblemKind::not_found},
        {{"--model", "7965", "--dn", "1", "--template", "Standard 7960 SCCP"},
         "is for a Cisco 7960 with SCCP, not for a Cisco 7965",
         ProblemKind::conflict},
        {{"--model", "7960", "--dn", "1", "--label", std::string(31, 'x')},
         "--label has at most 30 characters",
         ProblemKind::invalid},
        {{"--model", "7965", "--dn", "1", "--partition", "Loby"},
         "There is no partition Loby",
         ProblemKind::not_found},
        {{"--model", "7914", "--dn", "1"}, "is an expansion module", ProblemKind::invalid},
        {{"--dn", "1"}, "Say which model it is", ProblemKind::invalid},
        {{"--model", "7965", "--description", "a\nb"}, "is not printable text", ProblemKind::invalid},
    };
    for (const auto& row : rows) {
        CAPTURE(row.words);
        const auto answer =
            bench.ask(std::vector<std::string>{"phone", "add", "--mac", "0011223344AA"} + row.words);
        REQUIRE(answer.has_error());
        CHECK_THAT(answer.error().sentence, Contains(row.sentence));
        CHECK(answer.error().kind == row.kind);
        CHECK(bench.refusal({"phone", "show", "SEP0011223344AA"}) != "");
    }
    auto database = bench.database();
    CHECK(database.integer("SELECT count(*) FROM directory_number") == 1);
}

TEST_CASE("phone add: the name comes from exactly one of --mac and --name", "[operations][phone]") {
    Bench bench;
    CHECK_THAT(bench.refusal({"phone", "add", "--model", "7965"}), Contains("Say which phone it is"));
    CHECK_THAT(
        bench.refusal({"phone", "add", "--mac", "00112233445", "--model", "7965"}),
        Contains("is not a MAC address")
    );
    CHECK_THAT(
        bench.refusal({"phone", "add", "--name", "SEP 1", "--model", "7965"}),
        Contains("A device name has 1 to 15")
    );
    CHECK(bench.ask({"phone", "add", "--name", "sep0011223344bb", "--model", "CP-7965"}).has_value());
    CHECK_THAT(
        bench.refusal({"phone", "add", "--mac", "0011.2233.44bb", "--model", "7965"}),
        Contains("There is a phone SEP0011223344BB already (Cisco 7965)")
    );
}

TEST_CASE("phone add: the model may come from what the phone said to DHCP", "[operations][phone]") {
    Bench bench;
    auto leases = db::open_leases(bench.directory, db::Access::read_write).value();
    db::LeaseStore{}.store(
        leases,
        {{.address = Ipv4{10, 77, 0, 51},
          .subnet = SubnetId{1},
          .mac = MacAddress::parse("001122334455").value(),
          .starts = bench.clock.now(),
          .expires = bench.clock.now() + std::chrono::hours{1},
          .vendor_class = "Cisco Systems, Inc. IP Phone CP-7975G"}}
    );
    REQUIRE(bench.ask({"phone", "add", "--mac", "001122334455"}).has_value());
    CHECK(test::json_at(bench.json({"phone", "list"}), "/0/model") == "7975");
}

TEST_CASE("phone add: --shared puts a number on two phones", "[operations][phone]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    const std::vector<std::string> second{
        "phone", "add", "--mac", "001122334466", "--model", "7960", "--dn", "1001"};
    CHECK(bench.refusal(second) != "");
    CHECK(bench.ask(second + std::vector<std::string>{"--shared"}).has_value());
    CHECK(test::json_at(bench.json({"line", "show", "1001"}), "/lines/1/device") == "SEP001122334466");
}

TEST_CASE("phone set: what is not named stays, what is named changes", "[operations][phone]") {
    Bench bench;
    REQUIRE(bench
                .ask(kAdd + std::vector<std::string>{"--description", "Desk", "--load", "SCCP45.9-4-2SR3-1S"})
                .has_value());
    REQUIRE(bench.ask({"phone", "set", "sep001122334455", "--description", "Front desk"}).has_value());
    auto shown = bench.json({"phone", "show", "001122334455"});
    CHECK(test::json_at(shown, "/description") == "Front desk");
    CHECK(test::json_at(shown, "/load") == "SCCP45.9-4-2SR3-1S");
    REQUIRE(bench.ask({"phone", "set", "SEP001122334455", "--load", ""}).has_value());
    CHECK(test::json_at(bench.json({"phone", "show", "001122334455"}), "/load") == "null");
}

TEST_CASE("phone set: nothing new leaves no change behind", "[operations][phone]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    auto database = bench.database();
    const auto before = database.integer("SELECT max(sequence) FROM change");
    REQUIRE(bench.ask({"phone", "set", "SEP001122334455", "--pool", "Default"}).has_value());
    CHECK(database.integer("SELECT max(sequence) FROM change") == before);
}

TEST_CASE(
    "phone set: another model brings its template and must have a button for every line",
    "[operations][phone]"
) {
    Bench bench;
    REQUIRE(bench.ask(kAdd + std::vector<std::string>{"--dn", "1002", "--dn", "1003"}).has_value());
    CHECK_THAT(
        bench.refusal({"phone", "set", "SEP001122334455", "--model", "7940"}),
        Contains("There is no line 3: the button template Standard 7940 SCCP has 2 line buttons")
    );
    REQUIRE(bench.ask({"phone", "set", "SEP001122334455", "--model", "7975"}).has_value());
    CHECK(
        test::json_at(bench.json({"phone", "show", "SEP001122334455"}), "/button_template") ==
        "All Lines 7975 SCCP"
    );
}

TEST_CASE("phone set: another phone takes the place by its MAC address", "[operations][phone]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    REQUIRE(bench.ask({"phone", "add", "--mac", "001122334466", "--model", "7965"}).has_value());
    CHECK_THAT(
        bench.refusal({"phone", "set", "SEP001122334455", "--mac", "001122334466"}),
        Contains("There is a phone SEP001122334466 already")
    );
    REQUIRE(bench.ask({"phone", "set", "SEP001122334455", "--mac", "001122334477"}).has_value());
    CHECK(test::json_at(bench.json({"phone", "show", "SEP001122334477"}), "/lines/0/dn") == "1001");
}

TEST_CASE("phone remove: its number is free again unless another phone has it", "[operations][phone]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    REQUIRE(bench
                .ask({"phone", "add", "--mac", "001122334466", "--model", "7965", "--dn", "1001", "--shared"})
                .has_value());
    CHECK(bench.type({"phone", "remove", "SEP001122334455"}).out == "SEP001122334455 is removed.\n");
    CHECK(
        bench.type({"phone", "remove", "SEP001122334466"}).out ==
        "SEP001122334466 is removed. 1001 is free again.\n"
    );
    CHECK_THAT(
        bench.refusal({"phone", "remove", "SEP001122334466"}), Contains("There is no phone SEP001122334466")
    );
}

TEST_CASE("phone: an unknown name is answered with names like it", "[operations][phone]") {
    Bench bench;
    REQUIRE(bench.ask(kAdd).has_value());
    CHECK_THAT(
        bench.refusal({"phone", "show", "SEP001122334545"}),
        Contains("There is no phone SEP001122334545. Did you mean SEP001122334455?")
    );
}

TEST_CASE("phone list: state, address and filters", "[operations][phone]") {
    Bench bench;
    bench.with_node();
    CHECK_THAT(bench.type({"phone", "list"}).out, Contains("There is no phone yet."));
    REQUIRE(bench.ask(kAdd).has_value());
    REQUIRE(
        bench.ask({"phone", "add", "--mac", "001122334466", "--model", "7960", "--dn", "1002"}).has_value()
    );
    bench.with_registered_phone("SEP001122334455");
    const auto all = bench.json({"phone", "list"});
    CHECK(test::json_at(all, "/0/state") == "registered");
    CHECK(test::json_at(all, "/0/address") == "10.77.0.51");
    CHECK(test::json_at(all, "/0/node") == "cm1");
    CHECK(test::json_at(all, "/1/state") == "absent");
    CHECK(test::json_at(all, "/1/address") == "null");
    CHECK(test::json_at(bench.json({"phone", "list", "--state", "absent"}), "/0/name") == "SEP001122334466");
    CHECK(test::json_at(bench.json({"phone", "list", "--model", "7965"}), "/1") == "(nothing)");
    CHECK(bench.type({"phone", "list", "--state", "gone"}).status == 2);
}

TEST_CASE(
    "phone show: where it should be, where it is, its lines, its file, its last steps", "[operations][phone]"
) {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask(kAdd).has_value());
    bench.with_registered_phone("SEP001122334455");
    bench.record({{bench.clock.now(), "SEP001122334455", journal::Step::sccp_registered, {{"dn", "1001"}}}});
    const auto shown = bench.json({"phone", "show", "SEP001122334455"});
    CHECK(test::json_at(shown, "/nodes/0/node") == "cm1");
    CHECK(test::json_at(shown, "/nodes/0/port") == "2000");
    CHECK(test::json_at(shown, "/state") == "registered");
    CHECK(test::json_at(shown, "/running_load") == "SCCP45.9-4-2SR3-1S");
    CHECK(test::json_at(shown, "/steps/0/step") == "sccp.registered");
    CHECK(test::json_at(shown, "/findings") != "(nothing)");
    CHECK(test::widest_line(bench.type({"phone", "show", "SEP001122334455"}).out) <= 80);
}

TEST_CASE("file: a phone's file octet for octet, and no other", "[operations][file]") {
    Bench bench;
    bench.with_node();
    REQUIRE(bench.ask(kAdd).has_value());
    const auto file = bench.type({"file", "sep001122334455.CNF.XML"});
    CHECK(file.status == 0);
    CHECK_THAT(file.out, Contains("<processNodeName>10.0.0.1</processNodeName>"));
    CHECK(test::json_at(bench.json({"file", "SEP001122334455.cnf.xml"}), "/body") == file.out);
    CHECK(bench.type({"file", "XMLDefault.cnf.xml"}).status == 3);
    CHECK_THAT(
        bench.refusal({"file", "SEP0011223344FF.cnf.xml"}),
        Contains("There is no phone SEP0011223344FF either")
    );
    CHECK(bench.type({"file", "../device.db"}).status == 2);
}
