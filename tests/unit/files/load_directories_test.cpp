#include "server/files/load_directories.hpp"

#include "tests/support/firmware.hpp"
#include "tests/unit/files/file_tree.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace dialtone;
using namespace dialtone::files;

namespace {

struct Directories {
    test::FileTree tree;
    LoadDirectories loads{(tree.path() / "placed").string(), (tree.path() / "static").string()};

    /// "complete" or what is missing; "none" of a load that is not there.
    std::string state(std::string_view load) {
        const auto inventory = loads.look();
        const auto* found = inventory->find(load);
        return found == nullptr ? "none" : found->is_complete() ? "complete" : found->missing();
    }
};

}  // namespace

TEST_CASE(
    "Load directories: a load becomes whole as its files come, and the other way round", "[files][loads]"
) {
    Directories d;
    CHECK(d.loads.look()->all().empty());  // neither directory exists
    d.tree.write(
        "static/SCCP45.8-5-4S.loads", test::signed_load_list("SCCP45.8-5-4S.loads", "jar45.sbn\napps45.sbn\n")
    );
    CHECK(d.state("SCCP45.8-5-4S") == "jar45.sbn, apps45.sbn");
    d.tree.write("static/JAR45.sbn", "x");
    CHECK(d.state("SCCP45.8-5-4S") == "apps45.sbn");
    d.tree.write("placed/apps45.sbn", "x");  // the other directory is as good
    CHECK(d.state("sccp45.8-5-4s") == "complete");
    std::filesystem::remove(d.tree.path() / "static/JAR45.sbn");
    CHECK(d.state("SCCP45.8-5-4S") == "jar45.sbn");
    std::filesystem::remove_all(d.tree.path() / "static");
    CHECK(d.state("SCCP45.8-5-4S") == "none");
}

TEST_CASE("Load directories: nothing new is the same inventory", "[files][loads]") {
    Directories d;
    d.tree.write("static/A.loads", "a.sbn\n");
    const auto first = d.loads.look();
    CHECK(d.loads.look() == first);
    d.tree.write("static/ringlist.xml", "x");  // no load's business
    CHECK(d.loads.look() == first);
    d.tree.write("static/a.sbn", "x");
    CHECK(d.loads.look() != first);
    const auto whole = d.loads.look();
    d.tree.write("static/a.sbn", "xx");  // it grows while it is copied: no reason to make every file anew
    CHECK(d.loads.look() == whole);
}

TEST_CASE("Load directories: a list or a member written over in place is seen", "[files][loads]") {
    Directories d;
    d.tree.write("static/CP7925G-1.LOADS", "TNUXH-1.SBN 4 00\n");
    d.tree.write("static/TNUXH-1.SBN", "12");
    CHECK(d.state("CP7925G-1") == "TNUXH-1.SBN (not whole)");
    d.tree.write("static/TNUXH-1.SBN", "1234");
    CHECK(d.state("CP7925G-1") == "complete");
    d.tree.write("static/CP7925G-1.LOADS", "TNUXH-2.SBN 4 00\n");
    CHECK(d.state("CP7925G-1") == "TNUXH-2.SBN");
}

TEST_CASE("Load directories: a list placed by hand counts before the static one", "[files][loads]") {
    Directories d;
    d.tree.write("static/A.loads", "a.sbn\n");
    d.tree.write("static/a.sbn", "x");
    d.tree.write("placed/a.loads", "b.sbn\n");
    CHECK(d.state("A") == "b.sbn");
}

TEST_CASE("Load directories: firmware may be kept by model, where phones do not look", "[files][loads]") {
    Directories d;
    d.tree.write("static/7965/A.loads", "a.sbn\nb.zz.sgn\n");
    d.tree.write("static/7965/a.sbn", "x");
    CHECK(d.state("A") == "b.zz.sgn");
    d.tree.write("static/common/b.ZZ.sgn", "x");
    CHECK(d.state("A") == "complete");
    d.tree.write("static/B.loads", "table.png\n");
    d.tree.write("static/Desktops/table.png", "x");  // no firmware: it belongs where it lies
    CHECK(d.state("B") == "table.png");
}
