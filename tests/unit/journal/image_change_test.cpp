#include "server/journal/image_change.hpp"

#include "server/journal/timeline.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::journal;
using namespace std::chrono_literals;

namespace {

constexpr auto kPhone = "SEP001122334455";
constexpr auto kNew = "SCCP45.9-4-2SR3-1S";
constexpr auto kOld = "SCCP45.8-5-4S";
constexpr WallTime kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};

Observation served(Duration since, std::string name, std::vector<Field> more = {}) {
    Observation step{
        kStart + since, kPhone, Step::file_served, {{"name", std::move(name)}, {"transport", "TFTP"}}};
    step.fields.insert(step.fields.end(), more.begin(), more.end());
    return step;
}

Observation list_served(Duration since) {
    return served(since, kNew + std::string{".loads"}, {{"members", "jar45.sbn cnu45.sbn apps45.sbn"}});
}

Observation registers(Duration since, std::string load) {
    return {kStart + since, kPhone, Step::sccp_register, {{"load", std::move(load)}}};
}

Observation alarm(Duration since, std::string text) {
    return {kStart + since, kPhone, Step::sccp_alarm, {{"text", std::move(text)}}};
}

/// The steps that are told of the change, one a line.
std::string told(const std::vector<Observation>& observations) {
    ImageChange image;
    std::string text;
    for (const auto& seen : observations) {
        for (const auto& step : image.next(seen)) {
            CHECK(step.subject == kPhone);
            CHECK(step.at == seen.at);
            text += sentence_of(step) + "\n";
        }
    }
    return text;
}

}  // namespace

TEST_CASE("Image change: counts its files and ends with the new image", "[journal][image]") {
    CHECK(
        told(
            {alarm(0s, "25: Name=SEP001122334455 Load=SCCP45.8-5-4S Last=Initialized"),
             list_served(1s),
             served(2s, "JAR45.sbn"),
             served(3s, "cnu45.sbn"),
             served(3s, "cnu45.sbn"),
             served(4s, "Ringlist.xml"),
             served(61s, "apps45.sbn"),
             alarm(91s, "25: Name=SEP001122334455 Load=SCCP45.9-4-2SR3-1S Last=Upgrade"),
             registers(91s, kNew)}
        ) ==
        "changes its image to SCCP45.9-4-2SR3-1S: 3 files\n"
        "1 of 3 files of SCCP45.9-4-2SR3-1S sent\n"
        "2 of 3 files of SCCP45.9-4-2SR3-1S sent\n"
        "has all 3 files of SCCP45.9-4-2SR3-1S after 1 min; restarts with them\n"
        "runs SCCP45.9-4-2SR3-1S now, changed in 1 min 30 s\n"
    );
}

TEST_CASE(
    "Image change: a phone that has some of the files already needs only the others", "[journal][image]"
) {
    CHECK(
        told({list_served(0s), served(1s, "apps45.sbn"), registers(40s, kNew)}) ==
        "changes its image to SCCP45.9-4-2SR3-1S: 3 files\n"
        "1 of 3 files of SCCP45.9-4-2SR3-1S sent\n"
        "runs SCCP45.9-4-2SR3-1S now, changed in 40 s\n"
    );
}

TEST_CASE("Image change: a phone that comes back with its old image is told of", "[journal][image]") {
    const std::string begun = "changes its image to SCCP45.9-4-2SR3-1S: 3 files\n";
    CHECK(
        told({list_served(0s), served(1s, "jar45.sbn"), registers(40s, kOld)}) ==
        begun +
            "1 of 3 files of SCCP45.9-4-2SR3-1S sent\n"
            "came back with SCCP45.8-5-4S, not with SCCP45.9-4-2SR3-1S: the image did not change\n"
    );
    const Observation missing{kStart + 1s, kPhone, Step::file_missing, {{"name", "jar45.sbn"}}};
    CHECK(
        told({list_served(0s), missing, missing, registers(40s, kOld)}) ==
        begun +
            "jar45.sbn of SCCP45.9-4-2SR3-1S is not there: the phone keeps its image\n"
            "came back with SCCP45.8-5-4S, not with SCCP45.9-4-2SR3-1S: the image did not change\n"
    );
}

TEST_CASE("Image change: a phone that goes round in circles shows it", "[journal][image]") {
    CHECK(
        told(
            {list_served(0s),
             served(1s, "jar45.sbn"),
             list_served(60s),
             served(61s, "jar45.sbn"),
             list_served(120s)}
        ) ==
        "changes its image to SCCP45.9-4-2SR3-1S: 3 files\n"
        "1 of 3 files of SCCP45.9-4-2SR3-1S sent\n"
        "changes its image to SCCP45.9-4-2SR3-1S: 3 files, attempt 2\n"
        "1 of 3 files of SCCP45.9-4-2SR3-1S sent\n"
        "changes its image to SCCP45.9-4-2SR3-1S: 3 files, attempt 3\n"
    );
}

TEST_CASE("Image change: a list that is merely looked at is none", "[journal][image]") {
    CHECK(told({registers(0s, kNew), list_served(1s), registers(40s, kNew)}).empty());
    CHECK(
        told({list_served(0s), list_served(1s), registers(40s, kNew)}) ==
        "changes its image to SCCP45.9-4-2SR3-1S: 3 files\n"
    );
    CHECK(told({served(0s, "jar45.sbn"), registers(1s, kNew), served(2s, "x.loads")}).empty());
}

TEST_CASE(
    "Image change: the alarm of a 7960 tells its image, with a blank and by its list", "[journal][image]"
) {
    const auto list = served(0s, "P0030801SR02.loads", {{"members", "P0030801SR02.sbn P0030801SR02.sb2"}});
    for (const auto* text :
         {"25: Name=SEP001122334455 Load=P0030801SR02 Last=Upgrade",
          "14: Name=SEP001122334455 Load= P0030801SR02 Last=Upgrade",
          "Name=SEP001122334455 Load=p0030801sr02.loads Last=Upgrade",
          "Load=P0030801SR02"}) {
        CAPTURE(text);
        CHECK(
            told({list, served(1s, "p0030801sr02.sbn"), alarm(50s, text)}).find("runs P0030801SR02 now") !=
            std::string::npos
        );
    }
    CHECK(
        told({list, served(1s, "P0030801SR02.sbn"), alarm(50s, "Last=Initialized"), alarm(51s, "Load=")})
            .find("runs") == std::string::npos
    );
}

TEST_CASE("Image change: a load that is not named for want of files says which", "[journal][image]") {
    CHECK(
        told({served(0s, "SEP001122334455.cnf.xml", {{"withheld", kNew}, {"missing", "apps45.sbn"}})}) ==
        "SCCP45.9-4-2SR3-1S is not named, for want of apps45.sbn: the phone keeps its image\n"
    );
}

TEST_CASE("Timeline: a change of image is read aloud between the files", "[journal][timeline][image]") {
    const Observation progress{
        kStart + 3s,
        kPhone,
        Step::file_progress,
        {{"name", "jar45.sbn"},
         {"transport", "TFTP"},
         {"percent", "40"},
         {"bytes", "400000"},
         {"size", "1000000"}}};
    CHECK(
        read_aloud(std::vector<Observation>{
            served(0s, "SEP001122334455.cnf.xml"),
            list_served(1s),
            progress,
            served(5s, "jar45.sbn"),
            registers(30s, kNew)}) ==
        "2026-11-01 UTC\n"
        "00:00:00.000     +0.0 s  TFTP   SEP001122334455.cnf.xml sent\n"
        "00:00:01.000     +1.0 s  TFTP   SCCP45.9-4-2SR3-1S.loads sent\n"
        "00:00:01.000     +1.0 s  LOAD   changes its image to SCCP45.9-4-2SR3-1S: 3 files\n"
        "00:00:03.000     +3.0 s  TFTP   jar45.sbn: 40 % sent, 400000 of 1000000 bytes\n"
        "00:00:05.000     +5.0 s  TFTP   jar45.sbn sent\n"
        "00:00:05.000     +5.0 s  LOAD   1 of 3 files of SCCP45.9-4-2SR3-1S sent\n"
        "00:00:30.000    +30.0 s  SCCP   registers, load SCCP45.9-4-2SR3-1S\n"
        "00:00:30.000    +30.0 s  LOAD   runs SCCP45.9-4-2SR3-1S now, changed in 29 s\n"
    );
}
