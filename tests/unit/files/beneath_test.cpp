#include "server/files/beneath.hpp"

#include "tests/unit/files/file_tree.hpp"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

using namespace dialtone;
using namespace dialtone::files;

namespace {

using Open = Descriptor (*)(int, const std::string&, int);

std::string content(Open open, int root, const std::string& path) {
    const auto descriptor = open(root, path, 0);
    if (!descriptor.is_open()) {
        return "-";
    }
    std::array<char, 64> octets{};
    const auto size = ::read(descriptor.get(), octets.data(), octets.size());
    return size < 0 ? "not a file" : std::string{octets.data(), static_cast<std::size_t>(size)};
}

}  // namespace

TEST_CASE("T-19 open_beneath: nothing leads out of the directory", "[files][service]") {
    namespace fs = std::filesystem;
    const test::FileTree directory;
    directory.write("root/inside.txt", "inside");
    directory.write("root/sub/deep.txt", "deep");
    directory.write("secret.txt", "secret");
    const auto root_path = directory.path() / "root";
    fs::create_symlink("../secret.txt", root_path / "relative");
    fs::create_symlink(directory.path() / "secret.txt", root_path / "absolute");
    fs::create_symlink("..", root_path / "up");
    fs::create_symlink("inside.txt", root_path / "link");
    fs::create_symlink("sub", root_path / "link-to-sub");
    fs::create_symlink("/proc/self/root", root_path / "magic");
    const Descriptor root{::open(root_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    REQUIRE(root.is_open());

    for (const Open open : {Open{&open_beneath}, Open{&open_following_no_link}}) {
        REQUIRE(content(open, root.get(), "inside.txt") == "inside");
        REQUIRE(content(open, root.get(), "sub/deep.txt") == "deep");
        for (const auto* path :
             {"relative",
              "absolute",
              "up/secret.txt",
              "../secret.txt",
              "sub/../../secret.txt",
              "magic/etc/passwd",
              "/etc/passwd",
              "",
              ".."}) {
            CAPTURE(path);
            REQUIRE(content(open, root.get(), path) == "-");
        }
    }
    // A link that stays inside is followed by openat2; the walk without it follows none.
    REQUIRE(content(&open_beneath, root.get(), "link") == "inside");
    REQUIRE(content(&open_beneath, root.get(), "link-to-sub/deep.txt") == "deep");
    REQUIRE(content(&open_following_no_link, root.get(), "link") == "-");
    REQUIRE(content(&open_following_no_link, root.get(), "link-to-sub/deep.txt") == "-");
}

TEST_CASE("T-21 open_beneath: a pipe without a writer does not hang", "[files][service]") {
    const test::FileTree directory;
    const auto pipe = directory.path() / "pipe";
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    const Descriptor root{::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    REQUIRE(open_beneath(root.get(), "pipe").is_open());
}
