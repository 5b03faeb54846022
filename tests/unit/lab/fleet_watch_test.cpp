#include "server/lab/fleet_watch.hpp"
#include "tests/unit/lab/lab_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <sstream>

using namespace dialtone;
using namespace dialtone::lab;
using namespace std::chrono_literals;

namespace {

PhoneSettings settings() {
    PhoneSettings made;
    made.model = find_model("7960");
    made.mac = MacAddress{{0x00, 0x1b, 0x53, 0x00, 0x00, 0x01}};
    return made;
}

bool fits(const std::string& text) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > 80) {
            return false;
        }
    }
    return true;
}

}  // namespace

TEST_CASE("Fleet watch: a timeline line says when, who and what, and never exceeds 80 columns", "[lab]") {
    const Phone phone{settings()};
    const auto text =
        timeline_line(12s + 340ms, phone, {Progress::registered, "number 1000, SCCP version 11"});
    CHECK(text == "  12.3 s  SEP001B53000001  registered    number 1000, SCCP version 11");
    CHECK(fits(timeline_line(1s, phone, {Progress::rejected, std::string(300, 'x')})));
    CHECK(fits(timeline_line(
        1s, phone, {Progress::stuck, "a sentence of many words that goes on and on, and on and on"}
    )));
}

TEST_CASE("Fleet watch: a phone that is not up has its last trouble as the reason", "[lab]") {
    FleetWatch watch{true};
    Phone phone{settings()};
    CHECK_FALSE(watch.is_up(phone));
    CHECK(watch.obstacle(phone) == "still off");
    watch.note(phone, {Progress::rejected, "\"Error DBConfig\""});
    CHECK(watch.obstacle(phone) == "rejected: \"Error DBConfig\"");
    const auto table = watch.table({&phone});
    CHECK(fits(table));
    CHECK(table.find("SEP001B53000001: rejected") != std::string::npos);
    const auto json = watch.json({&phone}, {}, 1500ms);
    CHECK(json.find(R"("obstacle":"rejected: \"Error DBConfig\"")") != std::string::npos);
    CHECK(json.find(R"("up":0,"of":1,"ailing":[],"seconds":1.500)") != std::string::npos);
}

TEST_CASE("Fleet watch: of many phones those that are not up are shown, and not all of these", "[lab]") {
    FleetWatch watch{true};
    std::deque<Phone> phones;
    std::vector<const Phone*> all;
    for (std::uint8_t i = 0; i < 200; ++i) {
        auto made = settings();
        made.mac = MacAddress{{0x00, 0x1b, 0x53, 0x00, 0x01, i}};
        all.push_back(&phones.emplace_back(made));
    }
    const auto table = watch.table(all);
    CHECK(fits(table));
    CHECK(table.starts_with("0 of 200 phones are up.\n"));
    CHECK(table.ends_with("and 160 more that are not up\n"));
    CHECK(std::count(table.begin(), table.end(), '\n') < 100);
    CHECK(watch.progress(1s, all) == "   1.0 s  0 with address, 0 past their files, 0 registered, 0 done");
    CHECK(fits(watch.progress(std::chrono::hours{24}, all)));
}
