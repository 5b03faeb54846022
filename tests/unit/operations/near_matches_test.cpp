#include "server/operations/near_matches.hpp"

#include <catch2/catch.hpp>

using namespace dialtone::operations;

TEST_CASE("Near matches: a swapped pair is nearer than a wrong character", "[operations]") {
    CHECK(typing_distance("7956", "7965") < typing_distance("7956", "7955"));
    CHECK(typing_distance("abc", "ABC") == 0);
    CHECK(typing_distance("", "ab") == 4);
    CHECK(typing_distance("flor1", "floor1") == 2);
}

TEST_CASE("Near matches: at most three, the likeliest first", "[operations]") {
    const std::vector<std::string> models{"7940", "7960", "7965", "7975", "7906", "8841", "9971"};
    CHECK(near_matches("7956", models).front() == "7965");
    CHECK(near_matches("7956", models).size() <= 3);
    CHECK(near_matches("completely else", models).empty());
    CHECK(near_matches("7956", {"7965", "7965"}) == std::vector<std::string>{"7965"});
}

TEST_CASE("Near matches: the beginning of a name is near", "[operations]") {
    CHECK(
        near_matches("keep", {"keepalive-interval", "t302-timer"}) ==
        std::vector<std::string>{"keepalive-interval"}
    );
}

TEST_CASE("Near matches: the hint is a question, or nothing", "[operations]") {
    CHECK(did_you_mean("pohne", {"phone", "pool"}) == " Did you mean phone?");
    CHECK(did_you_mean("zebra", {"phone", "pool"}).empty());
    CHECK(joined({"a", "b", "c"}) == "a, b and c");
    CHECK(joined({"a"}) == "a");
    CHECK(joined({}).empty());
}
