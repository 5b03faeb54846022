#include "tests/unit/operations/bench.hpp"

#include "server/operations/parameters.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

TEST_CASE(
    "parameter set: by its full name or the name alone, and back to the default", "[operations][parameter]"
) {
    Bench bench;
    CHECK_THAT(
        bench.type({"parameter", "set", "station-keepalive-interval", "60"}).out,
        Contains("callmanager/station-keepalive-interval is 60 seconds now; it was 30")
    );
    CHECK(
        test::json_at(
            bench.json({"parameter", "show", "callmanager/station-keepalive-interval"}), "/value"
        ) == "60"
    );
    CHECK(test::json_at(bench.json({"parameter", "list", "--changed"}), "/0/value") == "60");
    REQUIRE(bench.ask({"parameter", "set", "callmanager/station-keepalive-interval", "--default"}).has_value()
    );
    CHECK(test::json_at(bench.json({"parameter", "list", "--changed"}), "/0") == "(nothing)");
}

TEST_CASE("parameter set: what does not fit is refused with what would", "[operations][parameter]") {
    Bench bench;
    CHECK_THAT(
        bench.refusal({"parameter", "set", "station-keepalive-interval", "5"}),
        Contains("it is a whole number from 10 to 3600")
    );
    CHECK_THAT(
        bench.refusal({"parameter", "set", "station-keepalive-interval", "often"}), Contains("does not fit")
    );
    CHECK_THAT(
        bench.refusal({"parameter", "set", "station-keepalive-interval"}),
        Contains("or --default for 30 seconds")
    );
    CHECK_THAT(
        bench.refusal({"parameter", "set", "auto-registration-phone-protocol", "H323"}),
        Contains("it is SCCP or SIP")
    );
    CHECK_THAT(
        bench.refusal({"parameter", "show", "station-keepalive-intervall"}),
        Contains("Did you mean station-keepalive-interval")
    );
}

TEST_CASE("Parameter values: each kind has its spelling", "[operations][parameter]") {
    db::ParameterRow row;
    row.kind = "boolean";
    CHECK(operations::fitting_value(row, "Yes").value() == "true");
    CHECK(operations::fitting_value(row, "off").value() == "false");
    CHECK(operations::fitting_value(row, "perhaps").has_error());
    row.kind = "choice";
    row.choices = {"SCCP", "SIP"};
    CHECK(operations::fitting_value(row, "sip").value() == "SIP");
    CHECK(operations::fitting_value(row, "").has_error());
    row.kind = "integer";
    row.minimum = 1;
    CHECK(operations::fitting_value(row, "007").value() == "7");
    CHECK(operations::fitting_value(row, "0").has_error());
    CHECK(operations::fitting_value(row, "1x").has_error());
    row.kind = "text";
    CHECK(operations::fitting_value(row, "http://10.0.0.1/").value() == "http://10.0.0.1/");
    CHECK(operations::fitting_value(row, "a\nb").has_error());
}
