#include "server/net/event_loop.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <thread>
#include <vector>

using namespace dialtone;
using namespace dialtone::net;

TEST_CASE("EventLoop: messages of one thread arrive in order", "[net]") {
    EventLoop loop{"test"};
    std::vector<int> seen;
    std::thread other{[&] {
        for (int i = 0; i < 1000; ++i) {
            REQUIRE(loop.post([&seen, i] { seen.push_back(i); }));
        }
        loop.post([&loop] { loop.stop(); });
    }};
    loop.run();
    other.join();
    REQUIRE(seen.size() == 1000);
    REQUIRE(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("EventLoop: a full mailbox refuses and counts", "[net]") {
    EventLoop loop{"test"};
    for (std::size_t i = 0; i < EventLoop::kMailboxLimit; ++i) {
        REQUIRE(loop.post([] {}));
    }
    REQUIRE_FALSE(loop.post([] {}));
    REQUIRE(loop.refused_posts() == 1);
    REQUIRE(loop.poll() == EventLoop::kMailboxLimit);
    REQUIRE(loop.post([] {}));
}

TEST_CASE("Timer: the last deadline counts, and a past one fires at once", "[net]") {
    EventLoop loop{"test"};
    int fired = 0;
    const auto timer = loop.make_timer([&] {
        ++fired;
        loop.stop();
    });
    timer->arm(loop.now().mono + std::chrono::hours{1});
    timer->arm(loop.now().mono - std::chrono::hours{1});
    loop.run();
    REQUIRE(fired == 1);
}

TEST_CASE("Timer: cancelled, it does not fire", "[net]") {
    EventLoop loop{"test"};
    bool cancelled_fired = false;
    const auto cancelled = loop.make_timer([&] { cancelled_fired = true; });
    const auto later = loop.make_timer([&] { loop.stop(); });
    cancelled->arm(loop.now().mono);
    cancelled->cancel();
    later->arm(loop.now().mono + std::chrono::milliseconds{1});
    loop.run();
    REQUIRE_FALSE(cancelled_fired);
}

TEST_CASE("Timer: one that another ended at the same moment does not fire", "[net]") {
    EventLoop loop{"test"};
    std::array<std::unique_ptr<Timer>, 2> timers;
    int fired = 0;
    for (std::size_t i = 0; i < timers.size(); ++i) {
        timers.at(i) = loop.make_timer([&, i] {
            ++fired;
            timers.at(1 - i).reset();
        });
    }
    const auto now = loop.now().mono;
    for (const auto& timer : timers) {
        timer->arm(now);
    }
    loop.poll();
    REQUIRE(fired == 1);
}

TEST_CASE("Timer: one that another armed anew at the same moment fires then", "[net]") {
    EventLoop loop{"test"};
    std::array<std::unique_ptr<Timer>, 2> timers;
    int fired = 0;
    for (std::size_t i = 0; i < timers.size(); ++i) {
        timers.at(i) = loop.make_timer([&, i] {
            ++fired;
            timers.at(1 - i)->arm(loop.now().mono + std::chrono::hours{1});
        });
    }
    const auto now = loop.now().mono;
    for (const auto& timer : timers) {
        timer->arm(now);
    }
    loop.poll();
    REQUIRE(fired == 1);
}

TEST_CASE("Timer: its task may end it", "[net]") {
    EventLoop loop{"test"};
    std::unique_ptr<Timer> timer;
    bool has_fired = false;
    timer = loop.make_timer([&] {
        timer.reset();
        has_fired = true;
    });
    timer->arm(loop.now().mono);
    loop.poll();
    REQUIRE(has_fired);
}
