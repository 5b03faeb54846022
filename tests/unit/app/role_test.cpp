#include "server/app/roles/role.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace dialtone;
using namespace dialtone::app;

TEST_CASE("Role: what is said last, and what follows from it, still runs", "[serve]") {
    for (int i = 0; i < 100; ++i) {
        Role role{"test"};
        role.start();
        std::vector<int> ran;
        role.loop.post([&] { ran.push_back(1); });
        role.finish([&] {
            ran.push_back(2);
            role.loop.post([&] { ran.push_back(3); });
        });
        REQUIRE(ran == std::vector{1, 2, 3});
    }
}

TEST_CASE("Role: one that never started ends at once", "[serve]") {
    Role role{"test"};
    bool has_run = false;
    role.finish([&] { has_run = true; });
    REQUIRE_FALSE(has_run);
}
