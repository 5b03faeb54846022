#include "server/files/catalog.hpp"
#include "server/files/disk_store.hpp"
#include "server/files/load_directories.hpp"
#include "tests/unit/files/file_tree.hpp"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using namespace dialtone;
using namespace dialtone::files;
using namespace std::chrono_literals;
using namespace std::string_view_literals;
namespace fs = std::filesystem;

namespace {

constexpr auto kSecret = "the secret";

/// A directory that is served, in another that is not; every request goes the whole way that TFTP's and
/// HTTP's go: name, catalog, placed and static directory.
struct House {
    House() {
        outside.write("secret.txt", kSecret);
        outside.write("Secret-Directory/secret.txt", kSecret);
        outside.write("served/x512", std::string(512, 'x'));
        outside.write("served/sub/Deep.txt", "deep");
        outside.write("placed/note.txt", "note");
        DiskStoreOptions options;
        options.recheck = 0ms;
        options.settle = 0ms;
        options.root = (outside.path() / "placed").string();
        placed = std::make_unique<DiskStore>(options);
        options.root = root().string();
        fixed = std::make_unique<DiskStore>(options);
        catalog = std::make_unique<Catalog>(Sources{placed.get(), {}, fixed.get()});
        catalog->use(std::make_shared<const World>());
    }

    [[nodiscard]] fs::path root() const { return outside.path() / "served"; }

    /// What whoever asks is sent; "-" for nothing.
    std::string sent(std::string_view name) {
        const auto opened = catalog->open(name, {Ipv4{10, 0, 0, 50}, Transport::tftp});
        return opened.status == Status::found ? std::string{text_of(opened.file.content.octets)} : "-";
    }

    test::FileTree outside;
    std::unique_ptr<DiskStore> placed;
    std::unique_ptr<DiskStore> fixed;
    std::unique_ptr<Catalog> catalog;
};

/// Bound to a path, which makes a socket there.
struct Socket {
    explicit Socket(const fs::path& path) : descriptor{::socket(AF_UNIX, SOCK_DGRAM, 0)} {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        is_there = ::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }

    Descriptor descriptor;
    bool is_there = false;
};

}  // namespace

TEST_CASE("T-17 Traversal: no spelling of a name leads out", "[files][service]") {
    House house;
    REQUIRE(house.sent("x512").size() == 512);
    const auto absolute = (house.outside.path() / "secret.txt").string();
    for (const auto name :
         {"../secret.txt"sv,
          "a/../../secret.txt"sv,
          "sub/../../secret.txt"sv,
          "..\\secret.txt"sv,
          "..\\..\\secret.txt"sv,
          "sub\\..\\..\\secret.txt"sv,
          "/../secret.txt"sv,
          "\\..\\secret.txt"sv,
          "....//secret.txt"sv,
          "....\\\\secret.txt"sv,
          "./../secret.txt"sv,
          "//../secret.txt"sv,
          "../served/../secret.txt"sv,
          "../SERVED/x512"sv,
          "tftpboot/../../secret.txt"sv,
          "C:\\..\\secret.txt"sv,
          "../Secret-Directory/secret.txt"sv,
          "../../../../../../../../etc/passwd"sv,
          "/etc/passwd"sv,
          "\\etc\\passwd"sv,
          "/proc/self/environ"sv,
          "x512/../../secret.txt"sv,
          ".."sv,
          "."sv,
          "/"sv,
          ""sv}) {
        CAPTURE(name);
        CHECK(house.sent(name) == "-");
    }
    CHECK(house.sent(absolute) == "-");
}

TEST_CASE("T-22 Traversal: a NUL ends no name", "[files][service]") {
    House house;
    for (const auto name :
         {"x512\0.png"sv, "x512\0"sv, "\0x512"sv, "../secret.txt\0.png"sv, "sub\0/../../secret.txt"sv}) {
        CHECK(house.sent(name) == "-");
    }
}

TEST_CASE("T-19 Traversal: symbolic links that lead out, on any way", "[files][service]") {
    House house;
    const auto root = house.root();
    fs::create_symlink("../secret.txt", root / "relative");
    fs::create_symlink(house.outside.path() / "secret.txt", root / "absolute");
    fs::create_symlink("..", root / "up");
    fs::create_symlink(house.outside.path(), root / "away");
    fs::create_symlink("relative", root / "link-to-link");
    fs::create_symlink("../../secret.txt", root / "sub" / "deeper");
    fs::create_symlink("/proc/self/root", root / "magic");
    fs::create_symlink("/proc/self/cwd", root / "here");
    fs::create_symlink("loop", root / "loop");
    fs::create_symlink("../served/x512", root / "out-and-in");
    for (const auto* name :
         {"relative",
          "RELATIVE",
          "absolute",
          "Absolute",
          "up/secret.txt",
          "UP/secret.txt",
          "up/Secret-Directory/secret.txt",
          "away/secret.txt",
          "link-to-link",
          "sub/deeper",
          "SUB/DEEPER",
          "magic/etc/passwd",
          "here/x",
          "loop",
          "loop/x",
          "out-and-in"}) {
        CAPTURE(name);
        CHECK(house.sent(name) == "-");
    }
}

TEST_CASE("T-20 Traversal: symbolic links that stay inside are served, in any case", "[files][service]") {
    House house;
    fs::create_symlink("x512", house.root() / "alias");
    fs::create_symlink("sub/Deep.txt", house.root() / "Below");
    fs::create_symlink("../x512", house.root() / "sub" / "above");
    fs::create_symlink("sub", house.root() / "also");
    CHECK(house.sent("alias").size() == 512);
    CHECK(house.sent("ALIAS").size() == 512);
    CHECK(house.sent("below") == "deep");
    CHECK(house.sent("sub/above").size() == 512);
    CHECK(house.sent("also/Deep.txt") == "deep");
}

TEST_CASE("T-21 Traversal: what is no regular file is no file, and nobody waits for it", "[files][service]") {
    House house;
    const auto root = house.root();
    REQUIRE(mkfifo((root / "pipe").c_str(), 0600) == 0);
    const Socket socket{root / "socket"};
    REQUIRE(socket.is_there);
    const bool has_device = mknod((root / "null").c_str(), S_IFCHR | 0666, makedev(1, 3)) == 0;  // root only
    fs::create_symlink("/dev/null", root / "device-link");
    fs::create_symlink("pipe", root / "pipe-link");
    std::vector<std::string> names{
        "sub", "SUB", "sub/", "pipe", "PIPE", "pipe-link", "socket", "SOCKET", "device-link"};
    if (has_device) {
        names.insert(names.end(), {"null", "NULL"});
    }
    for (const auto& name : names) {
        CAPTURE(name);
        CHECK(house.sent(name) == "-");
    }
}

TEST_CASE("Traversal: hidden files stay hidden, in the directory and beneath", "[files][service]") {
    House house;
    house.outside.write("served/.hidden", kSecret);
    house.outside.write("served/.git/config", kSecret);
    house.outside.write("served/sub/.htpasswd", kSecret);
    for (const auto* name :
         {".hidden", ".HIDDEN", ".git/config", "sub/.htpasswd", "sub\\.htpasswd", "./.hidden"}) {
        CAPTURE(name);
        CHECK(house.sent(name) == "-");
    }
}

TEST_CASE("Traversal: what was placed by hand is no way out either", "[files][service]") {
    House house;
    fs::create_symlink("../secret.txt", house.outside.path() / "placed" / "x512");
    fs::create_symlink("../served", house.outside.path() / "placed" / "other");
    CHECK(house.sent("note.txt") == "note");
    CHECK(house.sent("x512").size() == 512);  // the static one: the link does not count
    CHECK(house.sent("other/x512") == "-");
    CHECK(house.sent("placed/note.txt") == "-");
}

TEST_CASE("Traversal: the list of a load names nothing outside", "[files][service][loads]") {
    House house;
    house.outside.write("served/A.loads", "../secret.txt\n");
    house.outside.write("served/B.loads", "link.sbn\n");
    house.outside.write("served/C.loads", "x512\n");
    fs::create_symlink("../secret.txt", house.root() / "link.sbn");
    fs::create_symlink("../secret.txt", house.root() / "D.loads");
    LoadDirectories loads{"", house.root().string()};
    const auto inventory = loads.look();
    CHECK_FALSE(inventory->find("A")->is_complete());
    CHECK_FALSE(inventory->find("B")->is_complete());
    CHECK(inventory->find("C")->is_complete());
    CHECK(inventory->find("D")->fault == "it cannot be read");
}
