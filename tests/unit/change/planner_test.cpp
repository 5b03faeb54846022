#include "server/change/planner.hpp"

#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::test;
using namespace std::chrono_literals;
using change::Action;
using change::Directive;
using change::Planner;

namespace {

const auto kPhone = *DeviceName::parse("SEP000000000001");
const auto kOther = *DeviceName::parse("SEP000000000002");

/// The world thread with everything around it in virtual time.
struct Site {
    World draft = sample_world();
    WorldPtr world;
    Planner planner;
    Now now;
    DeviceId phone = add_device(draft, kPhone.text(), k7965, {"1000"});
    DeviceId other = add_device(draft, kOther.text(), k7960, {"1001"});

    /// Makes the draft the world.
    void publish() {
        ++draft.sequence;
        world = std::make_shared<const World>(draft);
        planner.on_world(world, now);
    }

    /// A phone that fetched its file and registered.
    void boot(const DeviceName& name) {
        planner.on_file_sent(name, *world);
        planner.on_registered(name, *world, now);
    }

    /// Directives that leave within `span`.
    std::vector<Directive> wait(Duration span) {
        std::vector<Directive> all;
        const auto end = now.mono + span;
        while (const auto deadline = planner.next_deadline()) {
            if (*deadline > end) {
                break;
            }
            now = now + (std::max(*deadline, now.mono) - now.mono);
            const auto due = planner.take_due(now);
            REQUIRE_FALSE(due.empty());  // a deadline without something due would spin
            all.insert(all.end(), due.begin(), due.end());
        }
        now = now + (end - now.mono);
        return all;
    }

    void label(DeviceId id, const char* text) {
        edit_device(draft, id, [&](Device& device) { device.lines[0].label = text; });
    }

    void load(DeviceId id, const char* text) {
        edit_device(draft, id, [&](Device& device) { device.load = text; });
    }

    void vendor_config(DeviceId id, const char* text) {
        edit_device(draft, id, [&](Device& device) { device.vendor_config = text; });
    }
};

/// Both phones up and nothing to do.
struct RunningSite : Site {
    RunningSite() {
        publish();
        boot(kPhone);
        boot(kOther);
        REQUIRE(wait(1h).empty());
    }
};

}  // namespace

TEST_CASE("Planner: a changed label restarts exactly one phone", "[change]") {
    RunningSite site;
    site.label(site.phone, "Reception");
    site.publish();
    const auto directives = site.wait(1h);
    REQUIRE(directives.size() == 1);
    CHECK(directives[0].name == kPhone);
    CHECK(directives[0].action == Action::restart);
    CHECK(directives[0].why == "label of line 1 changed");
}

TEST_CASE("Planner: what the file gave is taken from whoever rendered it", "[change]") {
    Site site;
    site.publish();
    const auto& device = *site.world->find_device(kPhone);
    const auto given = std::make_shared<const provision::Given>(provision::file_given(*site.world, device));
    site.planner.on_file_sent(kPhone, *site.world, given);
    site.planner.on_registered(kPhone, *site.world, site.now);
    CHECK(site.wait(1min).empty());
    const auto other = std::make_shared<const provision::Given>();
    site.planner.on_file_sent(kPhone, *site.world, other);
    site.planner.on_registered(kPhone, *site.world, site.now);
    CHECK_FALSE(site.wait(1min).empty());  // it was not given what the world says
}

TEST_CASE("Planner: a phone left alone is never told anything", "[change]") {
    RunningSite site;
    for (int day = 0; day < 10; ++day) {
        site.publish();
        site.planner.on_gone(kPhone);
        site.boot(kPhone);
        site.planner.on_registered(kOther, *site.world, site.now);
        add_device(site.draft, "SEP0000000010" + std::to_string(10 + day), k7975, {});
        CHECK(site.wait(24h).empty());
    }
}

TEST_CASE("Planner: a restarted phone is not told again", "[change]") {
    RunningSite site;
    site.label(site.phone, "Reception");
    site.publish();
    REQUIRE(site.wait(1h).size() == 1);
    site.planner.on_gone(kPhone);
    SECTION("with its file seen") {
        site.boot(kPhone);
    }
    SECTION("with its file served by another process") {
        site.planner.on_registered(kPhone, *site.world, site.now);
    }
    CHECK(site.wait(1h).empty());
    site.publish();
    CHECK(site.wait(1h).empty());
}

TEST_CASE("Planner: several changes of one phone become the strongest directive", "[change]") {
    RunningSite site;
    site.label(site.phone, "Reception");
    site.publish();
    site.vendor_config(site.phone, "<webAccess>1</webAccess>");
    site.publish();
    const auto directives = site.wait(1h);
    REQUIRE(directives.size() == 1);
    CHECK(directives[0].action == Action::restart);
    CHECK(directives[0].why == "label of line 1 and vendor settings changed");
}

TEST_CASE("Planner: a load moves no phone, wherever it changes and whoever holds its files", "[change]") {
    RunningSite site;
    site.load(site.phone, "SCCP45.8-5-4S");
    site.publish();
    edit(site.draft.device_defaults, DefaultKey{k7960, Protocol::sccp}, [](DeviceDefault& row) {
        row.load = "P0030801SR02";
    });
    site.publish();
    site.draft.loads = std::make_shared<const LoadInventory>(std::vector<Load>{
        {"SCCP45.8-5-4S", "SCCP45.8-5-4S.loads", {{"apps45.sbn", 1, 0}}, ""}});
    site.publish();
    CHECK(site.wait(1h).empty());
    site.planner.on_gone(kPhone);
    site.boot(kPhone);
    CHECK(site.wait(1h).empty());
}

TEST_CASE("Planner: a change taken back in time disappears", "[change]") {
    RunningSite site;
    site.label(site.phone, "Reception");
    site.publish();
    CHECK(site.planner.pending() == 1);
    site.label(site.phone, "");
    site.publish();
    CHECK(site.planner.pending() == 0);
    CHECK_FALSE(site.planner.next_deadline());
    CHECK(site.wait(1h).empty());
}

TEST_CASE("Planner: what was asked of a phone is not asked again while it comes back", "[change]") {
    RunningSite site;
    site.label(site.phone, "Reception");
    site.publish();
    REQUIRE(site.wait(1s).size() == 1);
    edit(site.draft.pools, kDefaultPool, [](DevicePool& pool) { pool.location = LocationId{}; });
    site.publish();  // concerns the phone, but gives it nothing new
    CHECK(site.wait(1h).empty());
    site.label(site.phone, "Porter");
    site.publish();
    CHECK(site.wait(1h).size() == 1);
}

TEST_CASE(
    "Planner: a file changed while the phone was away restarts it when it returns with the old one",
    "[change]"
) {
    RunningSite site;
    site.planner.on_gone(kPhone);
    edit(site.draft.date_time_groups, kCmLocal, [](DateTimeGroup& group) { group.time_zone = "Asia/Tokyo"; });
    site.planner.on_gone(kOther);
    site.publish();
    CHECK(site.wait(1h).empty());
    SECTION("it fetched nothing") {
        site.planner.on_registered(kPhone, *site.world, site.now);
        const auto directives = site.wait(1h);
        REQUIRE(directives.size() == 1);
        CHECK(directives[0].name == kPhone);
        CHECK(directives[0].why == "date and time changed while the phone was away");
    }
    SECTION("it booted") {
        site.boot(kPhone);
        CHECK(site.wait(1h).empty());
    }
}

TEST_CASE("Planner: lines changed while the phone was away reach it with its registration", "[change]") {
    RunningSite site;
    site.planner.on_gone(kPhone);
    site.label(site.phone, "Reception");
    site.publish();
    site.planner.on_registered(kPhone, *site.world, site.now);
    CHECK(site.wait(1h).empty());
}

TEST_CASE("Planner: a registration with a world that is already old is caught up", "[change]") {
    RunningSite site;
    const auto old = site.world;
    site.planner.on_gone(kPhone);
    site.label(site.phone, "Reception");
    site.publish();
    site.planner.on_registered(kPhone, *old, site.now);
    CHECK(site.wait(1h).size() == 1);
}

TEST_CASE(
    "Planner: what was stored by the process before is compared at the first registration", "[change]"
) {
    Site before;
    before.publish();
    before.boot(kPhone);
    before.boot(kOther);
    const auto stored = before.planner.take_received();
    REQUIRE(stored.size() == 2);

    Site site;
    for (const auto& received : stored) {
        const auto unpacked = provision::Given::unpack(received.given->pack());
        REQUIRE(unpacked);
        site.planner.restore(received.name, *unpacked);
    }
    site.vendor_config(site.phone, "<webAccess>1</webAccess>");
    site.label(site.other, "Porter");
    site.publish();
    site.planner.on_registered(kPhone, *site.world, site.now);
    site.planner.on_registered(kOther, *site.world, site.now);
    const auto directives = site.wait(1h);
    REQUIRE(directives.size() == 1);
    CHECK(directives[0].name == kPhone);
    CHECK(directives[0].action == Action::apply);
}

TEST_CASE("Planner: a phone that registered itself for the first time gets no directive", "[change]") {
    RunningSite site;
    const auto name = *DeviceName::parse("SEP0000000000AA");
    add_device(site.draft, name.text(), k7960, {"1002"});
    site.publish();
    site.planner.on_registered(name, *site.world, site.now);  // with XMLDefault.cnf.xml
    CHECK(site.wait(1h).empty());
    site.planner.on_gone(name);  // the registrar's restart
    site.boot(name);
    CHECK(site.wait(1h).empty());
}

TEST_CASE("Planner: a phone with a file placed by hand is not told what that file does not say", "[change]") {
    RunningSite site;
    site.planner.on_gone(kPhone);
    site.planner.on_placed_file_sent(kPhone);
    site.planner.on_registered(kPhone, *site.world, site.now);
    CHECK(site.wait(1h).empty());

    // What is in the generated file concerns it no more; its lines, which it gets otherwise, do.
    site.vendor_config(site.phone, "<webAccess>1</webAccess>");
    site.publish();
    CHECK(site.wait(1h).empty());
    site.label(site.phone, "Reception");
    site.publish();
    const auto directives = site.wait(1h);
    REQUIRE(directives.size() == 1);
    CHECK(directives[0].why == "label of line 1 changed");
    site.planner.on_gone(kPhone);
    site.planner.on_placed_file_sent(kPhone);
    site.planner.on_registered(kPhone, *site.world, site.now);
    CHECK(site.wait(1h).empty());

    // It is remembered, so that a restart of the server makes no difference.
    const auto received = site.planner.take_received();
    const auto own = std::find_if(received.begin(), received.end(), [](const change::Received& one) {
        return one.name == kPhone;
    });
    REQUIRE(own != received.end());
    CHECK(own->given->has_placed_file());
    Site after;
    after.draft = site.draft;
    after.planner.restore(kPhone, *provision::Given::unpack(own->given->pack()));
    after.publish();
    after.planner.on_registered(kPhone, *after.world, after.now);
    CHECK(after.wait(1h).empty());
    after.vendor_config(after.phone, "<webAccess>2</webAccess>");
    after.publish();
    CHECK(after.wait(1h).empty());

    // Taken away: from the generated file on it is compared as ever.
    after.planner.on_gone(kPhone);
    after.boot(kPhone);
    CHECK(after.wait(1h).empty());
    after.vendor_config(after.phone, "");
    after.publish();
    CHECK(after.wait(1h).size() == 1);
}

TEST_CASE("Planner: a deleted device is reset once and forgotten", "[change]") {
    RunningSite site;
    site.planner.take_received();
    erase_device(site.draft, site.phone);
    site.publish();
    const auto directives = site.wait(1h);
    REQUIRE(directives.size() == 1);
    CHECK(directives[0].action == Action::reset);
    CHECK(directives[0].device == site.phone);
    CHECK(directives[0].why == "the device was deleted");
    site.planner.on_gone(kPhone);
    const auto forgotten = site.planner.take_received();
    REQUIRE(forgotten.size() == 1);
    CHECK(forgotten[0].name == kPhone);
    CHECK_FALSE(forgotten[0].given);
}

TEST_CASE(
    "Planner: devices that vanished while nobody watched are forgotten at the first world", "[change]"
) {
    Site site;
    site.planner.restore(*DeviceName::parse("SEP0000000000FF"), {});
    site.publish();
    const auto forgotten = site.planner.take_received();
    REQUIRE(forgotten.size() == 1);
    CHECK_FALSE(forgotten[0].given);
}

TEST_CASE("Planner: a phone that goes takes its directive along", "[change]") {
    RunningSite site;
    site.label(site.phone, "Reception");
    site.publish();
    site.planner.on_gone(kPhone);
    CHECK(site.planner.pending() == 0);
    CHECK(site.wait(1h).empty());
}

TEST_CASE("Planner: a phone that applies is not told again and stored as up to date", "[change]") {
    RunningSite site;
    site.planner.take_received();
    edit_device(site.draft, site.phone, [](Device& device) { device.vendor_config = "<pcPort>1</pcPort>"; });
    site.publish();
    const auto directives = site.wait(1h);
    REQUIRE(directives.size() == 1);
    CHECK(directives[0].action == Action::apply);
    const auto stored = site.planner.take_received();
    REQUIRE(stored.size() == 1);
    CHECK(*stored[0].given == provision::given(*site.world, *site.world->devices.find(site.phone)));
    site.publish();
    CHECK(site.wait(1h).empty());
}

TEST_CASE("Planner: many phones are told at the rate of the parameter", "[change]") {
    Site site;
    std::vector<DeviceName> phones;
    for (int i = 0; i < 100; ++i) {
        const auto id = add_device(site.draft, "SEP000000000" + std::to_string(100 + i), k7960, {});
        phones.push_back(site.draft.devices.find(id)->name);
    }
    site.draft.parameters.set("callmanager/restart-rate-per-second", "10");
    site.publish();
    for (const auto& name : phones) {
        site.boot(name);
    }
    edit(site.draft.nodes, kCm1, [](Node& node) { node.address = Ipv4{10, 0, 0, 9}; });
    site.publish();
    CHECK(site.wait(499ms).empty());
    std::map<std::string, int> told;
    std::size_t total = 0;
    for (int second = 0; second < 10; ++second) {
        const auto directives = site.wait(1s);
        total += directives.size();
        CHECK(directives.size() <= 12);
        for (const auto& directive : directives) {
            ++told[directive.name.text()];
        }
    }
    CHECK(total == 100);
    CHECK(told.size() == 100);
}
