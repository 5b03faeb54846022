#include "db/data_directory.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <sys/stat.h>
#include <catch2/catch.hpp>

#include <fstream>

using namespace dialtone;

namespace {

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};

    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777;
}

}  // namespace

TEST_CASE("Data directory: its group may write, others may not even look", "[db]") {
    const auto umask_before = ::umask(077);
    const test::FreshSite site;
    ::umask(umask_before);
    REQUIRE(mode_of(site.directory.root()) == 02770);
    REQUIRE(mode_of(site.directory.files()) == 02770);
    REQUIRE(mode_of(site.directory.device()) == 0660);
}

TEST_CASE("Data directory: creating it again leaves the modes an operator chose", "[db]") {
    const test::FreshSite site;
    REQUIRE(::chmod(site.directory.root().c_str(), 0750) == 0);
    REQUIRE(site.directory.create().has_value());
    REQUIRE(mode_of(site.directory.root()) == 0750);
}

TEST_CASE("Data directory: a file in its place is named in the refusal", "[db]") {
    const test::ScratchDirectory scratch;
    std::ofstream{scratch.path() / "data"} << "x";
    const auto created = db::DataDirectory{scratch.path() / "data"}.create();
    REQUIRE(created.has_error());
    REQUIRE(created.error().sentence.find("/data") != std::string::npos);
}

TEST_CASE("Data directory: a node's name cannot leave it", "[db]") {
    const db::DataDirectory directory{"/d"};
    REQUIRE(directory.node_state("../../etc/CM 1") == "/d/node-..%2F..%2Fetc%2Fcm%201.db");
    REQUIRE(directory.journal("cm1", "dhcp-tftp") == "/d/journal-cm1-dhcp-tftp.db");
    REQUIRE(directory.lock("CM1", "sccp") == "/d/locks/cm1.sccp");
    REQUIRE(db::from_file_name(db::to_file_name("cm%41/é")) == "cm%41/é");
}
