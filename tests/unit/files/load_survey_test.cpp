#include "server/files/load_survey.hpp"

#include "tests/support/firmware.hpp"
#include "tests/support/memory_store.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::files;

namespace {

/// "complete" or what is missing; "none" of a load that is not there.
std::string state(test::MemoryStore& store, std::string_view load) {
    const auto inventory = survey_loads(store);
    const auto* found = inventory.find(load);
    return found == nullptr ? "none" : found->is_complete() ? "complete" : found->missing();
}

}  // namespace

TEST_CASE("Load survey: whole only with every member, in any case", "[files][loads]") {
    test::MemoryStore store;
    CHECK(survey_loads(store).all().empty());
    store.put(
        "SCCP45.8-5-4S.loads", test::signed_load_list("SCCP45.8-5-4S.loads", "jar45.sbn\r\napps45.sbn \r\n")
    );
    CHECK(state(store, "SCCP45.8-5-4S") == "jar45.sbn, apps45.sbn");
    store.put("jar45.sbn", "x");
    CHECK(state(store, "SCCP45.8-5-4S") == "apps45.sbn");
    store.put("APPS45.SBN", "x");
    CHECK(state(store, "sccp45.8-5-4s") == "complete");
    CHECK(state(store, "SCCP45.9-4-2SR3-1S") == "none");
    store.remove("jar45.sbn");
    CHECK(state(store, "SCCP45.8-5-4S") == "jar45.sbn");
}

TEST_CASE("Load survey: an empty member is none: phones hang on empty files", "[files][loads]") {
    test::MemoryStore store;
    store.put("A.loads", "a.sbn\n");
    store.put("a.sbn", "");
    CHECK(state(store, "A") == "a.sbn");
}

TEST_CASE("Load survey: where the list says a size, half a file is not enough", "[files][loads]") {
    test::MemoryStore store;
    store.put("CP7925G-1.4.1SR1.LOADS", "TNUXH-1.4.1SR1.SBN 10 EBDEF11A57898C6D805DFB86904106FB\n");
    store.put("TNUXH-1.4.1SR1.SBN", "12345");
    CHECK(state(store, "CP7925G-1.4.1SR1") == "TNUXH-1.4.1SR1.SBN (not whole)");
    store.put("TNUXH-1.4.1SR1.SBN", "1234567890");
    CHECK(state(store, "CP7925G-1.4.1SR1") == "complete");
}

TEST_CASE("Load survey: a list that is not understood is not complete, and says why", "[files][loads]") {
    test::MemoryStore store;
    store.put("CIPC_Locale.loads", "<?xml version=\"1.0\"?>");
    CHECK(state(store, "CIPC_Locale") == "none");
    store.put(
        "A.loads",
        "\x7f"
        "ELF"
    );
    CHECK(state(store, "A") == "A.loads (not a list of file names)");
    store.put("B.loads", std::string(100'000, '#'));
    CHECK(state(store, "B") == "B.loads (it cannot be read)");
    store.block();
    CHECK(state(store, "A") == "A.loads (it cannot be read)");
}

TEST_CASE("Load survey: the oldest models' images are one file without a list", "[files][loads]") {
    test::MemoryStore store;
    store.put("P00405000700.bin", "x");
    store.put("CP7905080003SCCP070409A.zup", "x");
    store.put("cmterm_7920.4.0-03-02.bin", "x");
    store.put("P0030801SR02.bin", "x");  // of a 7940, which goes by its list
    CHECK(state(store, "P00405000700") == "complete");
    CHECK(state(store, "cp7905080003sccp070409a") == "complete");
    CHECK(state(store, "cmterm_7920.4.0-03-02") == "complete");
    CHECK(state(store, "P0030801SR02") == "none");
    // A list of the same name decides.
    store.put("P00405000700.loads", "other.bin\n");
    CHECK(state(store, "P00405000700") == "other.bin");
}

TEST_CASE("Load survey: two spellings of one list are one load", "[files][loads]") {
    test::MemoryStore store;
    store.put("A.loads", "a.sbn\n");
    store.put("a.LOADS", "b.sbn\n");
    CHECK(survey_loads(store).all().size() == 1);
}

TEST_CASE("Locale survey: the folders that something of a locale lies in", "[files][loads]") {
    test::MemoryStore store;
    CHECK(survey_locales(store).empty());
    store.put("German_Germany/be-sccp.jar", "x");
    store.put("German_Germany/7960-dictionary.xml", "x");
    store.put("Germany/g3-tones.xml", "x");
    store.put("i18n/french_france/mk-sccp.jar", "x");
    store.put("Desktops/320x212x16/Logo.png", "x");
    store.put("mk-sccp.jar", "x");
    CHECK(
        survey_locales(store) == std::vector<std::string>{"german_germany", "germany", "i18n/french_france"}
    );
    const auto inventory = survey_loads(store).with_locales(survey_locales(store));
    CHECK(inventory.has_locale("German_Germany"));
    CHECK_FALSE(inventory.has_locale("German"));
    CHECK_FALSE(LoadInventory{}.has_locale("German_Germany"));
    CHECK(inventory != survey_loads(store));
}

TEST_CASE("Load: what is missing is named shortly", "[files][loads]") {
    Load load{"A", "A.loads", {}, ""};
    CHECK_FALSE(load.is_complete());
    for (int i = 1; i <= 6; ++i) {
        load.members.push_back({"m" + std::to_string(i), 0, 0});
    }
    CHECK(load.missing() == "m1, m2, m3, m4 and 2 more");
}
