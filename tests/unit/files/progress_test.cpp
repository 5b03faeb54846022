#include "server/files/progress.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::files;
using namespace std::chrono_literals;

namespace {

struct Sending {
    explicit Sending(std::uint64_t size) : progress{size, Instant{}} {
        file.name = "apps45.9-4-2ES26.sbn";
        file.subject = "SEP001122AABBCC";
    }

    /// The percentage that is said at this time, "" when nothing is.
    std::string at(Duration since, std::uint64_t octets) {
        const auto step = progress.at(Now{} + since, file, Transport::tftp, octets);
        return step ? std::string{step->field("percent")} : "";
    }

    Opened file;
    Progress progress;
};

}  // namespace

TEST_CASE("Progress: says every tenth, and not twice within a second", "[files][engine]") {
    Sending large{10'000'000};
    CHECK(large.at(100ms, 2'000'000).empty());
    CHECK(large.at(1s, 2'100'000) == "21");
    CHECK(large.at(1500ms, 3'500'000).empty());
    CHECK(large.at(2s, 3'600'000) == "36");
    CHECK(large.at(3s, 3'700'000).empty());
    CHECK(large.at(4s, 4'000'000) == "40");
}

TEST_CASE("Progress: a slow file is heard of every five seconds, a stuck one is not", "[files][engine]") {
    Sending slow{10'000'000};
    CHECK(slow.at(4s, 10'000).empty());
    CHECK(slow.at(5s, 20'000) == "0");
    CHECK(slow.at(9s, 30'000).empty());
    CHECK(slow.at(10s, 40'000) == "0");
    CHECK(slow.at(60s, 40'000).empty());
    CHECK(slow.at(61s, 40'001) == "0");
}

TEST_CASE("Progress: the end, a small file and no file are not progress", "[files][engine]") {
    Sending large{1'000'000};
    CHECK(large.at(10s, 1'000'000).empty());
    Sending small{Progress::kLarge - 1};
    CHECK(small.at(10s, 60'000).empty());
    Progress none;
    CHECK_FALSE(none.at(Now{} + 10s, large.file, Transport::http, 1'000'000));
}

TEST_CASE("Progress: bounded, however the requester acknowledges", "[files][engine]") {
    Sending large{1'000'000'000};
    int words = 0;
    for (int i = 1; i <= 60'000; ++i) {  // an ACK each millisecond for a minute
        words +=
            large.at(std::chrono::milliseconds{i}, static_cast<std::uint64_t>(i) * 16'000).empty() ? 0 : 1;
    }
    CHECK(words >= 10);
    CHECK(words <= 60);
}

TEST_CASE("Progress: the step tells file, phone, transport and how far", "[files][engine]") {
    Sending large{1'000'000};
    const auto step = large.progress.at(Now{} + 2s, large.file, Transport::http, 250'000);
    REQUIRE(step);
    CHECK(step->step == journal::Step::file_progress);
    CHECK(step->subject == "SEP001122AABBCC");
    CHECK(step->field("name") == "apps45.9-4-2ES26.sbn");
    CHECK(step->field("transport") == "HTTP");
    CHECK(step->field("percent") == "25");
    CHECK(step->field("bytes") == "250000");
    CHECK(step->field("size") == "1000000");
}
