#include "server/http/target.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone::http;

TEST_CASE("HTTP target: decoded once, without origin and query", "[http]") {
    REQUIRE(path_of_target("/SEP001122334455.cnf.xml") == "/SEP001122334455.cnf.xml");
    REQUIRE(path_of_target("/a%20b.xml") == "/a b.xml");
    REQUIRE(path_of_target("/x?y=%zz") == "/x");
    REQUIRE(path_of_target("http://10.0.0.1:6970/x#y") == "/x");
    REQUIRE(path_of_target("http://10.0.0.1") == "/");
    REQUIRE(path_of_target("/%252e%252e/x") == "/%2e%2e/x");
    REQUIRE(path_of_target("/..%5c..%5cetc/passwd") == "/..\\..\\etc/passwd");
}

TEST_CASE("H-09 broken escapes and control characters are bad requests", "[http]") {
    for (const auto* target :
         {"/x%00.png", "/x%0d%0aSet-Cookie:%20a", "/%", "/%2", "/%zz", "/x%7f", "/a\tb"}) {
        CAPTURE(target);
        REQUIRE_FALSE(path_of_target(target).has_value());
    }
}
