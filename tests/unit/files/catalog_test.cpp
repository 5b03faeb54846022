#include "server/files/catalog.hpp"

#include "common/text/ascii.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/sample_world.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <memory>
#include <string>

using namespace dialtone;
using namespace dialtone::files;

namespace {

constexpr Requester kPhone{Ipv4{10, 0, 0, 50}, Transport::tftp};

/// A catalog whose generated files are a table of the test.
struct Bench {
    test::MemoryStore placed;
    test::MemoryStore fixed;
    std::map<std::string, std::string> generated;
    int rendered = 0;
    Catalog catalog{
        {&placed,
         [this](const World&, std::string_view name) -> std::optional<provision::Generated> {
             ++rendered;
             const auto found = generated.find(to_lower(name));
             if (found == generated.end()) {
                 return std::nullopt;
             }
             return provision::Generated{std::make_shared<const std::string>(found->second)};
         },
         &fixed}};

    Bench() { load(1); }

    void load(std::int64_t sequence) {
        auto world = std::make_shared<World>();
        world->sequence = sequence;
        catalog.use(world);
    }

    std::string body(std::string_view name) {
        const auto opened = catalog.open(name, kPhone);
        return opened.status == Status::found ? std::string{text_of(opened.file.content.octets)} : "-";
    }
};

}  // namespace

TEST_CASE("Catalog: what was generated is known as long as its world is the one in use", "[files][engine]") {
    Bench b;
    const auto first = std::make_shared<const World>();
    b.catalog.use(first);
    b.generated["sep001122334455.cnf.xml"] = "generated";
    REQUIRE(b.catalog.made("SEP001122334455.cnf.xml", *first) == nullptr);
    REQUIRE(b.body("SEP001122334455.cnf.xml") == "generated");
    const auto* made = b.catalog.made("sep001122334455.CNF.XML", *first);
    REQUIRE(made != nullptr);
    REQUIRE(made->content.octets.size() == 9);
    const auto second = std::make_shared<const World>();
    b.catalog.use(second);
    REQUIRE(b.catalog.made("SEP001122334455.cnf.xml", *first) == nullptr);
    REQUIRE(b.catalog.made("SEP001122334455.cnf.xml", *second) == nullptr);
}

TEST_CASE("Catalog: placed by hand before generated before static", "[files][engine]") {
    Bench b;
    b.fixed.put("SEP001122334455.cnf.xml", "static");
    REQUIRE(b.body("SEP001122334455.cnf.xml") == "static");
    b.generated["sep001122334455.cnf.xml"] = "generated";
    REQUIRE(b.body("SEP001122334455.cnf.xml") == "generated");
    b.placed.put("SEP001122334455.cnf.xml", "placed");
    REQUIRE(b.body("SEP001122334455.cnf.xml") == "placed");
    REQUIRE(b.catalog.open("sep001122334455.CNF.xml", kPhone).origin == Origin::placed);
}

TEST_CASE("Catalog: tells where a file comes from", "[files][engine]") {
    Bench b;
    b.placed.put("RINGLIST.XML", "placed");
    b.generated["a.cnf.xml"] = "generated";
    b.fixed.put("ring.raw", "static");
    REQUIRE(to_string(b.catalog.open("Ringlist.xml", kPhone).origin) == "placed");
    REQUIRE(to_string(b.catalog.open("a.cnf.xml", kPhone).origin) == "generated");
    REQUIRE(to_string(b.catalog.open("A.cnf.xml", kPhone).origin) == "generated");  // from the cache
    REQUIRE(to_string(b.catalog.open("ring.raw", kPhone).origin) == "static");
}

TEST_CASE("T-24 Catalog: case regardless in all three", "[files][engine]") {
    Bench b;
    b.placed.put("Placed.xml", "p");
    b.generated["sep001122334455.cnf.xml"] = "g";
    b.fixed.put("RINGLIST.XML", "f");
    REQUIRE(b.body("PLACED.XML") == "p");
    REQUIRE(b.body("sep001122334455.CNF.XML") == "g");
    REQUIRE(b.body("Ringlist.xml") == "f");
    REQUIRE(b.catalog.open("Ringlist.xml", kPhone).file.spelled == "RINGLIST.XML");
}

TEST_CASE("T-76 Catalog: nothing is said about any file before a world is loaded", "[files][engine]") {
    Bench b;
    b.fixed.put("x", "x");
    b.catalog.use(nullptr);
    REQUIRE_FALSE(b.catalog.is_ready());
    REQUIRE(b.catalog.open("x", kPhone).status == Status::not_ready);
    REQUIRE(b.catalog.open("nope", kPhone).status == Status::not_ready);
    REQUIRE(b.catalog.open("../x", kPhone).status == Status::illegal);
}

TEST_CASE("Catalog: an illegal name says why, and is printable", "[files][engine]") {
    Bench b;
    const auto opened = b.catalog.open("../\x01", kPhone);
    REQUIRE(opened.status == Status::illegal);
    REQUIRE(opened.reason == "control character in the name");
    REQUIRE(opened.name == "../?");
    REQUIRE(opened.subject == "@10.0.0.50");
}

TEST_CASE("Catalog: an empty generated body is never served", "[files][engine]") {
    Bench b;
    b.generated["xmldefault.cnf.xml"] = "";
    REQUIRE(b.catalog.open("XMLDefault.cnf.xml", kPhone).status == Status::not_found);
}

TEST_CASE(
    "Catalog: a file is rendered once for a world, and its version tells the content", "[files][engine]"
) {
    Bench b;
    b.generated["a.cnf.xml"] = "one";
    const auto first = b.catalog.open("a.cnf.xml", kPhone);
    const auto again = b.catalog.open("/A.cnf.xml", kPhone);
    REQUIRE(b.rendered == 1);
    REQUIRE(again.file.content.owner == first.file.content.owner);
    b.load(2);
    REQUIRE(b.catalog.open("a.cnf.xml", kPhone).file.version == first.file.version);
    REQUIRE(b.rendered == 2);
    b.generated["a.cnf.xml"] = "two";
    b.load(3);
    REQUIRE(b.catalog.open("a.cnf.xml", kPhone).file.version != first.file.version);
    REQUIRE(text_of(first.file.content.octets) == "one");  // T-74: who holds it keeps it
}

TEST_CASE("Catalog: a file is made anew when only the loads have changed", "[files][engine]") {
    Bench b;
    b.generated["a.cnf.xml"] = "without";
    REQUIRE(b.body("a.cnf.xml") == "without");
    b.generated["a.cnf.xml"] = "with";
    b.load(1);  // the same state of the database, and another inventory
    REQUIRE(b.body("a.cnf.xml") == "with");
}

TEST_CASE("Catalog: the list of a load tells which files come next", "[files][engine]") {
    Bench b;
    b.fixed.put("SCCP45.8-5-4S.loads", "jar45.sbn\napps45.sbn\n");
    b.fixed.put("jar45.sbn", "x");
    REQUIRE(b.catalog.open("SCCP45.8-5-4S.loads", kPhone).members.empty());
    auto world = std::make_shared<World>();
    world->loads = std::make_shared<const LoadInventory>(survey_loads(b.fixed));
    b.catalog.use(world);
    REQUIRE(b.catalog.open("sccp45.8-5-4s.LOADS", kPhone).members == "jar45.sbn apps45.sbn");
    REQUIRE(b.catalog.open("jar45.sbn", kPhone).members.empty());
}

TEST_CASE("Catalog: a file that is no longer generated is gone with the next world", "[files][engine]") {
    Bench b;
    b.generated["xmldefault.cnf.xml"] = "default";
    REQUIRE(b.body("XMLDefault.cnf.xml") == "default");
    b.generated.clear();
    b.load(2);
    REQUIRE(b.body("XMLDefault.cnf.xml") == "-");
}

TEST_CASE("Catalog: a file that cannot be read now is not said to be missing", "[files][engine]") {
    Bench b;
    b.fixed.put("load.sbn", "x");
    b.fixed.block();
    REQUIRE(b.catalog.open("load.sbn", kPhone).status == Status::not_ready);
    REQUIRE(b.catalog.open("nope", kPhone).status == Status::not_found);
}

TEST_CASE(
    "Catalog: the subject is the device in the name, else the lease's, else the one named last",
    "[files][engine]"
) {
    Bench b;
    REQUIRE(b.catalog.open("CTLSEP001122AABBCC.tlv", kPhone).subject == "SEP001122AABBCC");
    REQUIRE(b.catalog.open("RINGLIST.XML", kPhone).subject == "SEP001122AABBCC");

    Catalog leased{{}, [](Ipv4 address) {
                       return address == kPhone.address ? std::string{"SEP0011223344FF"} : std::string{};
                   }};
    REQUIRE(leased.open("RINGLIST.XML", kPhone).subject == "SEP0011223344FF");
    REQUIRE(leased.open("SEP001122AABBCC.cnf.xml", kPhone).subject == "SEP001122AABBCC");
    REQUIRE(leased.open("RINGLIST.XML", {Ipv4{10, 0, 0, 51}, Transport::http}).subject == "@10.0.0.51");
}

TEST_CASE(
    "Catalog: behind one address each phone's files are its own, nameless ones the last named's",
    "[files][engine]"
) {
    Bench b;
    const auto name = [](std::size_t phone) {
        return "SEP0011220000" + std::string{"0123456789"}.substr(phone / 10, 1) + "0";
    };
    for (int round = 0; round < 2; ++round) {
        for (std::size_t phone = 0; phone < 100; phone += 10) {
            const auto own = name(phone);
            REQUIRE(b.catalog.open("CTL" + own + ".tlv", kPhone).subject == own);
            REQUIRE(b.catalog.open(own + ".cnf.xml", kPhone).subject == own);
            REQUIRE(b.catalog.open("XMLDefault.cnf.xml", kPhone).subject == own);
            REQUIRE(b.catalog.open("apps45.9-4-2ES26.sbn", kPhone).subject == own);
        }
    }
    // Another source has named nobody, whatever its neighbours did.
    REQUIRE(
        b.catalog.open("XMLDefault.cnf.xml", {Ipv4{10, 0, 0, 51}, Transport::tftp}).subject == "@10.0.0.51"
    );
    // What is no name at all says nothing about the source either.
    REQUIRE(b.catalog.open("../SEP0011220000FF.cnf.xml", kPhone).subject == name(90));
}

namespace {

/// A catalog over a real world and the rules for its names.
struct Compiled {
    test::MemoryStore placed;
    test::MemoryStore fixed;
    World world = test::sample_world();
    Catalog catalog{{&placed, {}, &fixed, provision::placed_name}};

    std::string body(std::string_view name) {
        catalog.use(std::make_shared<const World>(world));
        const auto opened = catalog.open(name, kPhone);
        return opened.status == Status::found ? std::string{text_of(opened.file.content.octets)} : "-";
    }
};

}  // namespace

TEST_CASE(
    "Catalog: SEPDEFAULT.cnf placed by hand, for unknown phones and for those of the database", "[files]"
) {
    Compiled c;
    test::add_device(c.world, "SEP001122334455", test::k7960, {"1000"});
    CHECK(c.body("SEPDEFAULT.cnf") == "-");
    CHECK(c.body("SEP001122334455.cnf") == "-");
    c.placed.put("SEPDefault.cnf", "compiled");
    CHECK(c.body("SEPDEFAULT.cnf") == "-");
    CHECK(c.body("SEP001122334455.cnf") == "compiled");
    CHECK(c.body("SEP0011223344FF.cnf") == "-");
    test::switch_autoreg_on(c.world, test::kCm1);
    CHECK(c.body("SEPDEFAULT.cnf") == "compiled");
    CHECK(c.body("SEP0011223344FF.cnf") == "-");
    c.placed.put("SEP001122334455.cnf", "its own");
    CHECK(c.body("SEP001122334455.cnf") == "its own");
}

TEST_CASE(
    "Catalog: OS79XX.TXT in an old tftpboot directory is not served, and the journal says why", "[files]"
) {
    Compiled c;
    c.fixed.put("OS79XX.TXT", "P0S3-8-12-00");
    c.placed.put("OS79XX.TXT", "P0S3-8-12-00");
    CHECK(c.body("OS79XX.TXT") == "-");
    CHECK(c.catalog.open("OS79XX.TXT", kPhone).reason.find("os79xx-load") != std::string_view::npos);
}

TEST_CASE("Catalog: trust lists and signed twins are not found unless placed by hand", "[files]") {
    Compiled c;
    test::add_device(c.world, "SEP001122334455", test::k7960, {"1000"});
    for (const auto* name :
         {"CTLSEP001122334455.tlv",
          "ITLSEP001122334455.tlv",
          "ITLFile.tlv",
          "CTLFile.tlv",
          "SEP001122334455.cnf.xml.sgn",
          "SEP001122334455.cnf.xml.enc.sgn",
          "XMLDefault.cnf.xml.sgn"}) {
        CAPTURE(name);
        CHECK(c.body(name) == "-");
    }
    c.placed.put("ITLFile.tlv", "list");
    CHECK(c.body("ITLFile.tlv") == "list");
}

TEST_CASE("Catalog: a list of what lies there, unless somebody wrote one", "[files]") {
    Compiled c;
    CHECK(c.body("RINGLIST.XML") == "-");
    c.fixed.put("Chime.raw", std::string(480, 'x'));
    CHECK(c.body("RINGLIST.XML").find("Chime.raw") != std::string::npos);
    CHECK(c.body("ringlist.xml") == c.body("DistinctiveRingList.xml"));
    CHECK(c.catalog.open("RINGLIST.XML", kPhone).file.is_generated);
    c.fixed.put("Bell.raw", std::string(480, 'x'));
    const auto list = c.catalog.open("RINGLIST.XML", kPhone);
    CHECK(list.origin == Origin::listed);
    CHECK(text_of(list.file.content.octets).find("Bell.raw") != std::string_view::npos);
    // Without a new world in between.
    c.fixed.put("Ringlist.xml", "by hand");
    CHECK(text_of(c.catalog.open("RINGLIST.XML", kPhone).file.content.octets) == "by hand");
    c.fixed.remove("Ringlist.xml");
    CHECK(c.catalog.open("RINGLIST.XML", kPhone).origin == Origin::listed);
}
