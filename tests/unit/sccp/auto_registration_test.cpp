#include "tests/unit/sccp/exchange.hpp"

#include <catch2/catch.hpp>

namespace dialtone::sccp::test {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* kName = "SEP001122334455";

World world_with_autoreg() {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    return world;
}

std::size_t resets(Phone& phone) {
    const auto ids = phone.ids();
    return static_cast<std::size_t>(std::count(ids.begin(), ids.end(), MessageId::reset));
}

}  // namespace

TEST_CASE(
    "Auto-registration: an unknown phone gets a number, and one restart onto its own file", "[sccp][engine]"
) {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    CHECK(phone.hears_nothing());
    REQUIRE(exchange.asked.size() == 1);
    CHECK(exchange.asked[0].request.node == kCm1);
    CHECK(exchange.asked[0].request.model == k7965);

    exchange.make_device("1000");
    phone.finish_registration();
    CHECK(exchange.last(journal::Step::auto_registered).field("dn") == "1000");
    CHECK(exchange.last(journal::Step::sccp_accepted).field("dn") == "1000");
    exchange.advance(milliseconds{1900});
    CHECK(phone.hears_nothing());
    exchange.advance(milliseconds{200});
    CHECK(phone.hears<Reset>().type == ResetType::restart);

    // Nothing follows a reset, and whatever the phone still says is left unanswered.
    phone.say(KeepAlive{});
    CHECK(phone.hears_nothing());
    phone.hang_up_tcp();
    CHECK(exchange.removed_registrations.back().reason == registrar::StatusReason::call_manager_reset);

    exchange.advance(seconds{8});
    phone.connect();
    phone.come_up();
    for (int i = 0; i < 20; ++i) {
        exchange.advance(seconds{30});
        phone.say(KeepAlive{});
    }
    CHECK(resets(phone) == 0);
    CHECK(exchange.count(journal::Step::restart_sent) == 1);
    CHECK(exchange.asked.size() == 1);
}

TEST_CASE(
    "Auto-registration: attempts of one phone are one question, and the newest connection is let in",
    "[sccp][engine]"
) {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    const auto old = phone.session;
    phone.say(phone.registration());
    phone.connect();
    phone.say(phone.registration());
    CHECK(exchange.asked.size() == 1);
    CHECK(exchange.closed[old] == "reset");
    exchange.make_device("1000");
    phone.finish_registration();
    CHECK(exchange.engine.registrations().size() == 1);
}

TEST_CASE("Auto-registration: the phone left before its number came", "[sccp][engine]") {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    phone.hang_up_tcp();
    exchange.make_device("1000");
    CHECK(exchange.engine.registrations().size() == 0);

    // It comes back as a known phone that still has no file of its own.
    phone.connect();
    phone.come_up();
    exchange.advance(seconds{3});
    CHECK(resets(phone) == 1);
    CHECK(exchange.asked.size() == 1);
}

TEST_CASE(
    "Auto-registration: a phone that fetched its own file before it came back needs no restart",
    "[sccp][engine]"
) {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    phone.hang_up_tcp();
    exchange.make_device("1000");
    exchange.engine.on_own_file_sent(*DeviceName::parse(kName));
    phone.connect();
    phone.come_up();
    exchange.advance(seconds{30});
    CHECK(resets(phone) == 0);
}

TEST_CASE(
    "Auto-registration: a store that fails is told to the phone, which may try again", "[sccp][engine]"
) {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    exchange.answer(
        {.refused = true, .refusal = AutoRegisterRefusal::store_failed, .sentence = "the disk is full"}
    );
    CHECK(phone.hears<RegisterReject>().text == "Error Database");
    CHECK(exchange.last(journal::Step::sccp_rejected).field("reason") == "the disk is full");
    phone.say(phone.registration());
    CHECK(exchange.asked.size() == 2);
    exchange.make_device("1000");
    phone.finish_registration();
    CHECK(exchange.stored_registrations.size() == 1);
}

TEST_CASE("Auto-registration: no answer from the store ends in a rejection", "[sccp][engine]") {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    exchange.advance(seconds{31});
    CHECK(phone.hears<RegisterReject>().text == "Error Database");
    exchange.make_device("1000");
    CHECK(phone.hears_nothing());
    CHECK(exchange.engine.registrations().size() == 0);
}

TEST_CASE("Auto-registration: the end of the range is a clear rejection", "[sccp][engine]") {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    exchange.answer(
        {.refused = true,
         .refusal = AutoRegisterRefusal::range_exhausted,
         .sentence = "every number from 1000 to 1999 is taken"}
    );
    CHECK(phone.hears<RegisterReject>().text == "Max Phones Exceeded");
}

TEST_CASE(
    "Auto-registration: a phone that waits for approval reads it, and is let in when it comes again",
    "[sccp][engine]"
) {
    Exchange exchange{world_with_autoreg()};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    REQUIRE(exchange.asked.size() == 1);
    CHECK(exchange.asked[0].request.address == Ipv4{10, 77, 0, 50});
    CHECK(exchange.asked[0].request.load == "SCCP45.9-4-2SR3-1S");
    exchange.answer(
        {.refused = true,
         .refusal = AutoRegisterRefusal::waiting,
         .sentence = "It waits for approval: `dialtone autoreg approve SEP001122334455` lets it in."}
    );
    CHECK(phone.hears<RegisterReject>().text == "Waiting for approval");
    CHECK(exchange.last(journal::Step::sccp_rejected).field("display") == "Waiting for approval");
    CHECK(exchange.last(journal::Step::sccp_rejected).field("reason").starts_with("It waits for approval"));
    exchange.advance(milliseconds{1900});
    CHECK(!exchange.closed.contains(phone.session));
    exchange.advance(seconds{1});
    CHECK(exchange.closed[phone.session] == "graceful");

    phone.connect();
    phone.say(phone.registration());
    exchange.answer({.refused = true, .refusal = AutoRegisterRefusal::turned_away, .sentence = "No."});
    CHECK(phone.hears<RegisterReject>().text == "Refused by administrator");

    phone.connect();
    phone.say(phone.registration());
    exchange.make_device("1000");
    phone.finish_registration();
    exchange.advance(seconds{3});
    CHECK(resets(phone) == 1);
}

TEST_CASE("Auto-registration: models and names that cannot be made are not asked for", "[sccp][engine]") {
    Exchange exchange{world_with_autoreg()};
    Phone unknown{exchange, kName, ModelId{9999}, 11};
    unknown.say(unknown.registration());
    CHECK(unknown.hears<RegisterReject>().text == "Error Mismatch");
    Phone nameless{exchange, "RECEPTION", k7960, 11};
    nameless.say(nameless.registration());
    CHECK(nameless.hears<RegisterReject>().text == "Error DBConfig");
    CHECK(exchange.asked.empty());
}

TEST_CASE("Auto-registration: on at another node does not count here", "[sccp][engine]") {
    auto world = sample_world();
    add_node(world, kCm2, "cm2", Ipv4{10, 77, 0, 2});
    switch_autoreg_on(world, kCm2);
    Exchange exchange{world};
    Phone phone{exchange, kName, k7965, 22};
    phone.say(phone.registration());
    CHECK(phone.hears<RegisterReject>().text == "Error DBConfig");
}

TEST_CASE("Auto-registration: a storm is restarted at the configured rate", "[sccp][engine]") {
    auto world = world_with_autoreg();
    world.parameters.set("callmanager/restart-rate-per-second", "2");
    Exchange exchange{world};
    std::vector<Phone> phones;
    for (int i = 0; i < 10; ++i) {
        phones.emplace_back(exchange, "SEP00112233445" + std::to_string(i), k7960, 11);
        phones.back().say(phones.back().registration());
        exchange.make_device(std::to_string(1000 + i));
        phones.back().finish_registration();
    }
    exchange.advance(milliseconds{2100});
    CHECK(exchange.count(journal::Step::restart_sent) == 1);
    exchange.advance(seconds{1});
    CHECK(exchange.count(journal::Step::restart_sent) == 3);
    exchange.advance(seconds{10});
    CHECK(exchange.count(journal::Step::restart_sent) == 10);
}

TEST_CASE("Directive: a phone in a call is told when it is idle again, once", "[sccp][engine]") {
    auto world = sample_world();
    const auto id = add_device(world, kName, k7965, {"1001"});
    Exchange exchange{world};
    Phone phone{exchange, kName, k7965, 22};
    phone.come_up();
    phone.say(OffHook{});
    phone.forget_heard();
    exchange.tell({{id, *DeviceName::parse(kName), change::Action::restart, "label of line 1 changed"}});
    CHECK(phone.hears_nothing());
    CHECK(exchange.last(journal::Step::change_pending).field("why") == "label of line 1 changed");
    phone.say(OnHook{});
    CHECK(resets(phone) == 1);
    CHECK(exchange.last(journal::Step::restart_sent).field("why") == "label of line 1 changed");
}

TEST_CASE("Directive: apply is a message of its own only for newer loads", "[sccp][engine]") {
    auto world = sample_world();
    const auto old_phone = add_device(world, "SEP001122334401", k7960, {"1001"});
    const auto new_phone = add_device(world, "SEP001122334402", k7965, {"1002"});
    Exchange exchange{world};
    Phone old{exchange, "SEP001122334401", k7960, 11};
    old.come_up();
    Phone newer{exchange, "SEP001122334402", k7965, 22};
    newer.come_up();
    exchange.tell(
        {{old_phone, *DeviceName::parse("SEP001122334401"), change::Action::apply, "service URL changed"},
         {new_phone, *DeviceName::parse("SEP001122334402"), change::Action::apply, "service URL changed"}}
    );
    CHECK(old.hears<Reset>().type == ResetType::restart);
    CHECK(newer.hears<Reset>().type == ResetType::apply_config);
    newer.say(KeepAlive{});
    newer.hears<KeepAliveAck>();
}

TEST_CASE("Directive: one phone's change is nobody else's", "[sccp][engine]") {
    auto world = sample_world();
    const auto id = add_device(world, "SEP001122334401", k7960, {"1001"});
    add_device(world, "SEP001122334402", k7960, {"1002"});
    Exchange exchange{world};
    Phone changed{exchange, "SEP001122334401", k7960, 11};
    changed.come_up();
    Phone other{exchange, "SEP001122334402", k7960, 11};
    other.come_up();
    exchange.tell(
        {{id, *DeviceName::parse("SEP001122334401"), change::Action::restart, "label of line 1 changed"}}
    );
    exchange.advance(seconds{60});
    CHECK(resets(changed) == 1);
    CHECK(resets(other) == 0);
}

TEST_CASE("Request: carried out and answered in the journal, or refused there", "[sccp][engine]") {
    auto world = sample_world();
    add_device(world, kName, k7960, {"1001"});
    Exchange exchange{world};
    exchange.request(kName, change::Action::reset);
    CHECK(exchange.last(journal::Step::request_failed).field("reason") == "it is not registered here");
    Phone phone{exchange, kName, k7960, 11};
    phone.come_up();
    exchange.request(kName, change::Action::reset);
    CHECK(phone.hears<Reset>().type == ResetType::reset);
    CHECK(exchange.last(journal::Step::request_done).field("action") == "reset");
    exchange.advance(seconds{31});
    CHECK(exchange.closed[phone.session] == "graceful");
}

}  // namespace dialtone::sccp::test
