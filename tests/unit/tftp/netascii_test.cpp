#include "server/tftp/netascii.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::tftp;
using namespace std::string_literals;

namespace {

std::string encoded(std::string_view file, std::size_t block) {
    Buffer out;
    NetasciiPlace place;
    for (std::size_t before = 1; before != out.size() || place.offset < file.size();) {
        before = out.size();
        place = encode_netascii(bytes_of(file), place, block, out);
        REQUIRE(out.size() - before <= block);
    }
    return std::string{text_of(out)};
}

}  // namespace

TEST_CASE("T-05 T-06 netascii: LF becomes CR LF, CR becomes CR NUL", "[tftp][engine]") {
    REQUIRE(encoded("a\n", 512) == "a\r\n");
    REQUIRE(encoded("c\rd", 512) == "c\r\0d"s);
    REQUIRE(encoded("", 512).empty());
}

TEST_CASE("T-07 netascii: a pair split by the end of a block loses nothing", "[tftp][engine]") {
    const auto file = "line one\nline two\r\n\n\rend"s;
    const auto whole = encoded(file, 512);
    for (std::size_t block = 1; block < whole.size(); ++block) {
        CAPTURE(block);
        REQUIRE(encoded(file, block) == whole);
    }
}
