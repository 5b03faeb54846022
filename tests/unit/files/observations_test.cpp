#include "server/files/observations.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::files;
using namespace std::chrono_literals;

TEST_CASE("File observations: both transports say the same words", "[files][engine]") {
    Opened file;
    file.name = "ringlist.xml";
    file.subject = "SEP001122AABBCC";
    file.file.spelled = "RINGLIST.XML";
    const WallTime at{1s};

    const auto served = file_served(at, file, Transport::http, {1234, 15250us});
    REQUIRE(served.step == journal::Step::file_served);
    REQUIRE(served.at == at);
    REQUIRE(served.subject == "SEP001122AABBCC");
    REQUIRE(served.field("name") == "ringlist.xml");
    REQUIRE(served.field("transport") == "HTTP");
    REQUIRE(served.field("bytes") == "1234");
    REQUIRE(served.field("ms") == "15.2");
    REQUIRE(served.field("spelled") == "RINGLIST.XML");
    REQUIRE(served.field("origin").empty());
    file.origin = Origin::placed;
    REQUIRE(file_served(at, file, Transport::http, {1234, 15250us}).field("origin") == "placed by hand");

    REQUIRE(file_missing(at, file, Transport::tftp).field("transport") == "TFTP");
    REQUIRE(file_refused(at, file, Transport::tftp, "because").field("reason") == "because");
    const auto broken = file_broken_off(at, file, Transport::tftp, {512, 1ms}, "silence");
    REQUIRE(broken.field("reason") == "silence");
    REQUIRE(broken.field("bytes") == "512");
}
