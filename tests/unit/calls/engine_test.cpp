#include "server/calls/engine.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <variant>
#include <vector>

namespace dialtone::calls::test {

namespace {

using std::chrono::seconds;

constexpr PhoneId kPhone{1};
constexpr PhoneId kOther{2};

/// Call control with a clock, and its actions as words.
struct Desk {
    Desk() {
        now.mono = Instant{std::chrono::hours{1}};
        engine.on_world(dialtone::test::sample_world());
    }

    void advance(Duration time) {
        const auto end = now + time;
        while (const auto next = engine.next_wake()) {
            if (*next > end.mono) {
                break;
            }
            now = now + (std::max(*next, now.mono) - now.mono);
            engine.on_wake(now);
        }
        now = end;
    }

    std::vector<std::string> words() {
        static constexpr const char* kNames[] = {
            "opened",
            "tone",
            "stop tone",
            "first digit",
            "removed",
            "dialled",
            "failed",
            "closed",
            "not active"};
        std::vector<Action> actions;
        engine.take_actions(actions);
        std::vector<std::string> found;
        for (const auto& action : actions) {
            found.emplace_back(kNames[action.index()]);
            if (const auto* tone = std::get_if<PlayTone>(&action)) {
                found.back() = tone->tone == Tone::dial ? "dial tone" : "reorder";
            }
        }
        return found;
    }

    Now now;
    Engine engine;
};

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("Calls: off hook is dial tone, on hook is silence", "[calls][engine]") {
    Desk desk;
    desk.engine.off_hook(kPhone, 1, Trigger::handset, desk.now);
    CHECK(desk.words() == Words{"opened", "dial tone"});
    CHECK(desk.engine.is_busy(kPhone));
    CHECK(!desk.engine.is_busy(kOther));
    desk.engine.off_hook(kPhone, 1, Trigger::key, desk.now);
    CHECK(desk.words().empty());
    desk.engine.hang_up(kPhone);
    CHECK(desk.words() == Words{"stop tone", "closed"});
    desk.engine.hang_up(kPhone);
    CHECK(desk.words().empty());
    desk.advance(seconds{60});
    CHECK(desk.words().empty());
}

TEST_CASE("Calls: the first digit has its time, and each further one its own", "[calls][engine]") {
    Desk desk;
    desk.engine.off_hook(kPhone, 1, Trigger::handset, desk.now);
    desk.words();
    desk.advance(seconds{14});
    desk.engine.digit(kPhone, '1', desk.now);
    CHECK(desk.words() == Words{"stop tone", "first digit"});
    desk.advance(seconds{14});
    desk.engine.digit(kPhone, '2', desk.now);
    desk.advance(seconds{14});
    CHECK(desk.words().empty());
    desk.advance(seconds{2});
    CHECK(desk.words() == Words{"dialled", "failed", "reorder"});
    desk.engine.digit(kPhone, '3', desk.now);
    CHECK(desk.words().empty());
    desk.advance(seconds{16});
    CHECK(desk.words() == Words{"stop tone", "closed"});
    CHECK(desk.engine.size() == 0);
}

TEST_CASE("Calls: no digit at all fails without a number", "[calls][engine]") {
    Desk desk;
    desk.engine.off_hook(kPhone, 1, Trigger::handset, desk.now);
    desk.words();
    desk.advance(seconds{15});
    CHECK(desk.words() == Words{"stop tone", "failed", "reorder"});
    desk.engine.redial(kPhone, 1, Trigger::key, desk.now);
    CHECK(desk.words() == Words{"not active"});
}

TEST_CASE("Calls: a number is never longer than the wire can carry", "[calls][engine]") {
    Desk desk;
    desk.engine.dial(kPhone, 1, std::string(100, '9'), Trigger::key, desk.now);
    std::vector<Action> actions;
    desk.engine.take_actions(actions);
    CHECK(std::get<Dialled>(actions.at(1)).number.size() == Engine::kMostDigits);
    desk.engine.off_hook(kOther, 1, Trigger::handset, desk.now);
    for (int i = 0; i < 100; ++i) {
        desk.engine.digit(kOther, '1', desk.now);
    }
    desk.engine.take_actions(actions);
    CHECK(std::holds_alternative<PlayTone>(actions.back()));
}

TEST_CASE("Calls: taking back all digits begins again", "[calls][engine]") {
    Desk desk;
    desk.engine.backspace(kPhone, desk.now);
    CHECK(desk.words() == Words{"not active"});
    desk.engine.off_hook(kPhone, 1, Trigger::handset, desk.now);
    desk.engine.backspace(kPhone, desk.now);
    CHECK(desk.words() == Words{"opened", "dial tone", "not active"});
    desk.engine.digit(kPhone, '1', desk.now);
    desk.engine.digit(kPhone, '2', desk.now);
    desk.words();
    desk.engine.backspace(kPhone, desk.now);
    CHECK(desk.words() == Words{"removed"});
    desk.engine.backspace(kPhone, desk.now);
    CHECK(desk.words() == Words{"removed", "dial tone"});
}

TEST_CASE("Calls: a speed dial while dialling goes on from the digits", "[calls][engine]") {
    Desk desk;
    desk.engine.off_hook(kPhone, 1, Trigger::handset, desk.now);
    desk.engine.dial(kPhone, 1, "2001", Trigger::key, desk.now);
    CHECK(desk.words() == Words{"opened", "dial tone", "stop tone", "dialled", "failed", "reorder"});
    desk.engine.dial(kPhone, 1, "2002", Trigger::key, desk.now);
    CHECK(desk.words() == Words{"not active"});
}

TEST_CASE("Calls: legs have their own references, below 2^31", "[calls][engine]") {
    Desk desk;
    desk.engine.off_hook(kPhone, 1, Trigger::handset, desk.now);
    desk.engine.off_hook(kOther, 1, Trigger::handset, desk.now);
    std::vector<Action> actions;
    desk.engine.take_actions(actions);
    const auto first = std::get<Opened>(actions.at(0)).leg;
    const auto second = std::get<Opened>(actions.at(2)).leg;
    CHECK(first != second);
    CHECK(first != 0);
    CHECK(second < 0x80000000U);
    CHECK(desk.engine.size() == 2);
    desk.engine.forget(kPhone);
    CHECK(desk.engine.size() == 1);
    desk.advance(seconds{40});
    CHECK(desk.engine.size() == 0);
}

}  // namespace dialtone::calls::test
