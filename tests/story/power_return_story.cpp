#include "tests/story/office.hpp"
#include "tests/story/site.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace dialtone;
using namespace dialtone::story;
using namespace std::chrono_literals;

namespace {

bool is_settled(const lab::Phone& phone) {
    return phone.is_registered() && phone.has_own_file() && !phone.station().number().empty();
}

bool is_up(const lab::Phone& phone) {
    return is_settled(phone) && phone.had_dial_tone();
}

template <class Value>
std::set<std::string> distinct(Office& office, Value value) {
    std::set<std::string> values;
    for (const auto& desk : office.phones()) {
        values.insert(value(desk.phone()));
    }
    return values;
}

}  // namespace

TEST_CASE("Power returns to 200 phones at once, 20 % of the packets lost: all come up", "[story][boot]") {
    const auto seed = GENERATE(1ULL, 2ULL);
    CAPTURE(seed);
    Wire wire;
    wire.loss = 0.2;
    wire.duplication = 0.02;
    wire.reordering = 0.05;
    VirtualNetwork network{seed, wire};
    SiteSettings settings;
    settings.seed = seed;
    Site site{network, settings};
    Office office{network, seed};
    office.add_many(200, {"7960", "7965", "7940", "7975", "7945"});

    office.power_on_all();
    const bool all_up = network.run_until([&] { return office.all(is_up); }, 30min);
    CAPTURE(office.count(is_up));
    REQUIRE(all_up);

    CHECK(distinct(office, [](const auto& phone) { return phone.station().number(); }).size() == 200);
    CHECK(distinct(office, [](const auto& phone) { return phone.address().to_string(); }).size() == 200);
    for (const auto& desk : office.phones()) {
        const auto& phone = desk.phone();
        const auto* device = site.world().find_device(*DeviceName::parse(phone.name()));
        REQUIRE(device != nullptr);
        REQUIRE(device->lines.size() == 1);
        const auto* number = site.world().numbers.find(device->lines.front().number);
        REQUIRE(number != nullptr);
        CHECK(phone.station().number() == number->pattern);
        CHECK(device->description == "Auto " + number->pattern);
        CHECK(site.stored_leases().count(phone.address()) == 1);
        CHECK(phone.tally().rejections == 0);
    }
    CHECK(network.datagrams_lost() > 0);
}

TEST_CASE("The same office after a second power cut: nobody is given another number", "[story][boot]") {
    VirtualNetwork network{11, Wire{}};
    Site site{network, SiteSettings{}};
    Office office{network, 11};
    office.add_many(20, {"7960", "7965"});
    office.power_on_all();
    REQUIRE(network.run_until([&] { return office.all(is_up); }, 5min));
    const auto numbers =
        distinct(office, [](const auto& phone) { return phone.name() + phone.station().number(); });
    const auto addresses =
        distinct(office, [](const auto& phone) { return phone.name() + phone.address().to_string(); });

    for (auto& desk : office.phones()) {
        desk.power_off();
        desk.forget();
    }
    network.run_for(30s);
    office.power_on_all();
    REQUIRE(network.run_until([&] { return office.all(is_settled); }, 5min));

    CHECK(distinct(office, [](const auto& phone) {
              return phone.name() + phone.station().number();
          }) == numbers);
    CHECK(distinct(office, [](const auto& phone) {
              return phone.name() + phone.address().to_string();
          }) == addresses);
    network.run_for(1min);
    for (const auto& desk : office.phones()) {
        // Known now: the default file is not asked for, and nobody is restarted a second time.
        CHECK(desk.phone().tally().default_files == 1);
        CHECK(desk.phone().tally().restarts_told == 1);
        CHECK(desk.count(lab::Progress::told_restart) == 0);
    }
}
