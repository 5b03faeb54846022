#include "db/aggregates/devices.hpp"
#include "tests/story/office.hpp"
#include "tests/story/site.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::story;
using namespace std::chrono_literals;
using journal::Step;

namespace {

bool is_settled(const lab::Phone& phone) {
    return phone.is_registered() && phone.has_own_file() && phone.had_dial_tone();
}

struct Morning {
    explicit Morning(std::size_t phones, const SiteSettings& settings = {})
        : network{7, Wire{}}, site{network, settings}, office{network, 7} {
        office.add_many(phones, {"7960", "7965"});
        office.power_on_all();
        REQUIRE(network.run_until([&] { return office.all(is_settled); }, 10min));
        network.run_for(1min);
        for (auto& desk : office.phones()) {
            desk.forget();
        }
    }

    void label_line_one(const std::string& phone, const std::string& label) {
        site.change([&](db::Database& database) {
            const auto* device = site.world().find_device(*DeviceName::parse(phone));
            auto appearance = device->lines.front();
            appearance.label = label;
            db::put_line(database, device->id, appearance);
        });
    }

    VirtualNetwork network;
    Site site;
    Office office;
};

}  // namespace

TEST_CASE("A phone left alone for a day is never restarted", "[story][change]") {
    SiteSettings settings;
    settings.lease_seconds = 4 * 3600;  // twelve renewals
    Morning morning{6, settings};
    morning.network.run_for(24h);

    for (const auto& desk : morning.office.phones()) {
        CAPTURE(desk.phone().name());
        CHECK(desk.reports().empty());
        CHECK(desk.phone().is_registered());
        CHECK(desk.phone().tally().boots == 1);
        CHECK(desk.phone().tally().restarts_told == 1);
    }
    CHECK(morning.site.count(Step::sccp_keepalive_lost) == 0);
    CHECK(morning.site.count(Step::dhcp_ack) >= 6 * 12);
}

TEST_CASE("A changed label restarts exactly one phone", "[story][change]") {
    Morning morning{6};
    const auto which = GENERATE(0U, 1U);  // a 7960 and a 7965
    auto& desk = morning.office.phones()[which];

    morning.label_line_one(desk.phone().name(), "Reception");
    REQUIRE(morning.network.run_until([&] { return desk.phone().station().label() == "Reception"; }, 1min));
    morning.network.run_for(24h);

    for (const auto& other : morning.office.phones()) {
        CAPTURE(other.phone().name());
        const auto told = other.count(lab::Progress::told_restart) + other.count(lab::Progress::told_reset) +
                          other.count(lab::Progress::told_apply);
        CHECK(told == (&other == &desk ? 1 : 0));
        CHECK(other.phone().is_registered());
    }
    CHECK(desk.phone().station().label() == "Reception");
}

TEST_CASE("A label changed and changed back before the phone was told restarts nobody", "[story][change]") {
    Morning morning{2};
    const auto& phone = morning.office.phones()[0].phone();
    const auto label = phone.station().label();
    morning.label_line_one(phone.name(), "Somebody");
    morning.network.run_for(100ms);
    morning.label_line_one(phone.name(), label);
    morning.network.run_for(1h);
    for (const auto& desk : morning.office.phones()) {
        CHECK(desk.reports().empty());
    }
}

TEST_CASE("A label changed while the phone was away is on its display when it returns", "[story][change]") {
    Morning morning{2};
    auto& desk = morning.office.phones()[0];
    desk.power_off();
    morning.network.run_for(10min);
    morning.label_line_one(desk.phone().name(), "Cellar");
    morning.network.run_for(10min);
    desk.power_on();
    REQUIRE(morning.network.run_until([&] { return desk.phone().is_registered(); }, 5min));
    CHECK(desk.phone().station().label() == "Cellar");
    morning.network.run_for(1h);
    CHECK(desk.count(lab::Progress::told_restart) == 0);
    CHECK(morning.office.phones()[1].reports().empty());
}

TEST_CASE("A known phone boots without asking for the default file", "[story][boot]") {
    VirtualNetwork network{8, Wire{}};
    SiteSettings settings;
    settings.autoreg = false;
    Site site{network, settings};
    Office office{network, 8};
    auto& desk = office.add("7965");
    const auto name = desk.phone().name();
    site.change([&](db::Database& database) {
        const auto& world = site.world();
        Device device;
        device.name = *DeviceName::parse(name);
        device.description = "Reception";
        device.model = ModelId{436};
        device.pool = world.find_pool("Default")->id;
        world.button_templates.for_each([&](ButtonTemplateId id, const ButtonTemplate& row) {
            if (row.name == "Standard 7965 SCCP") {
                device.button_template = id;
            }
        });
        db::insert_device(database, device);
    });
    network.run_for(1s);

    desk.power_on();
    REQUIRE(network.run_until([&] { return desk.phone().is_registered(); }, 2min));
    network.run_for(1h);
    CHECK(desk.phone().has_own_file());
    CHECK(desk.phone().tally().default_files == 0);
    CHECK(desk.phone().tally().restarts_told == 0);
    CHECK(site.count(Step::file_served, name) == 1);
    for (const auto& seen : site.journal()) {
        CHECK(seen.field("name") != "XMLDefault.cnf.xml");
    }
}
