// What operators do to the files of phones: profiles, layers of settings, further elements, what is pending.
#include "db/locks.hpp"
#include "db/node_state.hpp"
#include "db/stores.hpp"
#include "db/world_loader.hpp"
#include "server/provision/given.hpp"
#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

constexpr auto kPhone = "SEP001122334455";

void add_phone(Bench& bench) {
    bench.with_node();
    REQUIRE(
        bench.ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"}).has_value()
    );
}

std::string file_of(Bench& bench) {
    return bench.type({"file", std::string{kPhone} + ".cnf.xml"}).out;
}

std::string write_file(Bench& bench, const std::string& text) {
    const auto path = (bench.scratch.path() / "elements.xml").string();
    std::ofstream{path, std::ios::binary} << text;
    return path;
}

/// As the node that the phone registered with remembers it.
void remember_given(Bench& bench, bool is_placed = false) {
    auto database = bench.database();
    const auto world = db::load_world(database).world;
    auto given = provision::given(*world, *world->find_device(*DeviceName::parse(kPhone)));
    if (is_placed) {
        given = provision::Given::joined(provision::placed_file_given(), given.station_part());
    }
    auto node = db::open_node_state(bench.directory, "cm1", db::Access::read_write).value();
    db::put_given(node, {*DeviceName::parse(kPhone), given.digest().to_string(), given.pack()});
}

}  // namespace

TEST_CASE("profile and enterprise: settings come down to the phone's file", "[operations][profile]") {
    Bench bench;
    add_phone(bench);
    REQUIRE(bench.ask({"enterprise", "set", "--setting", "webAccess=1", "--setting", "logServer=10.0.0.9"})
                .has_value());
    CHECK_THAT(file_of(bench), Contains("<webAccess>1</webAccess>"));
    REQUIRE(bench.ask({"profile", "add", "Lobby", "--setting", "webAccess=2", "--unlock-password", "123"})
                .has_value());
    CHECK_THAT(file_of(bench), Contains("<webAccess>1</webAccess>"));
    REQUIRE(bench.ask({"phone", "set", kPhone, "--profile", "lobby"}).has_value());
    CHECK_THAT(file_of(bench), Contains("<webAccess>2</webAccess>"));
    CHECK_THAT(file_of(bench), Contains("<phonePassword>123</phonePassword>"));
    CHECK_THAT(file_of(bench), Contains("<logServer>10.0.0.9</logServer>"));
    REQUIRE(bench.ask({"phone", "set", kPhone, "--setting", "webAccess=0"}).has_value());
    CHECK_THAT(file_of(bench), Contains("<webAccess>0</webAccess>"));
    REQUIRE(bench.ask({"phone", "set", kPhone, "--setting", "webAccess="}).has_value());
    CHECK_THAT(file_of(bench), Contains("<webAccess>2</webAccess>"));
    CHECK(test::json_at(bench.json({"phone", "show", kPhone}), "/profile") == "Lobby");
    CHECK(test::json_at(bench.json({"profile", "show", "Lobby"}), "/settings/0/name") == "webAccess");
    CHECK(test::json_at(bench.json({"profile", "show", "Lobby"}), "/unlock_password") == "set");
    CHECK(test::json_at(bench.json({"profile", "list"}), "/0/phones") == "1");
    CHECK(test::json_at(bench.json({"enterprise", "show"}), "/0/value") == "1");
}

TEST_CASE("profile: what does not fit is refused with what to do", "[operations][profile]") {
    Bench bench;
    add_phone(bench);
    REQUIRE(bench.ask({"profile", "add", "Lobby"}).has_value());
    REQUIRE(bench.ask({"phone", "set", kPhone, "--profile", "Lobby"}).has_value());
    CHECK_THAT(
        bench.refusal({"profile", "remove", "Lobby"}), Contains("has 1 phone. Give them another first")
    );
    CHECK_THAT(bench.refusal({"profile", "remove", "Standard Common Phone Profile"}), Contains("it stays"));
    CHECK_THAT(bench.refusal({"profile", "add", "lobby"}), Contains("already"));
    CHECK_THAT(
        bench.refusal({"profile", "set", "Lobby", "--setting", "webAccess"}), Contains("is not NAME=VALUE")
    );
    CHECK_THAT(
        bench.refusal({"profile", "set", "Lobby", "--setting", "web access=1"}),
        Contains("is no name of a setting")
    );
    CHECK_THAT(bench.refusal({"profile", "set", "Lobby", "--vendor-config", "<a>"}), Contains("not usable"));
    CHECK_THAT(bench.refusal({"phone", "set", kPhone, "--profile", "Loby"}), Contains("Did you mean Lobby?"));
    REQUIRE(bench.ask({"phone", "set", kPhone, "--profile", ""}).has_value());
    CHECK(bench.ask({"profile", "set", "Lobby", "--rename", "Hall"}).has_value());
    CHECK(bench.ask({"profile", "remove", "Hall"}).has_value());
}

TEST_CASE("phone set --xml: further elements are in the file, and go again", "[operations][phone]") {
    Bench bench;
    add_phone(bench);
    const auto before = file_of(bench);
    const auto path = write_file(bench, "<device><sshUserId>me</sshUserId><own>1 &amp; 2</own></device>");
    REQUIRE(bench.ask({"phone", "set", kPhone, "--xml", path}).has_value());
    CHECK_THAT(file_of(bench), Contains("<sshUserId>me</sshUserId>"));
    CHECK_THAT(file_of(bench), Contains("<own>1 &amp; 2</own>"));
    // Other changes leave them alone.
    REQUIRE(bench.ask({"phone", "set", kPhone, "--description", "Desk"}).has_value());
    CHECK_THAT(file_of(bench), Contains("<own>1 &amp; 2</own>"));
    REQUIRE(bench.ask({"phone", "set", kPhone, "--xml", ""}).has_value());
    CHECK(file_of(bench) == before);
}

TEST_CASE(
    "phone set --xml: a file that cannot be merged is refused and changes nothing", "[operations][phone]"
) {
    Bench bench;
    add_phone(bench);
    const auto before = file_of(bench);
    CHECK_THAT(
        bench.refusal({"phone", "set", kPhone, "--xml", "/nowhere/x"}),
        Contains("nothing to read in /nowhere/x")
    );
    for (const auto& [text, words] : std::vector<std::pair<std::string, std::string>>{
             {"<device><a></device>", "cannot be merged"},
             {"<device><loadInformation>x</loadInformation></device>", "`dialtone phone set NAME --load`"},
             {"<device><devicePool>x</devicePool></device>", "<devicePool> does not fit"},
             {std::string(70000, ' '), "longer than 65536 octets"}}) {
        CAPTURE(text.substr(0, 60));
        const auto path = write_file(bench, text);
        CHECK_THAT(bench.refusal({"phone", "set", kPhone, "--xml", path}), Contains(words));
    }
    REQUIRE(bench.ask({"phone", "add", "--mac", "001122334466", "--model", "7960"}).has_value());
    std::string large;
    for (int i = 0; i < 8; ++i) {
        large += "<e" + std::to_string(i) + ">" + std::string(1000, 'x') + "</e" + std::to_string(i) + ">";
    }
    const auto path = write_file(bench, "<device>" + large + "</device>");
    CHECK_THAT(
        bench.refusal({"phone", "set", "SEP001122334466", "--xml", path}),
        Contains("a Cisco 7960 may refuse more than 8192")
    );
    CHECK(file_of(bench) == before);
}

TEST_CASE("phone set --module: in order, as many as the phone takes", "[operations][phone]") {
    Bench bench;
    add_phone(bench);
    REQUIRE(bench.ask({"phone", "set", kPhone, "--module", "7916-24", "--module", "7914=S00105000400"})
                .has_value());
    CHECK_THAT(file_of(bench), Contains("<addOnModule idx=\"1\">\n<deviceType>7916</deviceType>"));
    CHECK_THAT(file_of(bench), Contains("<loadInformation>S00105000400</loadInformation>"));
    CHECK(test::json_at(bench.json({"phone", "show", kPhone}), "/modules") == "7916-24, 7914");
    CHECK_THAT(
        bench.refusal({"phone", "set", kPhone, "--module", "7917"}),
        Contains("There is no expansion module 7917")
    );
    CHECK_THAT(
        bench.refusal({"phone", "set", kPhone, "--module", "7914", "--module", "7914", "--module", "7914"}),
        Contains("takes at most 2 expansion modules")
    );
    CHECK_THAT(
        bench.refusal({"phone", "add", "--mac", "001122334466", "--model", "7940", "--module", "7914"}),
        Contains("takes no expansion module")
    );
    REQUIRE(bench.ask({"phone", "set", kPhone, "--module", ""}).has_value());
    CHECK(test::json_at(bench.json({"phone", "show", kPhone}), "/modules") == "null");
}

TEST_CASE("file --diff: what a phone has not received yet, and what that takes", "[operations][file]") {
    Bench bench;
    add_phone(bench);
    CHECK_THAT(bench.type({"file", "--diff", kPhone}).out, Contains("has received nothing from here yet"));
    remember_given(bench);
    CHECK_THAT(bench.type({"file", "--diff", kPhone}).out, Contains("Nothing is pending."));
    CHECK(test::json_at(bench.json({"file", "--diff", kPhone}), "/action") == "nothing");

    REQUIRE(bench.ask({"line", "set", kPhone, "1", "--label", "Reception"}).has_value());
    auto json = bench.json({"file", "--diff", std::string{kPhone} + ".cnf.xml"});
    CHECK(test::json_at(json, "/action") == "restart");
    CHECK(test::json_at(json, "/changes/0/what") == "label of line 1");
    CHECK(test::json_at(json, "/changes/0/now") == "Reception");
    CHECK(test::json_at(json, "/state") == "absent");

    REQUIRE(
        bench.ask({"date-time", "set", "CMLocal", "--zone", "Europe/Berlin", "--date", "D.M.Y"}).has_value()
    );
    REQUIRE(bench.ask({"node", "set", "cm1", "--address", "10.0.0.2"}).has_value());
    const auto text = bench.type({"file", "--diff", kPhone}).out;
    CHECK_THAT(text, Contains("Call Manager list (reset)"));
    CHECK_THAT(text, Contains("<processNodeName>10.0.0.2</processNodeName>"));
    CHECK_THAT(text, Contains("date and time (restart)"));
    CHECK_THAT(text, Contains("<timeZone>W. Europe Standard/Daylight Time</timeZone>"));
    CHECK_THAT(text, Contains("would reset: it boots anew"));
    CHECK_THAT(text, Contains("It is away"));

    bench.with_registered_phone(kPhone);
    CHECK_THAT(bench.type({"file", "--diff", kPhone}).out, Contains("as soon as it is idle"));
    remember_given(bench);
    CHECK(test::json_at(bench.json({"file", "--diff", kPhone}), "/action") == "nothing");

    // A name alone is nothing that a phone acts on.
    REQUIRE(bench.ask({"pool", "set", "Default", "--rename", "Office"}).has_value());
    CHECK_THAT(bench.type({"file", "--diff", kPhone}).out, Contains("has all that it acts on"));
    CHECK_THAT(bench.refusal({"file", "--diff", "SEP0011223344FF"}), Contains("There is no phone"));
}

TEST_CASE("file --diff and phone show: a file placed by hand is what the phone has", "[operations][file]") {
    Bench bench;
    add_phone(bench);
    const auto path = bench.directory.files() / (std::string{kPhone} + ".cnf.xml");
    std::filesystem::create_directories(path.parent_path());
    const auto received = [&] {
        return test::json_at(bench.json({"phone", "show", kPhone}), "/file_received");
    };
    CHECK(received() == "null");
    remember_given(bench);
    CHECK(received() == "the file made from the device database");

    // It lies there now, and the phone has not seen it yet.
    std::ofstream{path} << "<device/>";
    auto text = bench.type({"file", "--diff", kPhone}).out;
    CHECK_THAT(text, Contains("A file placed by hand has been there since."));
    CHECK_THAT(text, Contains("`dialtone phone restart SEP001122334455`"));

    remember_given(bench, true);
    CHECK(received() == "a file placed by hand");
    CHECK(test::json_at(bench.json({"file", "--diff", kPhone}), "/file_received") == "a file placed by hand");
    REQUIRE(bench.ask({"node", "set", "cm1", "--address", "10.0.0.2"}).has_value());
    text = bench.type({"file", "--diff", kPhone}).out;
    CHECK_THAT(text, Contains("Nothing is pending."));
    CHECK_THAT(text, Contains("It has a file placed by hand, so that what the database says"));
    REQUIRE(bench.ask({"line", "set", kPhone, "1", "--label", "Reception"}).has_value());
    CHECK(test::json_at(bench.json({"file", "--diff", kPhone}), "/changes/0/what") == "label of line 1");

    std::filesystem::remove(path);
    CHECK_THAT(
        bench.type({"file", "--diff", kPhone}).out,
        Contains("It has a file placed by hand that is not there any more.")
    );
}

TEST_CASE("date-time and srst: what pools refer to", "[operations][pool]") {
    Bench bench;
    add_phone(bench);
    REQUIRE(bench
                .ask(
                    {"date-time",
                     "add",
                     "Berlin",
                     "--zone",
                     "Europe/Berlin",
                     "--date",
                     "D.M.Y",
                     "--ntp",
                     "10.0.0.9"}
                )
                .has_value());
    REQUIRE(bench.ask({"srst", "add", "Branch", "--address", "10.0.9.1"}).has_value());
    REQUIRE(bench
                .ask(
                    {"pool",
                     "set",
                     "Default",
                     "--date-time",
                     "berlin",
                     "--srst",
                     "Branch",
                     "--network-locale",
                     "Germany"}
                )
                .has_value());
    CHECK_THAT(file_of(bench), Contains("<networkLocale>United_States</networkLocale>"));
    // A locale is named once something of it is there.
    std::filesystem::create_directory(bench.scratch.path() / "Germany");
    std::ofstream{bench.scratch.path() / "Germany" / "g3-tones.xml"} << "<tones/>";
    const auto file = file_of(bench);
    CHECK_THAT(file, Contains("<timeZone>W. Europe Standard/Daylight Time</timeZone>"));
    CHECK_THAT(file, Contains("<srstOption>User Specific</srstOption>"));
    CHECK_THAT(file, Contains("<ipAddr1>10.0.9.1</ipAddr1>"));
    CHECK_THAT(file, Contains("<networkLocale>Germany</networkLocale>"));
    CHECK(test::json_at(bench.json({"date-time", "list"}), "/0/pools") == "Default");
    CHECK(test::json_at(bench.json({"srst", "list"}), "/0/name") == "Branch");
    CHECK_THAT(bench.refusal({"date-time", "remove", "Berlin"}), Contains("is the clock of Default"));
    CHECK_THAT(bench.refusal({"srst", "remove", "Branch"}), Contains("is the one of Default"));
    CHECK_THAT(
        bench.refusal({"srst", "set", "Disable", "--address", "10.0.0.1"}), Contains("part of every system")
    );
    CHECK_THAT(
        bench.refusal({"date-time", "set", "Berlin", "--zone", "Mars/Olympus"}),
        Contains("no phone has the time zone Mars/Olympus")
    );
    CHECK_THAT(
        bench.refusal({"date-time", "set", "Berlin", "--date", "DMY"}),
        Contains("phones do not understand \"DMY\"")
    );
    REQUIRE(bench.ask({"pool", "set", "Default", "--date-time", "CMLocal", "--srst", "Disable"}).has_value());
    CHECK(bench.ask({"date-time", "remove", "Berlin"}).has_value());
    CHECK(bench.ask({"srst", "remove", "Branch"}).has_value());
}
