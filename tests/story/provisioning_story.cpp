#include "db/aggregates/devices.hpp"
#include "db/aggregates/numbers.hpp"
#include "tests/story/office.hpp"
#include "tests/story/site.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace dialtone;
using namespace dialtone::story;
using namespace std::chrono_literals;
using journal::Step;

namespace {

bool is_settled(const lab::Phone& phone) {
    return phone.is_registered() && phone.has_own_file() && !phone.station().number().empty();
}

/// Files that the journal says a phone asked for, in order.
std::vector<std::string> asked(const Site& site, const std::string& phone) {
    std::vector<std::string> names;
    for (const auto& seen : site.journal()) {
        const bool is_file = seen.step == Step::file_served || seen.step == Step::file_missing;
        if (is_file && seen.subject == phone) {
            names.emplace_back(seen.field("name"));
        }
    }
    return names;
}

std::size_t place(const std::vector<std::string>& names, const std::string& name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

TEST_CASE(
    "P-05 two hundred phones fetch their files at once: no drop, within two seconds", "[story][files]"
) {
    VirtualNetwork network{17, Wire{}};
    Site site{network, SiteSettings{}};
    Office office{network, 17};
    office.add_many(200, {"7960", "7965", "7940", "7975"});
    office.power_on_all();
    REQUIRE(network.run_until([&] { return office.all(is_settled); }, 5min));
    CHECK(site.count(Step::file_broken_off) == 0);
    CHECK(network.datagrams_lost() == 0);
    for (const auto& desk : office.phones()) {
        const auto name = desk.phone().name();
        std::vector<WallTime> times;
        for (const auto& seen : site.journal()) {
            const bool is_file = seen.step == Step::file_served || seen.step == Step::file_missing;
            // Up to the default file; its own comes seconds later, when it is told to restart.
            if (seen.subject == name && is_file) {
                times.push_back(seen.at);
                if (seen.field("name") == "XMLDefault.cnf.xml") {
                    break;
                }
            }
        }
        REQUIRE(times.size() >= 3);
        CHECK(times.back() - times.front() < 2s);
    }
}

TEST_CASE("P-12 the default file for an unknown phone, its own for a known one, and back", "[story][files]") {
    const auto* const model = GENERATE("7960", "7965");
    CAPTURE(model);
    VirtualNetwork network{18, Wire{}};
    Site site{network, SiteSettings{}};
    Office office{network, 18};
    auto& desk = office.add(model);
    desk.power_on();
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 2min));
    const auto name = desk.phone().name();
    const auto own = name + ".cnf.xml";
    const auto files = asked(site, name);
    // Its own first, which is not there; the default file; and its own again, after the restart.
    REQUIRE(place(files, own) < place(files, "XMLDefault.cnf.xml"));
    CHECK(std::count(files.begin(), files.end(), own) == 2);
    CHECK(std::count(files.begin(), files.end(), "XMLDefault.cnf.xml") == 1);
    const auto number = desk.phone().station().number();

    // Known: it gets its own file at once, and keeps its number.
    desk.power_off();
    network.run_for(3min);
    const auto before = asked(site, name).size();
    desk.power_on();
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 2min));
    auto again = asked(site, name);
    again.erase(again.begin(), again.begin() + static_cast<std::ptrdiff_t>(before));
    CHECK(place(again, "XMLDefault.cnf.xml") == again.size());
    CHECK(desk.phone().station().number() == number);

    // Deleted with its number: unknown again, and the number is free for it.
    const auto* device = site.world().find_device(*DeviceName::parse(name));
    REQUIRE(device != nullptr);
    const auto id = device->id;
    const auto line = device->lines.at(0).number;
    const auto size = asked(site, name).size();
    site.change([&](db::Database& database) {
        db::delete_device(database, id);
        db::delete_unused_number(database, line);
    });
    REQUIRE(network.run_until(
        [&] {
            const auto* found = site.world().find_device(*DeviceName::parse(name));
            return found != nullptr && found->id != id && is_settled(desk.phone());
        },
        10min
    ));
    auto anew = asked(site, name);
    anew.erase(anew.begin(), anew.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(std::count(anew.begin(), anew.end(), "XMLDefault.cnf.xml") >= 1);
    CHECK(desk.phone().station().number() == number);
}

TEST_CASE("What is wrong with a phone's file is in its timeline", "[story][files]") {
    VirtualNetwork network{19, Wire{}};
    Site site{network, SiteSettings{}};
    Office office{network, 19};
    auto& desk = office.add("7965");
    desk.power_on();
    REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 2min));
    const auto name = desk.phone().name();
    CHECK(site.count(Step::note, name) == 0);
    site.change([&](db::Database& database) {
        auto device = *site.world().find_device(*DeviceName::parse(name));
        device.vendor_config = "<peerFirmwareSharing>1</peerFirmwareSharing>";
        db::update_device(database, device);
    });
    REQUIRE(network.run_until([&] { return site.count(Step::note, name) == 1; }, 10min));
    const auto& journal = site.journal();
    const auto note = std::find_if(journal.begin(), journal.end(), [](const auto& seen) {
        return seen.step == Step::note;
    });
    CHECK(note->field("code") == "C19");
}
