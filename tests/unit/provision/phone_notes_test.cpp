#include "server/provision/phone_notes.hpp"

#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::test;
using journal::Observation;
using journal::Step;
using provision::PhoneNotes;

namespace {

constexpr auto kPhone = "SEP001122334455";

Observation missing(std::string name) {
    return {WallTime{}, kPhone, Step::file_missing, {{"name", std::move(name)}, {"transport", "TFTP"}}};
}

Observation served(std::string name) {
    return {WallTime{}, kPhone, Step::file_served, {{"name", std::move(name)}, {"transport", "TFTP"}}};
}

std::string text_of(const std::vector<Observation>& notes) {
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].subject == kPhone);
    CHECK(notes[0].step == Step::note);
    return std::string{notes[0].field("text")};
}

}  // namespace

TEST_CASE("A phone with another system's trust list is told of once, with its keys", "[provision][journal]") {
    auto world = sample_world();
    const auto model = GENERATE(k7960, k7965);
    add_device(world, kPhone, model, {"1000"});
    PhoneNotes notes;
    CHECK(notes.after(missing("CTLSEP001122334455.tlv"), world).empty());
    const auto text = text_of(notes.after(missing("SEP001122334455.cnf.xml.sgn"), world));
    CHECK_THAT(
        text, Catch::Matchers::Contains("holds a trust list from another system and will ignore our files")
    );
    CHECK_THAT(text, Catch::Matchers::Contains("**#"));
    CHECK_THAT(text, Catch::Matchers::Contains(model == k7960 ? "CTL file" : "ITL"));
    CHECK(notes.after(missing("SEP001122334455.cnf.xml.sgn"), world).empty());
    CHECK(notes.after(missing("Ringlist.xml.sgn"), world).empty());

    // Erased, and then it learnt another one.
    CHECK(notes.after(served("SEP001122334455.cnf.xml"), world).empty());
    CHECK(notes.after(missing("SEP001122334455.cnf.xml.sgn"), world).size() == 1);
}

TEST_CASE("An 8945 has no key for the list alone", "[provision][journal]") {
    auto world = sample_world();
    edit(world.models, k7965, [](PhoneModel& model) { model.family = "ce89"; });
    add_device(world, kPhone, k7965, {"1000"});
    PhoneNotes notes;
    CHECK_THAT(
        text_of(notes.after(missing("SEP001122334455.cnf.xml.sgn"), world)),
        Catch::Matchers::Contains("Reset settings: Security")
    );
}

TEST_CASE("An unknown phone with a trust list is told of, too", "[provision][journal]") {
    PhoneNotes notes;
    CHECK_THAT(
        text_of(notes.after(missing("SEP001122334455.cnf.xml.sgn"), sample_world())),
        Catch::Matchers::Contains("Erase")
    );
}

TEST_CASE("Firmware that ends in .sgn is no sign of a trust list", "[provision][journal]") {
    for (const auto* name : {"APP69xx.9-4-1-3SR3.zz.sgn", "SCCP894x.9-4-2SR1-2.bin1.sgn", "kern78xx.sgn"}) {
        CAPTURE(name);
        CHECK_FALSE(provision::is_signed_twin(name));
    }
    CHECK(provision::is_signed_twin("XMLDefault.cnf.xml.SGN"));
    CHECK(provision::is_signed_twin("English_United_States/be-sccp.jar.sgn"));
}

TEST_CASE("What is wrong with a file is noted when it was sent, until it changes", "[provision][journal]") {
    auto world = sample_world();
    const auto id = add_device(world, kPhone, k7965, {"1000"});
    PhoneNotes notes;
    CHECK(notes.after(served("SEP001122334455.cnf.xml"), world).empty());
    edit_device(world, id, [](Device& device) { device.load = "SIP45.9-4-2SR3-1S"; });
    CHECK(notes.after(missing("SEP001122334455.cnf.xml"), world).empty());
    const auto found = notes.after(served("sep001122334455.cnf.xml"), world);
    REQUIRE(found.size() == 1);
    CHECK(found[0].field("code") == "C10");
    CHECK(found[0].field("severity") == "error");
    CHECK(notes.after(served("SEP001122334455.cnf.xml"), world).empty());
    edit_device(world, id, [](Device& device) {
        device.vendor_config = "<peerFirmwareSharing>1</peerFirmwareSharing>";
    });
    CHECK(notes.after(served("SEP001122334455.cnf.xml"), world).size() == 2);
    edit_device(world, id, [](Device& device) { device.load.clear(), device.vendor_config.clear(); });
    CHECK(notes.after(served("SEP001122334455.cnf.xml"), world).empty());
}

TEST_CASE(
    "What is wrong with the generated file is no note about one placed by hand", "[provision][journal]"
) {
    auto world = sample_world();
    const auto id = add_device(world, kPhone, k7965, {"1000"});
    edit_device(world, id, [](Device& device) { device.load = "SIP45.9-4-2SR3-1S"; });
    PhoneNotes notes;
    auto placed = served("SEP001122334455.cnf.xml");
    placed.fields.push_back({"origin", "placed by hand"});
    CHECK(provision::is_own_file(placed));
    CHECK(provision::is_placed_file(placed));
    CHECK(notes.after(placed, world).empty());
    CHECK_FALSE(provision::is_placed_file(served("SEP001122334455.cnf.xml")));
    CHECK(notes.after(served("SEP001122334455.cnf.xml"), world).size() == 1);
}
