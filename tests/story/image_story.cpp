#include "db/aggregates/defaults.hpp"
#include "server/journal/timeline.hpp"
#include "tests/story/office.hpp"
#include "tests/story/site.hpp"
#include "tests/support/firmware.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::story;
using namespace std::chrono_literals;
using journal::Step;

namespace {

constexpr std::size_t kMemberOctets = 300'000;

bool is_settled(const lab::Phone& phone) {
    return phone.is_registered() && phone.has_own_file() && phone.had_dial_tone();
}

/// A model, its usual load, and the members of that.
struct Firmware {
    const char* model;
    std::uint32_t type;
    std::string load;
    std::vector<std::string> members;

    [[nodiscard]] std::string list() const { return load + ".loads"; }

    [[nodiscard]] std::string text() const {
        std::string lines = "# members\r\n";
        for (const auto& member : members) {
            lines += member + " \r\n";
        }
        return lines + "LA_VERSION=PAS30831\r\n";
    }
};

const Firmware k7965{
    "7965",
    436,
    "SCCP45.9-4-2SR3-1S",
    {"jar45sccp.sbn", "cnu45.sbn", "apps45.sbn", "dsp45.sbn", "cvm45sccp.sbn"}};
const Firmware k7960{"7960", 7, "P0030801SR02", {"P0030801SR02.sbn", "P0030801SR02.sb2"}};

/// A site with auto-registration whose models are to run their usual load, and one phone with an older one.
struct Upgrade {
    explicit Upgrade(const Firmware& wanted, const Wire& wire = {})
        : firmware{wanted}, network{11, wire}, site{network, SiteSettings{}}, office{network, 11} {
        site.change([&](db::Database& database) {
            auto defaults =
                *site.world().device_defaults.find(DefaultKey{ModelId{firmware.type}, Protocol::sccp});
            defaults.load = firmware.load;
            db::update_device_default(database, defaults);
        });
        network.run_for(1s);
    }

    /// @param without a member that is left out; "" for none.
    void put_load(std::string_view without = "") {
        site.put_file(firmware.list(), test::signed_load_list(firmware.list(), firmware.text()));
        for (const auto& member : firmware.members) {
            if (member != without) {
                site.put_file(member, std::string(kMemberOctets, 'x'));
            }
        }
        network.run_for(2s);
    }

    DeskPhone& settle(DeskPhone& desk) {
        desk.power_on();
        REQUIRE(network.run_until([&] { return is_settled(desk.phone()); }, 30min));
        return desk;
    }

    /// The steps of one kind in the phone's timeline, read aloud.
    std::vector<std::string> told(const DeskPhone& desk, Step step) const {
        journal::TimelineReader reader;
        std::vector<std::string> sentences;
        for (const auto& seen : site.journal()) {
            if (seen.subject == desk.phone().name()) {
                for (const auto& entry : reader.next(seen)) {
                    if (entry.observation.step == step) {
                        sentences.push_back(entry.sentence);
                    }
                }
            }
        }
        return sentences;
    }

    const Firmware& firmware;
    VirtualNetwork network;
    Site site;
    Office office;
};

std::vector<std::string> firmware_asked(const DeskPhone& desk, const Firmware& firmware) {
    auto files = desk.files_asked();
    std::erase_if(files, [&](const std::string& file) {
        return file != firmware.list() &&
               std::find(firmware.members.begin(), firmware.members.end(), file) == firmware.members.end();
    });
    return files;
}

}  // namespace

TEST_CASE("A phone with an older image fetches the one it is told, and comes up with it", "[story][image]") {
    const auto& firmware = *GENERATE(&k7965, &k7960);
    CAPTURE(firmware.model);
    Upgrade story{firmware};
    story.put_load();
    auto& desk = story.office.add(firmware.model, true);
    const auto old = desk.phone().load();
    REQUIRE(old != firmware.load);
    story.settle(desk);

    CHECK(desk.phone().load() == firmware.load);
    CHECK(desk.phone().tally().images == 1);
    CHECK(desk.phone().tally().boots == 2);
    auto expected = firmware.members;
    expected.insert(expected.begin(), firmware.list());
    CHECK(firmware_asked(desk, firmware) == expected);

    const auto count = std::to_string(firmware.members.size());
    CHECK(
        story.told(desk, Step::image_begun) ==
        std::vector<std::string>{"changes its image to " + firmware.load + ": " + count + " files"}
    );
    CHECK(story.told(desk, Step::image_member).size() == firmware.members.size() - 1);
    CHECK(story.told(desk, Step::image_fetched).size() == 1);
    REQUIRE(story.told(desk, Step::image_changed).size() == 1);
    CHECK(story.told(desk, Step::image_changed)[0].starts_with("runs " + firmware.load + " now, changed in ")
    );
    CHECK(story.told(desk, Step::image_unchanged).empty());

    // It has what it should have, and asks for none of it again.
    desk.forget();
    desk.power_off();
    story.settle(desk);
    CHECK(firmware_asked(desk, firmware).empty());
    CHECK(desk.phone().tally().images == 1);
}

TEST_CASE(
    "A load that lacks one member is not named: the phone keeps its image, and the journal says why",
    "[story][image]"
) {
    const auto& firmware = *GENERATE(&k7965, &k7960);
    CAPTURE(firmware.model);
    Upgrade story{firmware};
    const auto& missing = firmware.members[1];
    story.put_load(missing);
    auto& desk = story.office.add(firmware.model, true);
    const auto old = desk.phone().load();
    story.settle(desk);

    CHECK(desk.phone().load() == old);
    CHECK(desk.phone().configuration().load.empty());
    CHECK(firmware_asked(desk, firmware).empty());
    CHECK(desk.phone().tally().boots == 1);
    const auto withheld = story.told(desk, Step::load_withheld);
    REQUIRE_FALSE(withheld.empty());
    for (const auto& sentence : withheld) {  // once for the default file, once for its own
        CHECK(
            sentence ==
            firmware.load + " is not named, for want of " + missing + ": the phone keeps its image"
        );
    }

    // The missing file comes. Nobody is disturbed by that; the phone's next reset brings the image.
    story.site.put_file(missing, std::string(kMemberOctets, 'x'));
    story.network.run_for(1h);
    CHECK(desk.phone().tally().boots == 1);
    CHECK(desk.phone().is_registered());
    desk.power_off();
    story.settle(desk);
    CHECK(desk.phone().load() == firmware.load);
    CHECK(story.told(desk, Step::image_changed).size() == 1);
}

TEST_CASE("A phone that finds fault with the image keeps its own, and is known to", "[story][image]") {
    const auto& firmware = *GENERATE(&k7965, &k7960);
    CAPTURE(firmware.model);
    Upgrade story{firmware};
    story.put_load();
    auto& desk = story.office.add(firmware.model, true, lab::Ailment::refuses_load);
    const auto old = desk.phone().load();
    story.settle(desk);

    CHECK(desk.phone().load() == old);
    CHECK(desk.phone().tally().images == 0);
    CHECK(desk.phone().tally().images_refused >= 1);
    CHECK(desk.phone().tally().boots == 1);
    CHECK(desk.count(lab::Progress::load_kept) >= 1);
    const auto told = story.told(desk, Step::image_unchanged);
    REQUIRE_FALSE(told.empty());
    CHECK(told[0].find(old) != std::string::npos);
    CHECK(story.told(desk, Step::image_changed).empty());
}

TEST_CASE("A load chosen for phones that are up moves none of them until it is reset", "[story][image]") {
    Upgrade story{k7965};
    auto& desk = story.settle(story.office.add("7965", true));
    const auto old = desk.phone().load();
    const auto told = desk.phone().tally();
    story.put_load();
    story.network.run_for(24h);
    CHECK(desk.phone().is_registered());
    CHECK(desk.phone().load() == old);
    CHECK(desk.phone().tally().resets_told == told.resets_told);
    CHECK(desk.phone().tally().restarts_told == told.restarts_told);
    CHECK(desk.phone().tally().applies_told == told.applies_told);
    CHECK(desk.phone().tally().boots == told.boots);
}

TEST_CASE(
    "A member that goes while a phone fetches the load leaves it with its image, and up", "[story][image]"
) {
    Upgrade story{k7965};
    story.put_load();
    auto& desk = story.office.add("7965", true);
    const auto old = desk.phone().load();
    desk.power_on();
    REQUIRE(story.network.run_until(
        [&] {
            return !firmware_asked(desk, k7965).empty() &&
                   firmware_asked(desk, k7965).back() == "jar45sccp.sbn";
        },
        5min
    ));
    story.site.take_file("apps45.sbn");
    REQUIRE(story.network.run_until([&] { return is_settled(desk.phone()); }, 30min));
    CHECK(desk.phone().load() == old);
    CHECK(desk.count(lab::Progress::load_kept) >= 1);
    CHECK(
        story.told(desk, Step::image_lacking) ==
        std::vector<std::string>{"apps45.sbn of SCCP45.9-4-2SR3-1S is not there: the phone keeps its image"}
    );
    CHECK_FALSE(story.told(desk, Step::image_unchanged).empty());
    CHECK(story.told(desk, Step::image_changed).empty());
}

TEST_CASE("A large member on a slow wire is heard of while it is under way", "[story][image]") {
    Wire slow;
    slow.latency = 10ms;
    Upgrade story{k7965, slow};
    story.put_load();
    story.site.put_file("apps45.sbn", std::string(3'000'000, 'x'));
    story.network.run_for(1s);
    auto& desk = story.settle(story.office.add("7965", true));
    CHECK(desk.phone().load() == k7965.load);
    const auto progress = story.told(desk, Step::file_progress);
    CHECK(progress.size() >= 10);
    CHECK(progress.size() <= 60);
    CHECK(std::any_of(progress.begin(), progress.end(), [](const std::string& sentence) {
        return sentence.starts_with("apps45.sbn: 5") && sentence.find(" % sent, ") != std::string::npos;
    }));
}

TEST_CASE("Twenty phones change their image at once, on a wire that loses packets", "[story][image]") {
    Wire wire;
    wire.loss = 0.02;
    Upgrade story{k7965, wire};
    story.put_load();
    for (int i = 0; i < 20; ++i) {
        story.office.add("7965", true);
    }
    story.office.power_on_all();
    const bool all = story.network.run_until([&] { return story.office.all(is_settled); }, 2h);
    CAPTURE(story.office.count(is_settled));
    REQUIRE(all);
    CHECK(story.office.all([](const lab::Phone& phone) {
        return phone.load() == k7965.load && phone.tally().images == 1;
    }));
}
