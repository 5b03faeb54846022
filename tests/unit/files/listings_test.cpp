#include "server/files/listings.hpp"

#include "tests/support/memory_store.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::files;

namespace {

struct Bench {
    test::MemoryStore placed;
    test::MemoryStore fixed;
    Listings listings;

    std::string list(const std::string& folded) {
        REQUIRE(Listings::is_list(folded));
        const auto* found = listings.find(folded, &placed, &fixed);
        return found == nullptr ? "-" : **found;
    }
};

std::string octets(std::size_t count) {
    return std::string(count, 'x');
}

}  // namespace

TEST_CASE("Listings: rings that phones can play, narrow and wide apart", "[files][engine]") {
    Bench b;
    CHECK(b.list("ringlist.xml") == "-");
    CHECK(b.list("ringlist-wb.xml") == "-");
    b.fixed.put("Old_phone.raw", octets(16080));
    b.fixed.put("Are&you.pcm", octets(240));
    b.fixed.put("odd.raw", octets(250));
    b.fixed.put("long.raw", octets(16320));
    b.fixed.put("empty.raw", "");
    b.fixed.put("much_too_long_a_name_for_it.raw", octets(240));
    b.fixed.put("below/ring.raw", octets(240));
    b.fixed.put("Bells.rwb", octets(960));
    CHECK(
        b.list("ringlist.xml") ==
        "<CiscoIPPhoneRingList>\n"
        "<Ring>\n<DisplayName>Are&amp;you</DisplayName>\n<FileName>Are&amp;you.pcm</FileName>\n</Ring>\n"
        "<Ring>\n<DisplayName>Old phone</DisplayName>\n<FileName>Old_phone.raw</FileName>\n</Ring>\n"
        "</CiscoIPPhoneRingList>\n"
    );
    CHECK(b.list("distinctiveringlist.xml") == b.list("ringlist.xml"));
    CHECK(b.list("ringlist.dat") == "Are&you\tAre&you.pcm\nOld phone\tOld_phone.raw\n");
    CHECK(
        b.list("ringlist-wb.xml") ==
        "<CiscoIPPhoneRingList>\n<Ring>\n<DisplayName>Bells</DisplayName>\n<FileName>Bells.rwb</FileName>\n"
        "</Ring>\n</CiscoIPPhoneRingList>\n"
    );
    b.placed.put("Chime.raw", octets(480));
    CHECK(b.list("ringlist.xml").find("Chime.raw") != std::string::npos);
}

TEST_CASE("Listings: no list has more than 50 entries", "[files][engine]") {
    Bench b;
    for (int i = 100; i < 200; ++i) {
        b.fixed.put("r" + std::to_string(i) + ".raw", octets(240));
        b.fixed.put("Desktops/320x212x16/b" + std::to_string(i) + ".png", "p");
    }
    const auto rings = b.list("ringlist.xml");
    const auto pictures = b.list("desktops/320x212x16/list.xml");
    CHECK(rings.find("r149.raw") != std::string::npos);
    CHECK(rings.find("r150.raw") == std::string::npos);
    CHECK(pictures.find("b149.png") != std::string::npos);
    CHECK(pictures.find("b150.png") == std::string::npos);
}

TEST_CASE("Listings: backgrounds of a display with their small pictures", "[files][engine]") {
    Bench b;
    b.fixed.put("Desktops/320x212x16/Logo.png", "p");
    b.fixed.put("Desktops/320x212x16/TN-Logo.png", "p");
    b.fixed.put("Desktops/320x212x16/a&b.png", "p");
    b.fixed.put("Desktops/320x212x16/notes.txt", "p");
    b.fixed.put("Desktops/320x196x4/deeper/x.png", "p");
    b.placed.put("desktops/320x216x16/y.PNG", "p");
    CHECK(
        b.list("desktops/320x212x16/list.xml") ==
        "<CiscoIPPhoneImageList>\n"
        "<ImageItem Image=\"TFTP:Desktops/320x212x16/a&amp;b.png\" "
        "URL=\"TFTP:Desktops/320x212x16/a&amp;b.png\"/>\n"
        "<ImageItem Image=\"TFTP:Desktops/320x212x16/TN-Logo.png\" "
        "URL=\"TFTP:Desktops/320x212x16/Logo.png\"/>\n"
        "</CiscoIPPhoneImageList>\n"
    );
    CHECK(b.list("desktops/320x196x4/list.xml") == "-");
    CHECK(b.list("desktops/320x216x16/list.xml").find("TFTP:desktops/320x216x16/y.PNG") != std::string::npos);
}

TEST_CASE("Listings: other names are no lists", "[files][engine]") {
    for (const auto* name : {"ringlist.txt", "x/ringlist.xml", "desktops/list.txt", "list.xml", ""}) {
        CAPTURE(name);
        CHECK_FALSE(Listings::is_list(name));
    }
}
