#include "db/aggregates/nodes.hpp"
#include "db/waiting_phones.hpp"
#include "tests/story/office.hpp"
#include "tests/story/site.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::story;
using namespace std::chrono_literals;
using journal::Step;

namespace {

bool is_settled(const lab::Phone& phone) {
    return phone.is_registered() && phone.has_own_file() && phone.had_dial_tone();
}

std::size_t asked_for(const DeskPhone& desk, std::string_view file) {
    const auto files = desk.files_asked();
    return static_cast<std::size_t>(std::count(files.begin(), files.end(), file));
}

}  // namespace

TEST_CASE("Auto-registration restarts a new phone onto its own file exactly once", "[story][autoreg]") {
    const auto* const model = GENERATE("7960", "7965", "7975", "7940", "7945", "7941");
    CAPTURE(model);
    VirtualNetwork network{3, Wire{}};
    Site site{network, SiteSettings{}};
    Office office{network, 3};
    auto& desk = office.add(model);

    desk.power_on();
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 2min));
    network.run_for(10min);

    const auto name = desk.phone().name();
    CHECK(desk.phone().station().number() == "1000");
    CHECK(desk.phone().tally().boots == 1);
    CHECK(desk.phone().tally().restarts_told == 1);
    CHECK(desk.phone().tally().resets_told == 0);
    CHECK(desk.phone().tally().registrations == 2);
    CHECK(asked_for(desk, "XMLDefault.cnf.xml") == 1);
    CHECK(asked_for(desk, name + ".cnf.xml") == 2);
    CHECK(site.count(Step::auto_registered, name) == 1);
    CHECK(site.count(Step::restart_sent, name) == 1);
    CHECK(site.count(Step::reset_sent, name) == 0);
    CHECK(site.count(Step::dial_tone, name) == 1);
}

TEST_CASE(
    "An unknown phone without auto-registration is refused, and the journal says why", "[story][autoreg]"
) {
    const auto* const model = GENERATE("7960", "7965");
    CAPTURE(model);
    VirtualNetwork network{4, Wire{}};
    SiteSettings settings;
    settings.autoreg = false;
    Site site{network, settings};
    Office office{network, 4};
    auto& desk = office.add(model);

    desk.power_on();
    REQUIRE(network.run_until([&] { return desk.phone().tally().rejections >= 2; }, 10min));

    const auto name = desk.phone().name();
    // No default file while nobody would be taken: the phone turns to its TFTP server as Call Manager.
    CHECK(desk.phone().tally().default_files == 0);
    CHECK(asked_for(desk, "XMLDefault.cnf.xml") >= 1);
    CHECK(site.world().find_device(*DeviceName::parse(name)) == nullptr);
    CHECK(desk.phone().tally().registrations == 0);
    const auto& journal = site.journal();
    const auto refusal = std::find_if(journal.begin(), journal.end(), [&](const auto& seen) {
        return seen.step == Step::sccp_rejected && seen.subject == name;
    });
    REQUIRE(refusal != journal.end());
    CHECK(refusal->field("reason").find("uto-registration") != std::string_view::npos);
    CHECK(refusal->field("display").size() <= 31);

    // Switched on while the phone goes round in its retry cycle: it comes up by itself.
    site.change([&](db::Database& database) {
        auto node = *site.world().nodes.find(site.node());
        node.autoreg.enabled = true;
        db::update_node(database, node);
    });
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 10min));
    CHECK(desk.phone().station().number() == "1000");
}

TEST_CASE("The last number of the range is given, and the phone after it is told", "[story][autoreg]") {
    VirtualNetwork network{5, Wire{}};
    SiteSettings settings;
    settings.first_number = 1000;
    settings.last_number = 1001;
    Site site{network, settings};
    Office office{network, 5};
    office.add_many(3, {"7960", "7965"});
    office.power_on_all();

    REQUIRE(network.run_until([&] { return office.count(is_settled) == 2; }, 5min));
    REQUIRE(network.run_until([&] { return site.count(Step::sccp_rejected) > 0; }, 5min));
    network.run_for(10min);
    CHECK(office.count(is_settled) == 2);
    CHECK(site.count(Step::auto_registered) == 2);
}

TEST_CASE("A phone whose connection breaks while its number is made gets that number", "[story][autoreg]") {
    VirtualNetwork network{6, Wire{}};
    SiteSettings settings;
    settings.commit = 500ms;
    Site site{network, settings};
    Office office{network, 6};
    auto& desk = office.add("7960");
    desk.power_on();
    REQUIRE(network.run_until([&] { return desk.phone().phase() == lab::Phase::registering; }, 2min));
    network.run_for(100ms);  // the request is at the writer
    desk.power_off();
    network.run_for(5s);
    desk.power_on();
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 5min));
    CHECK(desk.phone().station().number() == "1000");
    CHECK(site.count(Step::auto_registered) == 1);
}

TEST_CASE(
    "A phone waits until it is approved, and is then restarted onto its own file exactly once",
    "[story][autoreg]"
) {
    const auto* const model = GENERATE("7960", "7965");
    CAPTURE(model);
    VirtualNetwork network{7, Wire{}};
    SiteSettings settings;
    settings.asks = true;
    Site site{network, settings};
    Office office{network, 7};
    auto& desk = office.add(model);
    auto& unwanted = office.add(model);
    office.power_on_all();
    const auto rejections = [](const DeskPhone& phone) { return phone.phone().tally().rejections; };
    REQUIRE(network.run_until([&] { return rejections(desk) >= 2 && rejections(unwanted) >= 2; }, 10min));

    // The default file was there for it: a phone must come to be known.
    CHECK(desk.phone().tally().default_files >= 1);
    const auto name = desk.phone().name();
    CHECK(site.world().find_device(*DeviceName::parse(name)) == nullptr);
    const auto& journal = site.journal();
    const auto refusal = std::find_if(journal.begin(), journal.end(), [&](const auto& seen) {
        return seen.step == Step::sccp_rejected && seen.subject == name;
    });
    REQUIRE(refusal != journal.end());
    CHECK(refusal->field("display") == "Waiting for approval");
    CHECK(refusal->field("reason").find("dialtone autoreg approve " + name) != std::string_view::npos);

    site.change([&](db::Database& database) {
        const auto waiting = db::list_waiting(database);
        REQUIRE(waiting.size() == 2);
        REQUIRE(db::decide_waiting(database, *DeviceName::parse(name), db::Decision::approved));
        REQUIRE(
            db::decide_waiting(database, *DeviceName::parse(unwanted.phone().name()), db::Decision::refused)
        );
    });
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 10min));
    network.run_for(10min);
    CHECK(desk.phone().station().number() == "1000");
    CHECK(desk.phone().tally().restarts_told == 1);
    CHECK(desk.phone().tally().resets_told == 0);
    CHECK(desk.phone().tally().registrations == 2);
    CHECK(site.count(Step::auto_registered, name) == 1);
    CHECK(site.count(Step::restart_sent, name) == 1);
    CHECK_FALSE(is_settled(unwanted.phone()));
    CHECK(site.count(Step::auto_registered) == 1);

    // Never again: not when it boots, and not when the switch goes round.
    desk.power_off();
    network.run_for(3min);
    desk.power_on();
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 10min));
    site.change([&](db::Database& database) {
        auto node = *site.world().nodes.find(site.node());
        node.autoreg.asks = false;
        db::update_node(database, node);
    });
    network.run_for(10min);
    CHECK(site.count(Step::restart_sent, name) == 1);
    CHECK(desk.phone().station().number() == "1000");
    CHECK_FALSE(is_settled(unwanted.phone()));
}
