#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

/// Speed dials, services, button templates: what is on a phone's keys.
namespace {

struct OnePhone : Bench {
    OnePhone() { ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"}).value(); }
};

constexpr const char* kPhone = "SEP001122334455";

}  // namespace

TEST_CASE("speed-dial: added at the first free key, changed, removed", "[operations][speed-dial]") {
    OnePhone bench;
    CHECK_THAT(
        bench.type({"speed-dial", "add", kPhone, "2001", "--label", "Bob", "--blf", "on"}).out,
        Contains("Speed dial 1 of SEP001122334455 dials 2001.")
    );
    CHECK(bench.ask({"speed-dial", "add", kPhone, "2003", "--position", "3"}).has_value());
    CHECK(bench.ask({"speed-dial", "add", kPhone, "2002"}).has_value());
    CHECK(bench.ask({"speed-dial", "set", kPhone, "3", "--number", "2009"}).has_value());
    const auto listed = bench.json({"speed-dial", "list", "--phone", kPhone});
    CHECK(test::json_at(listed, "/0/label") == "Bob");
    CHECK(test::json_at(listed, "/0/blf") == "true");
    CHECK(test::json_at(listed, "/1/number") == "2002");
    CHECK(test::json_at(listed, "/2/number") == "2009");
    CHECK(bench.ask({"speed-dial", "remove", kPhone, "2"}).has_value());
    CHECK(test::json_at(bench.json({"speed-dial", "list"}), "/1/position") == "3");
}

TEST_CASE("speed-dial: what cannot be is refused with what to do", "[operations][speed-dial]") {
    OnePhone bench;
    bench.ask({"speed-dial", "add", kPhone, "2001"}).value();
    CHECK_THAT(
        bench.refusal({"speed-dial", "add", kPhone, "2002", "--position", "1"}),
        Contains("Speed dial 1 of SEP001122334455 is 2001 already. Change it with `dialtone speed-dial set")
    );
    CHECK_THAT(
        bench.refusal({"speed-dial", "set", kPhone, "9"}),
        Contains(
            "has no speed dial 9. `dialtone speed-dial add SEP001122334455 NUMBER --position 9` makes it."
        )
    );
    CHECK(!bench.refusal({"speed-dial", "add", kPhone, "Bob"}).empty());
    CHECK(!bench.refusal({"speed-dial", "add", kPhone, "2002", "--position", "200"}).empty());
    CHECK(!bench.refusal({"speed-dial", "remove", kPhone, "7"}).empty());
}

TEST_CASE(
    "service: made, subscribed to, put on a button, removed with its subscriptions", "[operations][service]"
) {
    OnePhone bench;
    bench.ask({"service", "add", "Canteen", "http://10.0.0.1/menu.xml"}).value();
    bench.ask({"service", "add", "News", "http://10.0.0.1/news.xml", "--everybody", "on"}).value();
    CHECK_THAT(
        bench.type({"service", "subscribe", kPhone, "canteen"}).out,
        Contains("SEP001122334455 has Canteen in its Services menu.")
    );
    CHECK_THAT(
        bench.type({"service", "subscribe", kPhone, "Canteen", "--button", "1", "--label", "Food"}).out,
        Contains("Service button 1 of SEP001122334455 opens Canteen.")
    );
    CHECK_THAT(
        bench.refusal({"service", "subscribe", kPhone, "News", "--button", "1"}),
        Contains("Service button 1 of SEP001122334455 opens Canteen already.")
    );
    CHECK(test::json_at(bench.json({"service", "list"}), "/0/phones") == "1");
    CHECK(bench.ask({"service", "set", "Canteen", "--rename", "Lunch", "--enabled", "off"}).has_value());
    CHECK(test::json_at(bench.json({"service", "list"}), "/0/enabled") == "false");
    CHECK_THAT(bench.type({"service", "remove", "Lunch"}).out, Contains("removed, with 1 subscription."));
    CHECK_THAT(
        bench.refusal({"service", "unsubscribe", kPhone, "News"}), Contains("has not subscribed to News.")
    );
    CHECK(!bench.refusal({"service", "add", "News", "http://10.0.0.1/"}).empty());
    CHECK_THAT(bench.refusal({"service", "set", "News", "--url", ""}), Contains("A service needs a URL"));
}

TEST_CASE(
    "template: one's own is made like another, and its keys say what they are", "[operations][template]"
) {
    OnePhone bench;
    bench.ask({"template", "add", "Reception", "--like", "Standard 7965 SCCP"}).value();
    bench.ask({"template", "set", "Reception", "5", "privacy"}).value();
    bench.ask({"template", "set", "Reception", "6", "Service URL", "--label", "Food"}).value();
    bench.ask({"phone", "set", kPhone, "--template", "Reception"}).value();
    bench.ask({"service", "add", "Canteen", "http://10.0.0.1/menu.xml"}).value();
    bench.ask({"service", "subscribe", kPhone, "Canteen", "--button", "1"}).value();
    bench.ask({"speed-dial", "add", kPhone, "2001", "--label", "Bob", "--blf", "on"}).value();
    const auto keys = bench.json({"button", "show", kPhone});
    CHECK(test::json_at(keys, "/0/feature") == "line");
    CHECK(test::json_at(keys, "/0/opens") == "1001");
    CHECK(test::json_at(keys, "/1/feature") == "none");  // a line button without a number
    CHECK(test::json_at(keys, "/2/feature") == "speed dial blf");
    CHECK(test::json_at(keys, "/2/label") == "Bob");
    CHECK(test::json_at(keys, "/4/feature") == "privacy");
    CHECK(test::json_at(keys, "/4/label") == "Private");
    CHECK(test::json_at(keys, "/5/opens") == "http://10.0.0.1/menu.xml");
    CHECK_THAT(bench.type({"template", "show", "Reception"}).out, Contains("privacy"));
}

TEST_CASE("template: standard ones stay, used ones stay, and words must be known", "[operations][template]") {
    OnePhone bench;
    CHECK_THAT(
        bench.refusal({"template", "set", "Standard 7965 SCCP", "1", "line"}),
        Contains("is a standard template and stays as it is. Make your own: `dialtone template add")
    );
    bench.ask({"template", "add", "Mine", "--like", "Standard 7965 SCCP"}).value();
    CHECK_THAT(
        bench.refusal({"template", "set", "Mine", "1", "coffee"}),
        Contains("\"coffee\" is not what a button can be. It can be: none, line, speed dial")
    );
    bench.ask({"phone", "set", kPhone, "--template", "Mine"}).value();
    CHECK_THAT(
        bench.refusal({"template", "remove", "Mine"}), Contains("Button template Mine is on 1 phone.")
    );
    bench.ask({"phone", "set", kPhone, "--template", "Standard 7965 SCCP"}).value();
    CHECK(bench.ask({"template", "remove", "Mine"}).has_value());
    CHECK(!bench.refusal({"template", "show", "Mine"}).empty());
}

TEST_CASE("phone set: the SCCP version of a phone can be held down", "[operations][phone]") {
    OnePhone bench;
    CHECK(bench.ask({"phone", "set", kPhone, "--max-version", "11"}).has_value());
    CHECK(test::json_at(bench.json({"phone", "show", kPhone}), "/max_sccp_version") == "11");
    CHECK(!bench.refusal({"phone", "set", kPhone, "--max-version", "2"}).empty());
    CHECK(!bench.refusal({"phone", "set", kPhone, "--max-version", "23"}).empty());
    CHECK(bench.ask({"phone", "set", kPhone, "--max-version", "0"}).has_value());
}
