#include "server/journal/timeline.hpp"

#include "common/text/utf8.hpp"
#include "server/journal/steps.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using namespace dialtone::journal;
using namespace std::chrono_literals;

namespace {

constexpr auto kPhone = "SEP001122334455";

/// 2026-11-01 12:30:45 UTC and some time.
WallTime at(Duration since = {}) {
    return WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}} + 12h + 30min + 45s + since;
}

Observation seen(Duration since, Step step, std::vector<Field> fields = {}) {
    return {at(since), kPhone, step, std::move(fields)};
}

std::size_t boots(const std::vector<Observation>& observations) {
    TimelineReader reader;
    std::size_t count = 0;
    for (const auto& observation : observations) {
        count += reader.next(observation).front().starts_boot ? 1U : 0U;
    }
    return count;
}

std::size_t longest_line(std::string_view text) {
    std::size_t longest = 0;
    std::size_t now = 0;
    for (const char c : text) {
        const bool is_continuation = (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
        now = c == '\n' ? 0 : now + (is_continuation ? 0U : 1U);
        longest = std::max(longest, now);
    }
    return longest;
}

}  // namespace

TEST_CASE("Steps: names and numbers are unique and every template is well-formed", "[journal][steps]") {
    std::set<std::string_view> names;
    std::set<Step> numbers;
    for (const auto& entry : steps()) {
        CAPTURE(entry.name);
        CHECK(names.insert(entry.name).second);
        CHECK(numbers.insert(entry.step).second);
        CHECK(entry.area.size() <= 5);
        CHECK(&entry_of(entry.step) == &entry);
        int depth = 0;
        for (const char c : entry.sentence) {
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            CHECK(depth >= 0);
        }
        CHECK(depth == 0);
        // With no field at all it is still a sentence.
        CHECK_FALSE(sentence_of({at(), kPhone, entry.step}).empty());
    }
    CHECK(entry_of(static_cast<Step>(9999)).name == "unknown");
}

TEST_CASE("Sentence: an optional part needs all of its fields", "[journal][steps]") {
    CHECK(
        sentence_of(
            seen(0s, Step::dhcp_ack, {{"address", "10.77.0.51"}, {"lease", "1 d"}, {"tftp", "10.77.0.1"}})
        ) == "address 10.77.0.51 leased for 1 d, option 150 10.77.0.1"
    );
    CHECK(sentence_of(seen(0s, Step::dhcp_ack, {{"address", "10.77.0.51"}})) == "address 10.77.0.51 leased");
    CHECK(sentence_of(seen(0s, Step::dhcp_ack)) == "address ? leased");
}

TEST_CASE("Sentence: a field without a place is not lost", "[journal][steps]") {
    CHECK(
        sentence_of(seen(0s, Step::on_hook, {{"line", "1"}, {"why", "other side"}, {"empty", ""}})) ==
        "on hook on line 1 (why other side)"
    );
}

TEST_CASE("Sentence: recorded octets are made printable", "[journal][steps]") {
    const auto text =
        sentence_of(seen(0s, Step::sccp_alarm, {{"text", "bad\x1b[31m\xff\nend"}, {"\x01", "\x02"}}));
    CHECK(is_clean_utf8(text));
    CHECK(text.find("bad?[31m??end") != std::string::npos);
}

TEST_CASE("Area: a file step is named by its transport", "[journal][steps]") {
    CHECK(area_of(seen(0s, Step::file_served, {{"name", "x"}, {"transport", "tftp"}})) == "TFTP");
    CHECK(area_of(seen(0s, Step::file_served, {{"name", "x"}})) == "FILE");
    CHECK(area_of(seen(0s, Step::sccp_register)) == "SCCP");
    CHECK(
        sentence_of(seen(0s, Step::file_missing, {{"name", "x"}, {"transport", "TFTP"}})) ==
        "x: File not found"
    );
}

TEST_CASE("Timeline: a boot is read aloud with times since it began", "[journal][timeline]") {
    const std::vector<Observation> observations{
        seen(123ms, Step::dhcp_discover),
        seen(523ms, Step::dhcp_ack, {{"address", "10.77.0.51"}, {"lease", "1 d"}, {"tftp", "10.77.0.1"}}),
        seen(
            1s + 700ms,
            Step::file_served,
            {{"name", "SEP001122334455.cnf.xml"}, {"transport", "TFTP"}, {"bytes", "5123"}, {"ms", "12.0"}}
        ),
        seen(95s + 123ms, Step::sccp_registered, {{"dn", "1000"}}),
    };
    CHECK(
        read_aloud(observations) ==
        "2026-11-01 UTC\n"
        "12:30:45.123     +0.0 s  DHCP   asks for an address\n"
        "12:30:45.523     +0.4 s  DHCP   address 10.77.0.51 leased for 1 d, option 150\n"
        "                                10.77.0.1\n"
        "12:30:46.700     +1.5 s  TFTP   SEP001122334455.cnf.xml sent, 5123 bytes in 12.0\n"
        "                                ms\n"
        "12:32:20.123   +1.5 min  SCCP   registered with number 1000; idle\n"
    );
}

TEST_CASE("Timeline: no line is wider than asked, whatever was recorded", "[journal][timeline]") {
    const std::string word(300, 'x');
    const std::string accents = [] {
        std::string text;
        for (int i = 0; i < 90; ++i) {
            text += "ü ";
        }
        return text;
    }();
    for (const auto& text : {word, accents, std::string(200, ' ')}) {
        const std::vector<Observation> one{seen(0s, Step::note, {{"text", text}})};
        CHECK(longest_line(read_aloud(one)) <= 80);
        CHECK(longest_line(read_aloud(one, 60)) <= 60);
    }
}

TEST_CASE("Timeline: relative times have one unit and are cut", "[journal][timeline]") {
    CHECK(to_relative(0s) == "+0.0 s");
    CHECK(to_relative(59'999ms) == "+59.9 s");
    CHECK(to_relative(60s) == "+1.0 min");
    CHECK(to_relative(90min) == "+1.5 h");
    CHECK(to_relative(36h) == "+1.5 d");
}

TEST_CASE("Timeline: a repeated DISCOVER is one boot, a renewal none", "[journal][timeline]") {
    CHECK(
        boots({seen(0s, Step::dhcp_discover), seen(4s, Step::dhcp_discover), seen(5s, Step::dhcp_ack)}) == 1
    );
    CHECK(
        boots(
            {seen(0s, Step::dhcp_discover),
             seen(2s, Step::sccp_registered),
             seen(43200s, Step::dhcp_request, {{"state", "renewal"}}),
             seen(43200s, Step::dhcp_ack),
             seen(50000s, Step::file_served, {{"name", "Ringlist.xml"}})}
        ) == 1
    );
}

TEST_CASE("Timeline: what follows the end of a registration is a new boot", "[journal][timeline]") {
    const std::vector<Observation> first{
        seen(0s, Step::dhcp_discover),
        seen(2s, Step::sccp_registered),
        seen(4s, Step::restart_sent),
        seen(5s, Step::sccp_unregistered),
        seen(5s, Step::sccp_closed)};
    for (const auto& next :
         {seen(9s, Step::file_served),
          seen(9s, Step::sccp_connected),
          seen(9s, Step::dhcp_discover),
          seen(9s, Step::dhcp_request, {{"state", "reboot"}})}) {
        auto all = first;
        all.push_back(next);
        CHECK(boots(all) == 2);
    }
    auto quiet = first;
    quiet.push_back(seen(9s, Step::note));
    CHECK(boots(quiet) == 1);
}

TEST_CASE(
    "Timeline: a phone unplugged while registered boots anew with its DISCOVER", "[journal][timeline]"
) {
    CHECK(
        boots({seen(0s, Step::dhcp_discover), seen(2s, Step::sccp_registered), seen(60s, Step::dhcp_discover)}
        ) == 2
    );
}

TEST_CASE("Timeline: a phone that never came up and was silent for long tries again", "[journal][timeline]") {
    CHECK(boots({seen(0s, Step::file_missing), seen(3600s, Step::file_missing)}) == 2);
    CHECK(boots({seen(0s, Step::file_missing), seen(60s, Step::file_missing)}) == 1);
}

TEST_CASE("Timeline: a clock set back gives no negative time", "[journal][timeline]") {
    TimelineReader reader;
    reader.next(seen(10s, Step::dhcp_discover));
    CHECK(reader.next(seen(1s, Step::dhcp_ack)).front().since_boot == Duration{});
}
