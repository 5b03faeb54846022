#include "server/lab/ailment.hpp"
#include "server/lab/ailing_report.hpp"
#include "server/lab/fleet_plan.hpp"
#include "server/lab/open_files.hpp"
#include "server/lab/text_pieces.hpp"
#include "server/lab/timeline_signs.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>

using namespace dialtone;
using namespace dialtone::lab;

namespace {

bool fits(const std::string& text) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > 80) {
            return false;
        }
    }
    return true;
}

FleetPlan plan(std::uint32_t phones, std::vector<std::string> models, std::vector<AilingCount> ailing = {}) {
    FleetPlan made;
    made.phones = phones;
    made.models = std::move(models);
    made.first = MacAddress{{0x00, 0x1b, 0x53, 0x00, 0x00, 0xfe}};
    made.ailing = std::move(ailing);
    return made;
}

}  // namespace

TEST_CASE("Ailments: each has a word, a place in its table and a sign to look for", "[lab]") {
    std::set<std::string_view> words;
    for (const auto& row : ailment_table()) {
        CAPTURE(row.word);
        CHECK(words.insert(row.word).second);
        CHECK(&facts_of(row.ailment) == &row);
        CHECK_FALSE(row.sign.step.empty());
        CHECK(can_have(*find_model("7960"), row.ailment));
        CHECK(can_have(*find_model("7965"), row.ailment));
        CHECK(ailment_help().find(row.word) != std::string::npos);
    }
    CHECK(fits(ailment_help()));
    CHECK_FALSE(can_have(*find_model("7912"), Ailment::stale_trust));
    CHECK_FALSE(can_have(*find_model("12SP+"), Ailment::lacking_load));
}

TEST_CASE(
    "Ailments: counts are read from the command line, and what is none is refused with what there is", "[lab]"
) {
    const auto said = parse_ailing({"nat=3", "dribble"}).value();
    REQUIRE(said.size() == 2);
    CHECK(said[0].ailment == Ailment::nat);
    CHECK(said[0].count == 3);
    CHECK(said[1].count == 1);
    CHECK(parse_ailing({"all=2"}).value().size() == ailment_table().size());
    CHECK(parse_ailing({"lame"}).error().sentence.find("There are stale-trust, nat, ") != std::string::npos);
    for (const auto* wrong : {"nat=", "nat=0", "nat=-1", "nat=3x", "nat=99999"}) {
        CHECK(parse_ailing({wrong}).error().sentence.find("a number from 1 to") != std::string::npos);
    }
}

TEST_CASE(
    "Fleet plan: models in turn, addresses counting up, ailments to the first that can have them", "[lab]"
) {
    const auto phones =
        plan_phones(plan(6, {"7912", "7965"}, {{Ailment::stale_trust, 2}, {Ailment::nat, 1}})).value();
    REQUIRE(phones.size() == 6);
    CHECK(phones[2].mac.to_string() == "001B53000100");
    const std::vector<Ailment> expected{
        Ailment::nat,
        Ailment::stale_trust,
        Ailment::none,
        Ailment::stale_trust,
        Ailment::none,
        Ailment::none};
    for (std::size_t i = 0; i < phones.size(); ++i) {
        CHECK(phones[i].ailment == expected[i]);
    }
    CHECK(phones_with(phones, Ailment::stale_trust).size() == 2);
    CHECK(
        plan_phones(plan(2, {"7912"}, {{Ailment::stale_trust, 1}}))
            .error()
            .sentence.find("only 0 of the 2 phones") != std::string::npos
    );
    CHECK(plan_phones(plan(1, {"9999"})).error().sentence.find("There is no simulated 9999") == 0);
    CHECK(plan_phones(plan(1, {"7965"}, {{Ailment::old_load, 1}})).value()[0].has_old_load);
}

TEST_CASE("Fleet plan: programs and phones behind NAT take no lease", "[lab]") {
    auto phones = plan_phones(plan(4, {"7965", "CIPC"}, {{Ailment::nat, 1}})).value();
    place_phones(phones, {Ipv4{10, 77, 0, 1}, Ipv4{10, 78, 0, 1}, Ipv4{10, 78, 1, 0}});
    REQUIRE(phones[0].fixed.has_value());
    CHECK(phones[0].fixed->address == Ipv4{192, 168, 77, 10});
    CHECK(phones[0].fixed->outside == Ipv4{10, 78, 0, 1});
    CHECK(phones[1].fixed->address == Ipv4{10, 78, 1, 0});
    CHECK_FALSE(phones[2].fixed.has_value());
    CHECK(phones[3].fixed->address == Ipv4{10, 78, 1, 1});
}

TEST_CASE("Ailing report: what was expected, and what is missing of it, within 80 columns", "[lab]") {
    std::vector<Verdict> verdicts;
    std::vector<std::unique_ptr<Phone>> phones;
    for (const auto& row : ailment_table()) {
        auto settings = plan_phones(plan(1, {"7965"}, {{row.ailment, 1}})).value()[0];
        phones.push_back(std::make_unique<Phone>(settings));
        verdicts.push_back({phones.back().get(), true, true});
        CHECK_FALSE(has_come_true(*phones.back(), false));
    }
    auto table = verdict_table(verdicts);
    CHECK(fits(table));
    CHECK(table.find("NO") == std::string::npos);
    verdicts[0].journal_holds = false;
    verdicts[1].phone_saw = false;
    verdicts[2].journal_holds.reset();
    table = verdict_table(verdicts);
    CHECK(fits(table));
    CHECK_FALSE(verdicts[0].is_good());
    CHECK_FALSE(verdicts[1].is_good());
    CHECK(verdicts[2].is_good());
    const auto json = verdict_json(verdicts);
    CHECK(json.starts_with(R"([{"phone":"SEP001B530000FE","kind":"stale-trust","expected":")"));
    CHECK(json.find(R"("phone_saw":true,"journal":false,"done":false})") != std::string::npos);
    CHECK(json.find(R"("phone_saw":true,"journal":null,"done":true})") != std::string::npos);
}

TEST_CASE("Timeline signs: a step and words in its sentence, in what the command prints", "[lab]") {
    constexpr std::string_view kTimeline =
        R"([{"step":"dhcp.ack","sentence":"note"},{"step":"note","sentence":"Erase it \"now\"."}])";
    CHECK(holds_sign(kTimeline, {"note", "Erase it"}));
    CHECK(holds_sign(kTimeline, {"dhcp.ack", ""}));
    CHECK_FALSE(holds_sign(kTimeline, {"note", "Keep it"}));
    CHECK_FALSE(holds_sign(kTimeline, {"sccp.rejected", ""}));
    for (const auto* wrong : {"", "nothing", "{}", "[1,null,{\"step\":3}]", "["}) {
        CHECK_FALSE(holds_sign(wrong, {"note", ""}));
    }
}

TEST_CASE("Open files: as many as there may be, else a refusal that names the limit", "[lab]") {
    CHECK(allow_open_files(64).has_value());
    const auto refused = allow_open_files(std::size_t{1} << 40U);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().sentence.find("1099511627776 open files") != std::string::npos);
    CHECK(refused.error().sentence.find("ulimit -Hn") != std::string::npos);
}

TEST_CASE("Text pieces: cut at blanks, long words where they must be", "[lab]") {
    CHECK(pieces_of("", 5) == std::vector<std::string_view>{""});
    CHECK(pieces_of("one two three", 7) == std::vector<std::string_view>{"one two", "three"});
    CHECK(pieces_of("abcdefgh ij", 4) == std::vector<std::string_view>{"abcd", "efgh", "ij"});
}
