#include "server/files/disk_store.hpp"

#include "tests/unit/files/file_tree.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>

using namespace dialtone;
using namespace dialtone::files;
using namespace std::chrono_literals;

namespace {

/// A store that looks at every request whether the directory changed.
DiskStoreOptions eager(const std::filesystem::path& root) {
    DiskStoreOptions options;
    options.root = root.string();
    options.recheck = 0ms;
    options.settle = 0ms;
    return options;
}

Store::Answer open(DiskStore& store, std::string_view name) {
    return store.open(Name::parse(name).value());
}

std::string body(DiskStore& store, std::string_view name) {
    const auto answer = open(store, name);
    switch (answer.outcome) {
        case Store::Outcome::found:
            return std::string{text_of(answer.file.content.octets)};
        case Store::Outcome::busy:
            return "busy";
        case Store::Outcome::missing:
            break;
    }
    return "-";
}

}  // namespace

TEST_CASE("DiskStore: the exact spelling first, then any other", "[files][service]") {
    const test::FileTree directory;
    directory.write("RINGLIST.XML", "upper");
    directory.write("English_United_States/7960-font.xml", "font");
    DiskStore store{eager(directory.path())};
    REQUIRE(store.refresh());
    REQUIRE(body(store, "Ringlist.xml") == "upper");
    REQUIRE(open(store, "Ringlist.xml").file.spelled == "RINGLIST.XML");
    REQUIRE(body(store, "english_united_states/7960-FONT.xml") == "font");
    directory.write("Ringlist.xml", "mixed");
    REQUIRE(body(store, "Ringlist.xml") == "mixed");
    REQUIRE(body(store, "RINGLIST.XML") == "upper");
    REQUIRE(body(store, "ringlist.xml") == "upper");
    REQUIRE(body(store, "nope") == "-");
}

TEST_CASE("DiskStore: an empty file is a file", "[files][service]") {
    const test::FileTree directory;
    directory.write("x0", "");
    DiskStore store{eager(directory.path())};
    REQUIRE(body(store, "x0").empty());
}

TEST_CASE("DiskStore: sees files come, change and go, at any depth", "[files][service]") {
    const test::FileTree directory;
    directory.write("a/b/Old.txt", "old");
    DiskStore store{eager(directory.path())};
    REQUIRE(body(store, "A/B/old.TXT") == "old");
    directory.write("a/b/New.txt", "new");
    REQUIRE(body(store, "A/B/new.TXT") == "new");
    directory.write("a/c/d/Deep.txt", "deep");
    REQUIRE(body(store, "A/C/D/deep.TXT") == "deep");
    directory.write("a/b/Old.txt", "changed");
    REQUIRE(body(store, "A/B/old.TXT") == "changed");
    std::filesystem::remove(directory.path() / "a/b/Old.txt");
    REQUIRE(body(store, "A/B/old.TXT") == "-");
}

TEST_CASE("DiskStore: a name that was not there is served at once when it comes", "[files][service]") {
    const test::FileTree directory;
    directory.write("old.bin", "old");
    directory.write("model/below.xml", "below");
    const auto long_ago = std::filesystem::file_time_type::clock::now() - 1h;
    std::filesystem::last_write_time(directory.path() / "model", long_ago);
    std::filesystem::last_write_time(directory.path(), long_ago);
    auto options = eager(directory.path());
    options.recheck = 1h;  // the tree is not read again in this test
    DiskStore store{options};
    REQUIRE(store.refresh());
    REQUIRE(body(store, "SEP001122334455.cnf.xml") == "-");
    REQUIRE(body(store, "model/SEP001122334455.cnf.xml") == "-");
    REQUIRE(body(store, "OLD.bin") == "old");
    REQUIRE(body(store, "model/below.xml") == "below");
    directory.write("SEP001122334455.cnf.xml", "by hand");
    REQUIRE(body(store, "SEP001122334455.cnf.xml") == "by hand");
    directory.write("model/SEP001122334455.cnf.xml", "below by hand");
    REQUIRE(body(store, "model/SEP001122334455.cnf.xml") == "below by hand");
}

TEST_CASE("DiskStore: a directory that comes later, or is replaced, is found", "[files][service]") {
    const test::FileTree directory;
    const auto root = directory.path() / "files";
    DiskStore store{eager(root)};
    REQUIRE_FALSE(store.refresh());
    REQUIRE(body(store, "x") == "-");
    directory.write("files/x", "one");
    REQUIRE(body(store, "x") == "one");
    std::filesystem::rename(root, directory.path() / "away");
    directory.write("files/X", "two");
    REQUIRE(store.refresh());
    REQUIRE(body(store, "x") == "two");
}

TEST_CASE("DiskStore: read once, shared by all who ask, let go when the file changed", "[files][service]") {
    const test::FileTree directory;
    directory.write("load.sbn", std::string(1000, 'a'));
    DiskStore store{eager(directory.path())};
    const auto first = open(store, "load.sbn");
    const auto second = open(store, "LOAD.sbn");
    REQUIRE(second.file.content.owner == first.file.content.owner);
    REQUIRE(store.live_octets() == 1000);
    directory.write("load.sbn", std::string(2000, 'b'));
    const auto third = open(store, "load.sbn");
    REQUIRE(third.file.version != first.file.version);
    REQUIRE(third.file.content.octets.size() == 2000);
    REQUIRE(text_of(first.file.content.octets) == std::string(1000, 'a'));  // T-74
    REQUIRE(store.live_octets() == 3000);
}

TEST_CASE("DiskStore: memory is bounded, files being sent included", "[files][service]") {
    const test::FileTree directory;
    for (const auto* name : {"a", "b", "c"}) {
        directory.write(name, std::string(1000, 'x'));
    }
    auto options = eager(directory.path());
    options.max_live_octets = 2500;
    options.max_cached_octets = 1500;
    DiskStore store{options};
    {
        const auto a = open(store, "a");
        const auto b = open(store, "b");
        REQUIRE(body(store, "c") == "busy");
        REQUIRE(open(store, "a").file.content.owner == a.file.content.owner);
    }
    REQUIRE(body(store, "c") == std::string(1000, 'x'));
    REQUIRE(store.live_octets() <= 2500);
    directory.write("large", std::string(3000, 'x'));
    REQUIRE(body(store, "large") == "busy");
}

TEST_CASE(
    "DiskStore: firmware kept by model is found by its name alone, and nothing else is", "[files][service]"
) {
    const test::FileTree directory;
    directory.write("7965/apps45.sbn", "apps");
    directory.write("7965/SCCP45.loads", "list");
    directory.write("7921/APPS-1.SBN", "wifi");
    directory.write("German/7960-font.xml", "font");
    directory.write("signed/SEP001122334455.cnf.xml.sgn", "signed");
    DiskStore store{eager(directory.path())};
    REQUIRE(body(store, "apps45.sbn") == "apps");
    REQUIRE(open(store, "APPS45.sbn").file.spelled == "7965/apps45.sbn");
    REQUIRE(body(store, "sccp45.LOADS") == "list");
    REQUIRE(body(store, "apps-1.sbn") == "wifi");
    REQUIRE(body(store, "7960-font.xml") == "-");
    REQUIRE(body(store, "SEP001122334455.cnf.xml.sgn") == "-");
    REQUIRE(body(store, "7921/apps45.sbn") == "-");
    directory.write("apps45.sbn", "at the top");
    REQUIRE(body(store, "apps45.sbn") == "at the top");
}

TEST_CASE("DiskStore: an index that is full still serves exact names", "[files][service]") {
    const test::FileTree directory;
    for (int i = 0; i < 20; ++i) {
        directory.write("File" + std::to_string(i), "x");
    }
    auto options = eager(directory.path());
    options.max_files = 5;
    DiskStore store{options};
    int found = 0;
    for (int i = 0; i < 20; ++i) {
        REQUIRE(body(store, "File" + std::to_string(i)) == "x");
        found += body(store, "file" + std::to_string(i)) == "x" ? 1 : 0;
    }
    REQUIRE(found == 5);
}
