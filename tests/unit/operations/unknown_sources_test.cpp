#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using journal::Step;
using test::Bench;
using test::json_at;

TEST_CASE(
    "phone unknown: addresses that named no phone, the newest first, and what they asked for",
    "[operations][unknown]"
) {
    Bench bench;
    CHECK_THAT(
        bench.type({"phone", "unknown"}).out, Contains("Whoever asked for something has named itself")
    );
    CHECK(bench.json({"phone", "unknown"}) == "[]\n");
    const auto at = [&](Duration since) { return bench.clock.now() + since; };
    bench.record({
        {at(1s), "@10.0.0.7", Step::file_missing, {{"name", "XMLDefault.cnf.xml"}, {"transport", "TFTP"}}},
        {at(2s), "@10.0.0.9", Step::file_missing, {{"name", "RINGLIST.XML"}, {"transport", "HTTP"}}},
        {at(3s),
         "@10.0.0.7",
         Step::file_served,
         {{"name", "ring.raw"}, {"transport", "TFTP"}, {"bytes", "9"}}},
        {at(4s), "@10.0.0.7", Step::file_missing, {{"name", "XMLDefault.cnf.xml"}, {"transport", "TFTP"}}},
        {at(5s), "SEP001122334455", Step::file_missing, {{"name", "x"}, {"transport", "TFTP"}}},
    });
    const auto shown = bench.json({"phone", "unknown"});
    CHECK(json_at(shown, "/0/address") == "10.0.0.7");
    CHECK(json_at(shown, "/0/steps") == "3");
    CHECK(json_at(shown, "/0/files") == "XMLDefault.cnf.xml, ring.raw");
    CHECK(json_at(shown, "/0/last") == "2026-11-01T00:00:04.000Z");
    CHECK(json_at(shown, "/0/what") == "XMLDefault.cnf.xml: File not found");
    CHECK(json_at(shown, "/1/address") == "10.0.0.9");
    CHECK(json_at(shown, "/2/address") == "(nothing)");
    const auto spoken = bench.type({"phone", "unknown", "--limit", "1"});
    CHECK_THAT(spoken.out, Contains("10.0.0.7") && !Contains("10.0.0.9"));
    CHECK_THAT(spoken.out, Contains("1 more were seen earlier"));
    CHECK(test::widest_line(bench.type({"phone", "unknown"}).out) <= 80);
}

TEST_CASE("phone timeline: an address tells what came from it without a name", "[operations][unknown]") {
    Bench bench;
    bench.record(
        {{bench.clock.now(),
          "@10.0.0.7",
          Step::file_missing,
          {{"name", "RINGLIST.XML"}, {"transport", "TFTP"}}}}
    );
    for (const auto* word : {"10.0.0.7", "@10.0.0.7"}) {
        CHECK_THAT(
            bench.type({"phone", "timeline", word}).out, Contains("TFTP   RINGLIST.XML: File not found")
        );
        CHECK(json_at(bench.json({"phone", "timeline", word}), "/0/step") == "file.missing");
    }
    CHECK_THAT(
        bench.refusal({"phone", "timeline", "10.0.0.8"}), Contains("No process has seen @10.0.0.8 yet")
    );
}
