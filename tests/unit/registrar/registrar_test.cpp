#include "server/registrar/registrar.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

namespace dialtone::registrar::test {

using namespace dialtone::test;

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kName = "SEP001122334455";

/// A registrar with its world and a clock, and a door that only writes down what it is told.
struct Desk {
    explicit Desk(World start = sample_world()) : world{std::move(start)} {
        now.mono = Instant{std::chrono::hours{1}};
        publish();
    }

    void publish() { registrar.on_world(std::make_shared<const World>(world)); }

    Applicant applicant(std::int64_t session, ModelId model = k7960, const char* name = kName) const {
        return {
            .session = SessionId{session},
            .name = name,
            .model = model,
            .address = {from, 50000},
            .load = "P0030801SR02",
            .protocol_version = 11};
    }

    void come(std::int64_t session, ModelId model = k7960, const char* name = kName) {
        registrar.on_register(applicant(session, model, name), now);
    }

    void come_up(std::int64_t session, ModelId model = k7960, const char* name = kName) {
        come(session, model, name);
        registrar.on_complete(SessionId{session}, now);
    }

    void advance(Duration time) {
        const auto end = now + time;
        while (const auto next = registrar.next_wake()) {
            if (*next > end.mono) {
                break;
            }
            now = now + (std::max(*next, now.mono) - now.mono);
            registrar.on_wake(now);
        }
        now = end;
    }

    void tell(change::Action action, std::string why, const char* name = kName) {
        const std::vector<change::Directive> directives{
            {DeviceId{1}, *DeviceName::parse(name), action, std::move(why)}};
        registrar.on_directives(directives, now);
    }

    /// Everything it wants done that is of this kind.
    template <class Wanted>
    std::vector<Wanted> take() {
        std::vector<Action> fresh;
        registrar.take_actions(fresh);
        actions.insert(actions.end(), fresh.begin(), fresh.end());
        std::vector<Wanted> found;
        for (const auto& action : actions) {
            if (const auto* wanted = std::get_if<Wanted>(&action)) {
                found.push_back(*wanted);
            }
        }
        std::erase_if(actions, [](const Action& a) { return std::holds_alternative<Wanted>(a); });
        return found;
    }

    World world;
    Now now;
    Ipv4 from{10, 77, 0, 50};
    Registrar registrar{kCm1};
    std::vector<Action> actions;
};

World world_with_phone(Protocol protocol = Protocol::sccp) {
    auto world = sample_world();
    add_device(world, kName, k7960, {"1001"}, protocol);
    return world;
}

}  // namespace

TEST_CASE("Registrar: a known phone is let in and listed once it is complete", "[registrar][engine]") {
    Desk desk{world_with_phone()};
    desk.come(1);
    REQUIRE(desk.take<Accept>().size() == 1);
    CHECK(desk.take<StoreRegistration>().empty());
    desk.registrar.on_complete(SessionId{1}, desk.now);
    desk.registrar.on_complete(SessionId{1}, desk.now);
    const auto stored = desk.take<StoreRegistration>();
    REQUIRE(stored.size() == 1);
    CHECK(stored[0].registration.load == "P0030801SR02");
    CHECK(desk.registrar.find(*DeviceName::parse(kName)) != nullptr);
    desk.registrar.on_gone(SessionId{1}, StatusReason::connectivity_error);
    CHECK(desk.take<RemoveRegistration>().size() == 1);
    CHECK(desk.registrar.size() == 0);
}

TEST_CASE(
    "Registrar: every refusal has a text that a phone can show, and a sentence", "[registrar][engine]"
) {
    for (int i = 0; i <= static_cast<int>(Refusal::contested); ++i) {
        const auto& entry = entry_of(Refusal{static_cast<std::uint8_t>(i)});
        CHECK(entry.refusal == Refusal{static_cast<std::uint8_t>(i)});
        CHECK(entry.display.size() <= 31);
        CHECK(std::all_of(entry.display.begin(), entry.display.end(), [](char c) {
            return c >= ' ' && c <= '~';
        }));
    }
}

TEST_CASE("Registrar: refuses names, models, protocols and nodes that do not fit", "[registrar][engine]") {
    const auto refusal = [](Desk& desk) {
        const auto rejected = desk.take<Reject>();
        REQUIRE(rejected.size() == 1);
        CHECK(!rejected[0].sentence.empty());
        CHECK(desk.registrar.size() == 0);
        return rejected[0].refusal;
    };
    SECTION("a name with a space") {
        Desk desk{world_with_phone()};
        desk.come(1, k7960, "SEP 01122334455");
        CHECK(refusal(desk) == Refusal::malformed_name);
    }
    SECTION("another model") {
        Desk desk{world_with_phone()};
        desk.come(1, k7965);
        CHECK(refusal(desk) == Refusal::wrong_model);
    }
    SECTION("configured for SIP") {
        Desk desk{world_with_phone(Protocol::sip)};
        desk.come(1);
        CHECK(refusal(desk) == Refusal::wrong_protocol);
    }
    SECTION("this node is not in its group") {
        auto world = world_with_phone();
        add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
        edit(world.groups, kDefaultGroup, [](CallManagerGroup& group) { group.members = {kCm2}; });
        Desk desk{world};
        desk.come(1);
        CHECK(refusal(desk) == Refusal::wrong_node);
    }
    SECTION("unknown, and auto-registration off") {
        Desk desk;
        desk.come(1);
        CHECK(refusal(desk) == Refusal::unknown_device);
    }
    SECTION("as many as may be") {
        auto world = world_with_phone();
        world.parameters.set("callmanager/max-registered-devices", "0");
        Desk desk{world};
        desk.come(1);
        CHECK(refusal(desk) == Refusal::too_many);
    }
}

TEST_CASE(
    "Refusal: the group that a phone belongs to is named on its display, shortened", "[registrar][engine]"
) {
    CHECK(wrong_server_display("HQ") == "Wrong server: use group HQ");
    CHECK(wrong_server_display("Default") == "Wrong server: use group Default");
    CHECK(wrong_server_display("Headquarters") == "Wrong server: use group Headqu.");
    CHECK(wrong_server_display("K\xC3\xB6ln") == "Wrong server: use group Koln");
    CHECK(wrong_server_display("\xE6\x97\xA5\x01") == "Wrong server: use group ??");
    CHECK(wrong_server_display("").size() <= kMostDisplay);
}

TEST_CASE(
    "Registrar: a token is for whom this node serves, and for whom nobody serves", "[registrar][engine]"
) {
    auto world = world_with_phone();
    add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    Desk desk{world};
    CHECK(desk.registrar.may_come(kName));
    CHECK(desk.registrar.may_come("SEP00AA00AA00AA"));
    edit(desk.world.groups, kDefaultGroup, [](CallManagerGroup& group) { group.members = {kCm2}; });
    desk.publish();
    CHECK(!desk.registrar.may_come(kName));
    desk.registrar.stop();
    CHECK(!desk.registrar.may_come("SEP00AA00AA00AA"));
}

TEST_CASE("Registrar: a soft phone may announce itself as another model", "[registrar][engine]") {
    auto world = world_with_phone();
    edit(world.models, k7960, [](PhoneModel& model) { model.kind = ModelClass::softphone; });
    Desk desk{world};
    desk.come(1, k7975);
    CHECK(desk.take<Accept>().size() == 1);
}

TEST_CASE("Registrar: the limit does not count a phone that comes again", "[registrar][engine]") {
    auto world = world_with_phone();
    world.parameters.set("callmanager/max-registered-devices", "1");
    Desk desk{world};
    desk.come_up(1);
    desk.come_up(2);
    CHECK(desk.take<Reject>().empty());
    CHECK(desk.take<Drop>().size() == 1);
    CHECK(!desk.registrar.may_come("SEP00AA00AA00AA"));
}

TEST_CASE(
    "Registrar: two phones that fight for a name, the newcomer loses after three turns", "[registrar][engine]"
) {
    Desk desk{world_with_phone()};
    desk.come_up(1);
    for (std::int64_t session = 2; session <= 4; ++session) {
        desk.from = Ipv4{10, 77, 0, static_cast<std::uint8_t>(session % 2 + 60)};
        desk.advance(seconds{1});
        desk.come_up(session);
    }
    CHECK(desk.take<Reject>().empty());
    desk.from = Ipv4{10, 77, 0, 99};
    desk.come(5);
    const auto rejected = desk.take<Reject>();
    REQUIRE(rejected.size() == 1);
    CHECK(rejected[0].refusal == Refusal::contested);
    CHECK(desk.registrar.find(*DeviceName::parse(kName))->session == SessionId{4});
    // The one that is in may go on; a minute later it is all forgotten.
    desk.registrar.on_heard(SessionId{4}, (desk.now + seconds{58}).mono);
    desk.advance(seconds{62});
    desk.come_up(6);
    CHECK(desk.take<Reject>().empty());
}

TEST_CASE("Registrar: a phone that moved to another address is no fight", "[registrar][engine]") {
    Desk desk{world_with_phone()};
    desk.come_up(1);
    for (std::int64_t session = 2; session < 12; ++session) {
        desk.advance(seconds{6});
        desk.from = Ipv4{10, 77, 1, static_cast<std::uint8_t>(session)};
        desk.come_up(session);
    }
    CHECK(desk.take<Reject>().empty());
}

TEST_CASE(
    "Registrar: several changes are one command, the strongest with all reasons", "[registrar][engine]"
) {
    Desk desk{world_with_phone()};
    desk.come_up(1);
    desk.registrar.on_busy(SessionId{1}, true, desk.now);
    desk.tell(change::Action::apply, "a service changed");
    desk.tell(change::Action::reset, "load changed");
    desk.tell(change::Action::restart, "load changed");
    CHECK(desk.take<Command>().empty());
    desk.registrar.on_busy(SessionId{1}, false, desk.now);
    const auto commands = desk.take<Command>();
    REQUIRE(commands.size() == 1);
    CHECK(commands[0].action == change::Action::reset);
    CHECK(commands[0].why == "a service changed; load changed");
}

TEST_CASE(
    "Registrar: a change for a phone that is away waits for it, unless its file came first",
    "[registrar][engine]"
) {
    Desk desk{world_with_phone()};
    desk.tell(change::Action::restart, "label of line 1 changed");
    desk.come_up(1);
    CHECK(desk.take<Command>().size() == 1);
    desk.registrar.on_gone(SessionId{1}, StatusReason::connectivity_error);
    desk.come_up(2);
    CHECK(desk.take<Command>().empty());
    desk.registrar.on_gone(SessionId{2}, StatusReason::connectivity_error);
    desk.tell(change::Action::restart, "label of line 1 changed");
    desk.registrar.on_own_file_sent(*DeviceName::parse(kName));
    desk.come_up(3);
    CHECK(desk.take<Command>().empty());
}

TEST_CASE(
    "Registrar: a change that comes while the phone restarts is told when it is back", "[registrar][engine]"
) {
    Desk desk{world_with_phone()};
    desk.come_up(1);
    desk.tell(change::Action::restart, "first");
    desk.tell(change::Action::restart, "second");
    CHECK(desk.take<Command>().size() == 1);
    desk.registrar.on_gone(SessionId{1}, StatusReason::connectivity_error);
    desk.come_up(2);
    const auto again = desk.take<Command>();
    REQUIRE(again.size() == 1);
    CHECK(again[0].why == "second");
}

TEST_CASE(
    "Registrar: a device deleted while its phone is here is reset, one that is away is forgotten",
    "[registrar][engine]"
) {
    auto world = world_with_phone();
    Desk desk{world};
    desk.come_up(1);
    const auto id = *desk.world.device_by_name.find(*DeviceName::parse(kName));
    erase_device(desk.world, id);
    desk.publish();
    desk.tell(change::Action::reset, "deleted");
    CHECK(desk.take<Command>().size() == 1);
    desk.registrar.on_gone(SessionId{1}, StatusReason::connectivity_error);
    desk.tell(change::Action::reset, "deleted");
    desk.come(2);
    CHECK(desk.take<Reject>().size() == 1);
}

TEST_CASE(
    "Registrar: a request goes before the delay of a first restart, and makes it needless",
    "[registrar][engine]"
) {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    Desk desk{world};
    desk.come(1);
    const auto asked = desk.take<AutoRegister>();
    REQUIRE(asked.size() == 1);
    const auto id = add_device(desk.world, kName, k7960, {"1000"});
    desk.publish();
    desk.registrar.on_auto_registered(asked[0].ticket, {.device = id, .dn = "1000"}, desk.now);
    desk.registrar.on_complete(SessionId{1}, desk.now);
    desk.registrar.on_request(*DeviceName::parse(kName), change::Action::reset, desk.now);
    CHECK(desk.take<Command>().size() == 1);
    desk.registrar.on_gone(SessionId{1}, StatusReason::connectivity_error);
    desk.come_up(2);
    desk.advance(seconds{10});
    CHECK(desk.take<Command>().empty());
}

TEST_CASE("Registrar: an answer nobody asked for changes nothing", "[registrar][engine]") {
    Desk desk{world_with_phone()};
    desk.registrar.on_auto_registered(77, {.dn = "1000"}, desk.now);
    desk.registrar.on_complete(SessionId{9}, desk.now);
    desk.registrar.on_gone(SessionId{9}, StatusReason::unknown);
    CHECK(desk.take<Accept>().empty());
    CHECK(desk.take<RemoveRegistration>().empty());
}

TEST_CASE("Registrar: unknown phones that wait for a number are bounded", "[registrar][engine]") {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    Desk desk{world};
    for (std::size_t i = 0; i <= Registrar::kMostPending; ++i) {
        char name[16];
        std::snprintf(name, sizeof name, "SEP%012zX", i);
        desk.come(static_cast<std::int64_t>(i + 1), k7960, name);
    }
    CHECK(desk.take<AutoRegister>().size() == Registrar::kMostPending);
    const auto rejected = desk.take<Reject>();
    REQUIRE(rejected.size() == 1);
    CHECK(rejected[0].refusal == Refusal::overload);
}

TEST_CASE(
    "Registrar: a device made at another node at the same moment is let in without a second entry",
    "[registrar][engine]"
) {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    Desk desk{world};
    desk.come(1);
    const auto asked = desk.take<AutoRegister>();
    const auto id = add_device(desk.world, kName, k7960, {"1000"});
    desk.publish();
    desk.registrar.on_auto_registered(
        asked.at(0).ticket, {.device = id, .dn = "1000", .existed = true}, desk.now
    );
    CHECK(desk.take<Accept>().size() == 1);
    CHECK(desk.take<journal::Observation>().empty());
}

TEST_CASE("Registrar: Wi-Fi phones in a call get five keepalives", "[registrar][engine]") {
    auto world = world_with_phone();
    edit(world.models, k7960, [](PhoneModel& model) { model.family = "wifi"; });
    Desk desk{world};
    desk.come_up(1);
    desk.registrar.on_busy(SessionId{1}, true, desk.now);
    desk.advance(seconds{150});
    CHECK(desk.take<Drop>().empty());
    desk.advance(seconds{6});
    CHECK(desk.take<Drop>().size() == 1);
}

TEST_CASE("Status reasons: CUCM's numbers and words", "[registrar][engine]") {
    CHECK(static_cast<int>(StatusReason::keepalive_timeout) == 13);
    CHECK(to_string(StatusReason::duplicate_registration) == "DuplicateRegistration");
}

}  // namespace dialtone::registrar::test
