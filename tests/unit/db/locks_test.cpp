#include "db/locks.hpp"
#include "tests/support/scratch_directory.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <csignal>

using namespace dialtone;
using db::FileLock;

TEST_CASE("File lock: a second holder is refused by name", "[db]") {
    const test::ScratchDirectory scratch;
    const auto file = scratch.path() / "cm1.sccp";
    const auto held = FileLock::acquire(file, "sccp of node cm1");
    REQUIRE(held.has_value());

    const auto second = FileLock::acquire(file, "sccp of node cm1");
    REQUIRE(second.has_error());
    REQUIRE(second.error().kind == ProblemKind::busy);
    REQUIRE(second.error().sentence.find("sccp of node cm1") != std::string::npos);
    REQUIRE(second.error().sentence.find(std::to_string(::getpid())) != std::string::npos);
    REQUIRE(FileLock::holder(file) == ::getpid());
}

TEST_CASE("File lock: it is free when its holder lets go", "[db]") {
    const test::ScratchDirectory scratch;
    const auto file = scratch.path() / "dhcp";
    REQUIRE_FALSE(FileLock::holder(file).has_value());
    { const auto held = FileLock::acquire(file, "dhcp"); }
    REQUIRE_FALSE(FileLock::holder(file).has_value());
    REQUIRE(FileLock::acquire(file, "dhcp").has_value());
}

TEST_CASE("File lock: a killed holder leaves nothing behind", "[db]") {
    const test::ScratchDirectory scratch;
    const auto file = scratch.path() / "dhcp";
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto held = FileLock::acquire(file, "dhcp");
        const char said = held.has_value() ? 'y' : 'n';
        [[maybe_unused]] const auto written = ::write(ready[1], &said, 1);
        ::pause();
        ::_exit(0);
    }
    char said = 0;
    REQUIRE(::read(ready[0], &said, 1) == 1);
    REQUIRE(said == 'y');
    REQUIRE(FileLock::holder(file) == child);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    REQUIRE(FileLock::acquire(file, "dhcp").has_value());
    ::close(ready[0]);
    ::close(ready[1]);
}
