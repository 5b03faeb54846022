#include "db/aggregates/devices.hpp"
#include "db/aggregates/groups.hpp"
#include "db/aggregates/nodes.hpp"
#include "db/aggregates/pools.hpp"
#include "server/journal/timeline.hpp"
#include "server/lab/ailing_report.hpp"
#include "tests/story/office.hpp"
#include "tests/story/site.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::story;
using namespace std::chrono_literals;
using journal::Step;
using lab::Ailment;

/// Phones with something wrong, one after another: what they go through, what the journal says, and that a
/// healthy phone beside them notices nothing.
namespace {

bool is_up(const lab::Phone& phone) {
    const bool is_home = phone.has_own_file() || !phone.settings().model->reads_own_file();
    return phone.is_registered() && is_home && phone.had_dial_tone();
}

struct Ward {
    explicit Ward(std::uint64_t seed)
        : network{seed, Wire{}},
          site{network, SiteSettings{}},
          office{network, seed},
          healthy{office.add("7960")} {}

    DeskPhone& admit(std::string_view model, Ailment ailment) { return office.add(model, false, ailment); }

    bool runs_its_course(const DeskPhone& desk, Duration limit) {
        return network.run_until(
            [&] {
                const auto& phone = desk.phone();
                return lab::has_come_true(phone, is_up(phone)) && is_up(healthy.phone());
            },
            limit
        );
    }

    /// The server's timeline of the phone, read aloud: the sentences of one step.
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

    VirtualNetwork network;
    Site site;
    Office office;
    DeskPhone& healthy;
};

}  // namespace

TEST_CASE("A phone of every simulated model comes up with a number and dial tone", "[story][models]") {
    for (const auto& model : lab::model_table()) {
        CAPTURE(model.name);
        VirtualNetwork network{21, Wire{}};
        Site site{network, SiteSettings{}};
        Office office{network, 21};
        auto& desk = office.add(model.name);
        desk.power_on();
        REQUIRE(network.run_until([&] { return is_up(desk.phone()); }, 3min));
        network.run_for(5min);
        CHECK(is_up(desk.phone()));
        CHECK(desk.phone().station().number() == "1000");
        CHECK(desk.phone().tally().boots == 1);
        CHECK(desk.phone().tally().restarts_told == 1);
        CHECK(desk.phone().tally().losses == 0);
        const auto* device = site.world().find_device(*DeviceName::parse(desk.phone().name()));
        REQUIRE(device != nullptr);
        CHECK(device->model == ModelId{model.device_type});
        const auto most = site.world().models.find(device->model)->max_sccp_version;
        CHECK(desk.phone().station().version() <= most);
        CHECK(site.count(Step::sccp_malformed) == 0);
        CHECK(site.count(Step::file_broken_off) == 0);
    }
}

TEST_CASE(
    "A phone with a stale trust list ignores its file, and the timeline says to erase it", "[story][ailing]"
) {
    const auto* const model = GENERATE("7960", "7965", "7975", "7937", "7921", "6921", "CIPC");
    CAPTURE(model);
    Ward ward{31};
    auto& desk = ward.admit(model, Ailment::stale_trust);
    ward.office.power_on_all();
    REQUIRE(ward.runs_its_course(desk, 3min));
    ward.network.run_for(10min);

    CHECK(desk.phone().is_registered());
    CHECK_FALSE(desk.phone().has_own_file());
    CHECK(desk.count(lab::Progress::file_ignored) >= 1);
    const auto notes = ward.told(desk, Step::note);
    REQUIRE(notes.size() == 1);
    CHECK(
        notes[0].find("holds a trust list from another system and will ignore our files") != std::string::npos
    );
    CHECK(ward.told(ward.healthy, Step::note).empty());
    for (const auto& seen : ward.site.journal()) {
        const auto name = seen.field("name");
        if (seen.subject == desk.phone().name() && name.find(".cnf.xml") != std::string::npos) {
            CHECK(name.ends_with(".sgn"));
        }
    }
}

TEST_CASE("Phones behind one router come up beside each other", "[story][ailing]") {
    Ward ward{32};
    std::vector<DeskPhone*> inside;
    for (const auto* model : {"7960", "7965", "7941", "7921", "7921"}) {
        inside.push_back(&ward.admit(model, Ailment::nat));
    }
    ward.office.power_on_all();
    for (const auto* desk : inside) {
        CAPTURE(desk->phone().settings().model->name);
        REQUIRE(ward.runs_its_course(*desk, 5min));
    }
    ward.network.run_for(10min);
    CHECK(ward.office.all(is_up));
    for (const auto* desk : inside) {
        CHECK(desk->phone().tally().losses == 0);
        CHECK(desk->phone().address() != Ipv4{10, 78, 0, 1});
        CHECK(ward.site.count(Step::sccp_replaced, desk->phone().name()) == 0);
    }
}

TEST_CASE("A phone that dribbles is understood", "[story][ailing]") {
    const auto* const model = GENERATE("7905", "7960", "7965", "8945");
    CAPTURE(model);
    Ward ward{33};
    auto& desk = ward.admit(model, Ailment::dribble);
    ward.office.power_on_all();
    REQUIRE(ward.runs_its_course(desk, 5min));
    CHECK(desk.phone().tally().losses == 0);
    CHECK(ward.site.count(Step::sccp_malformed) == 0);
}

TEST_CASE("A phone that never acknowledges is given up, and asks in vain for ever", "[story][ailing]") {
    const auto* const model = GENERATE("7960", "7965");
    CAPTURE(model);
    Ward ward{34};
    auto& desk = ward.admit(model, Ailment::deaf);
    ward.office.power_on_all();
    REQUIRE(ward.runs_its_course(desk, 5min));
    ward.network.run_for(30min);
    CHECK(ward.site.count(Step::file_broken_off, desk.phone().name()) > 0);
    CHECK(ward.site.count(Step::file_broken_off, ward.healthy.phone().name()) == 0);
    CHECK(desk.phone().tally().registrations == 0);
    CHECK(is_up(ward.healthy.phone()));
}

TEST_CASE("A phone that falls silent is missed after three keepalives and a moment", "[story][ailing]") {
    Ward ward{35};
    auto& desk = ward.admit("7965", Ailment::mute);
    ward.office.power_on_all();
    REQUIRE(ward.runs_its_course(desk, 10min));
    CHECK(ward.site.count(Step::sccp_keepalive_lost, desk.phone().name()) == 1);
    CHECK(ward.site.count(Step::sccp_keepalive_lost, ward.healthy.phone().name()) == 0);
    CHECK(ward.healthy.phone().tally().losses == 0);
}

TEST_CASE(
    "A phone of another Call Manager group is told so on its display, again and again", "[story][ailing]"
) {
    Ward ward{36};
    auto& desk = ward.admit("7965", Ailment::wrong_group);
    ward.site.change([&](db::Database& database) {
        Node node;
        node.name = "elsewhere";
        node.address = Ipv4{10, 79, 0, 1};
        CallManagerGroup group;
        group.name = "Harbour";
        group.members = {db::insert_node(database, node)};
        const auto& world = ward.site.world();
        auto pool = *world.find_pool("Default");
        pool.name = "Harbour";
        pool.group = db::insert_group(database, group);
        Device device;
        device.name = *DeviceName::parse(desk.phone().name());
        device.model = ModelId{436};
        device.pool = db::insert_pool(database, pool);
        world.button_templates.for_each([&](ButtonTemplateId id, const ButtonTemplate& row) {
            if (row.name == "Standard 7965 SCCP") {
                device.button_template = id;
            }
        });
        db::insert_device(database, device);
    });
    ward.network.run_for(1s);
    ward.office.power_on_all();
    REQUIRE(ward.runs_its_course(desk, 3min));
    ward.network.run_for(10min);
    CHECK(desk.phone().rejection() == "Wrong server: use group Harbour");
    CHECK(desk.phone().tally().rejections > 3);
    CHECK(desk.phone().tally().registrations == 0);
    CHECK(ward.site.count(Step::sccp_rejected, desk.phone().name()) == desk.phone().tally().rejections);
    CHECK(is_up(ward.healthy.phone()));
}
