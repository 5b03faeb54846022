#include "server/files/generated_cache.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using namespace dialtone;
using namespace dialtone::files;

namespace {

provision::Generated body(std::string text) {
    return {.body = std::make_shared<const std::string>(std::move(text))};
}

}  // namespace

TEST_CASE("GeneratedCache: a body is good for its world", "[files][engine]") {
    GeneratedCache cache;
    cache.put("a", 1, body("one"));
    REQUIRE(cache.find("a", 1) != nullptr);
    REQUIRE(text_of(cache.find("a", 1)->content.octets) == "one");
    REQUIRE(cache.find("a", 2) == nullptr);
    REQUIRE(cache.find("b", 1) == nullptr);
}

TEST_CASE("GeneratedCache: the same body for a later world keeps octets and version", "[files][engine]") {
    GeneratedCache cache;
    const auto first = cache.put("a", 1, body("one"));
    const auto second = cache.put("a", 2, body("one"));
    REQUIRE(second.content.owner == first.content.owner);
    REQUIRE(second.version == first.version);
    const auto third = cache.put("a", 3, body("two"));
    REQUIRE(third.version != first.version);
    REQUIRE(cache.entries() == 1);
    REQUIRE(cache.octets() == 3);
}

TEST_CASE("GeneratedCache: bounded in entries and octets, the least used goes first", "[files][engine]") {
    GeneratedCache cache{3, 100};
    cache.put("a", 1, body("a"));
    cache.put("b", 1, body("b"));
    cache.put("c", 1, body("c"));
    REQUIRE(cache.find("a", 1) != nullptr);
    cache.put("d", 1, body("d"));
    REQUIRE(cache.find("b", 1) == nullptr);
    REQUIRE(cache.find("a", 1) != nullptr);
    cache.put("e", 1, body(std::string(99, 'e')));
    REQUIRE(cache.entries() == 2);
    REQUIRE(cache.octets() == 100);
    cache.put("f", 1, body(std::string(500, 'f')));
    REQUIRE(cache.entries() == 1);
    cache.erase("f");
    REQUIRE(cache.octets() == 0);
}
