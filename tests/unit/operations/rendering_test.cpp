#include "server/app/commands/text_layout.hpp"
#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::app;
using operations::Listing;
using operations::Report;
using operations::to_json;

namespace {

Report wide_report() {
    Listing table;
    table.key = "rows";
    table.columns = {
        {"name", "NAME"}, {"about", "ABOUT", 2}, {"place", "PLACE", 1}, {"n", "N"}, {"hidden", "", 0, true}};
    table.rows.push_back(
        {std::string{"SEP001122334455"}, std::string(60, 'a'), std::string(40, 'b'), std::int64_t{7}, true}
    );
    table.rows.push_back(
        {std::string{"SEP001122334466"}, std::string{"kurz"}, std::string{"ü"}, std::int64_t{1234}, false}
    );
    return Report::of(std::move(table));
}

}  // namespace

TEST_CASE("Table: cut where it may be cut, until it fits", "[app][rendering]") {
    const auto text = render(wide_report(), 80);
    CHECK(test::widest_line(text) <= 80);
    CHECK(text.find("SEP001122334455  aaa") != std::string::npos);
    CHECK(text.find("…") != std::string::npos);
    CHECK(test::widest_line(render(wide_report(), 200)) > 80);
    CHECK(render(wide_report(), 200).find("…") == std::string::npos);
}

TEST_CASE("Table: numbers stand right, machines' columns are left out", "[app][rendering]") {
    const auto text = render(wide_report(), 80);
    CHECK(text.find("    7\n") != std::string::npos);
    CHECK(text.find(" 1234\n") != std::string::npos);
    CHECK(text.find("yes") == std::string::npos);
}

TEST_CASE("Table: even one that may not be cut fits", "[app][rendering]") {
    Listing table;
    table.columns = {{"a", "A"}, {"b", "B"}};
    table.rows.push_back({std::string(100, 'x'), std::string(100, 'y')});
    CHECK(test::widest_line(render(Report::of(std::move(table)), 80)) <= 80);
}

TEST_CASE("Text: cut counts characters, not octets", "[app][rendering]") {
    CHECK(cut("Grüße", 5) == "Grüße");
    CHECK(cut("Grüße", 4) == "Grü…");
    CHECK(columns_of("Grüße") == 5);
    CHECK(wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
    CHECK(wrapped("", 7) == std::vector<std::string>{""});
}

TEST_CASE("JSON: odd octets stay valid", "[app][rendering]") {
    Report report;
    report.properties = {{"text", "Text", std::string{"quote \" back \\ tab \t"}}, {"none", "None", {}}};
    report.bytes = std::string{"\xff\x00\x01", 3};
    const auto json = to_json(report);
    CHECK(test::is_json(json));
    CHECK(test::json_at(json, "/hex") == "ff0001");
    CHECK(test::json_at(json, "/none") == "null");
    report.bytes = "line\r\nline\n";
    CHECK(test::json_at(to_json(report), "/body") == "line\r\nline\n");
    CHECK(test::json_at(to_json(conflict("no \"way\"")), "/error/sentence") == "no \"way\"");
}
