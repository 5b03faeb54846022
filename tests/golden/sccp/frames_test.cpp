#include "common/bytes/hex.hpp"
#include "server/sccp/message_table.hpp"
#include "tests/support/sccp_messages.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

/// Every message at every protocol version. The end-to-end tests give the same files to a dissector that
/// nobody here wrote.
namespace dialtone::sccp::test {

namespace {

/// One frame a line: its name, and the octets.
template <class Message>
std::string line_of(std::string_view name, const Message& message, const Dialect& dialect) {
    Buffer out;
    render(message, dialect, out);
    return fmt::format("{} {}\n", name, to_hex(out));
}

/// What exists at this version, in both directions; phones with a version of 15 and above take UTF-8.
std::string frames_of(std::uint8_t version) {
    constexpr std::uint8_t kFirstUtf8 = 15;
    const Dialect dialect{version, version >= kFirstUtf8};
    std::string text;
    dialtone::test::for_each_sccp_message([&](std::string_view name, const auto& message) {
        const auto id = variant_for<std::decay_t<decltype(message)>>(dialect).id;
        if (find_message(id)->since <= version) {
            text += line_of(name, message, dialect);
        }
    });
    return text;
}

}  // namespace

TEST_CASE("SCCP frames are the golden ones at every protocol version", "[sccp][golden]") {
    for (const auto version : dialtone::test::kSccpVersions) {
        CAPTURE(int{version});
        const auto path = fmt::format("{}/version_{:02}.txt", DIALTONE_GOLDEN_SCCP, version);
        const auto frames = frames_of(version);
        if (std::getenv("DIALTONE_UPDATE_GOLDEN") != nullptr) {
            std::ofstream{path, std::ios::binary} << frames;
        }
        std::ifstream file{path, std::ios::binary};
        const std::string golden{std::istreambuf_iterator<char>{file}, {}};
        REQUIRE(!golden.empty());
        CHECK(frames == golden);
    }
}

}  // namespace dialtone::sccp::test
