#include "server/http/file_service.hpp"

#include "common/text/ascii.hpp"
#include "tests/support/memory_recorder.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/memory_stream.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>

using namespace dialtone;
using namespace dialtone::http;
using journal::Step;

namespace {

/// The service over connections in memory, with two files of its own.
struct Bench {
    net::EventLoop loop{"test"};
    Metrics metrics;
    test::MemoryStore store;
    std::string configuration = "<device/>";
    files::Catalog catalog{
        {.placed = nullptr,
         .generate =
             [this](const World&, std::string_view name) {
                 return iequals(name, "SEP001122334455.cnf.xml")
                            ? std::optional{provision::Generated{
                                  std::make_shared<const std::string>(configuration)}}
                            : std::nullopt;
             },
         .fixed = &store}};
    test::MemoryRecorder recorder;
    test::MemoryListener::Dial dial;
    FileService service{loop, std::make_unique<test::MemoryListener>(dial), catalog, recorder, metrics};

    Bench() {
        load(1);
        store.put("fw.loads", std::string(1000, 'f'));
        service.start();
    }

    void load(std::int64_t sequence) {
        auto world = std::make_shared<World>();
        world->sequence = sequence;
        catalog.use(world);
    }

    std::string ask(
        const std::string& target, const std::string& more = "", const std::string& method = "GET"
    ) {
        const auto phone = dial.connect({Ipv4{10, 0, 0, 50}, 40000});
        phone->arrive(method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n");
        return phone->read_all();
    }

    const journal::Observation& last() { return recorder.observations.back(); }
};

int status(const std::string& answer) {
    return std::stoi(answer.substr(9, 3));
}

std::string field(const std::string& answer, const std::string& name) {
    const auto at = answer.find("\r\n" + name + ": ");
    if (at == std::string::npos) {
        return "";
    }
    const auto begin = at + name.size() + 4;
    return answer.substr(begin, answer.find("\r\n", begin) - begin);
}

}  // namespace

TEST_CASE("H-01 a phone's configuration", "[http][service]") {
    Bench b;
    const auto answer = b.ask("/SEP001122334455.cnf.xml", "User-Agent: Allegro/4.34\r\n");
    REQUIRE(status(answer) == 200);
    REQUIRE(field(answer, "Content-Type") == "text/xml");
    REQUIRE(field(answer, "Content-Length") == "9");
    REQUIRE(field(answer, "Cache-Control") == "no-cache");
    REQUIRE(answer.ends_with("\r\n\r\n<device/>"));
    REQUIRE(b.last().step == Step::file_served);
    REQUIRE(b.last().subject == "SEP001122334455");
    REQUIRE(b.last().field("transport") == "HTTP");
    REQUIRE(b.last().field("bytes") == "9");
    REQUIRE(b.last().field("agent") == "Allegro/4.34");
}

TEST_CASE("HTTP files: what a client calls itself is said once for each connection", "[http][service]") {
    Bench b;
    const auto phone = b.dial.connect({Ipv4{10, 0, 0, 50}, 40000});
    for (const auto* agent : {"Allegro", ""}) {
        phone->arrive("GET /fw.loads HTTP/1.1\r\nUser-Agent: Allegro\r\n\r\n");
        phone->read_all();
        REQUIRE(b.last().step == Step::file_served);
        REQUIRE(b.last().field("agent") == agent);
    }
}

TEST_CASE("H-03 a name in any case", "[http][service]") {
    Bench b;
    for (const auto* name : {"/sep001122334455.CNF.XML", "/FW.Loads"}) {
        CAPTURE(name);
        REQUIRE(status(b.ask(name)) == 200);
    }
}

TEST_CASE("H-05 what is not there is 404 at once, and in the journal", "[http][service]") {
    Bench b;
    for (const auto* name : {"/CTLSEP001122334455.tlv", "/ITLSEP001122334455.tlv"}) {
        CAPTURE(name);
        const auto answer = b.ask(name, "User-Agent: Allegro\r\n");
        REQUIRE(status(answer) == 404);
        REQUIRE(field(answer, "Content-Type") == "text/plain");
        REQUIRE(b.last().step == Step::file_missing);
        REQUIRE(b.last().subject == "SEP001122334455");
        REQUIRE(b.last().field("agent") == "Allegro");
    }
}

TEST_CASE("HTTP files: whoever asks on and on for what is not there fills no journal", "[http][service]") {
    Bench b;
    // A source's burst, and what comes back to it while the test runs.
    const auto check = [&](const std::string& target, int times, double burst, double per_second) {
        CAPTURE(target);
        const auto before = b.recorder.observations.size();
        const auto began = b.loop.now().mono;
        for (int i = 0; i < times; ++i) {
            b.ask(target, "Connection: close\r\n");
        }
        const auto noted = static_cast<double>(b.recorder.observations.size() - before);
        const auto took = std::chrono::duration<double>(b.loop.now().mono - began).count();
        CHECK(noted >= burst);
        CHECK(noted <= burst + per_second * (took + 1));
    };
    check("/nope.xml", 8000, 4000, 1000);
    check("/../nope.xml", 100, 1, 1);
    check("/a%00b", 100, 0, 1);  // the source's one note of this second is spent
}

TEST_CASE("H-07 a signed file is not found where nothing is signed", "[http][service]") {
    Bench b;
    REQUIRE(status(b.ask("/SEP001122334455.cnf.xml.sgn")) == 404);
    REQUIRE(status(b.ask("/SEP001122334455.cnf.xml.enc.sgn")) == 404);
}

TEST_CASE("H-08 nothing leads out", "[http][service]") {
    Bench b;
    for (const auto* target :
         {"/../../etc/passwd",
          "/%2e%2e/%2e%2e/etc/passwd",
          "/..%5c..%5cetc/passwd",
          "/%252e%252e/etc/passwd",
          "/a/../../x",
          "//../x",
          "/.ssh/id_rsa"}) {
        CAPTURE(target);
        REQUIRE(status(b.ask(target)) == 404);
    }
}

TEST_CASE("H-09 a NUL or a line end in the name is a bad request", "[http][service]") {
    Bench b;
    for (const auto* target : {"/x%00.xml", "/x%0d%0ay", "/%zz"}) {
        CAPTURE(target);
        REQUIRE(status(b.ask(target)) == 400);
        REQUIRE(b.last().step == Step::file_refused);
    }
}

TEST_CASE("H-23 no list of files is given to anybody", "[http][service]") {
    Bench b;
    for (const auto* name :
         {"/",
          "/ConfigFileCacheList.txt",
          "/FileList.txt",
          "/BinFileCacheList.txt",
          "/PerfMon.txt",
          "/ParamList.txt"}) {
        CAPTURE(name);
        REQUIRE(status(b.ask(name)) == 404);
    }
}

TEST_CASE("H-18 what is no request is in the journal, once for each source and second", "[http][service]") {
    Bench b;
    for (int i = 0; i < 5; ++i) {
        const auto phone = b.dial.connect({Ipv4{10, 0, 0, 50}, 40000});
        phone->arrive("\x16\x03\x01");
        REQUIRE(status(phone->read_all()) == 400);
    }
    REQUIRE(b.recorder.observations.size() == 1);
    REQUIRE(b.last().step == Step::file_refused);
    REQUIRE(b.last().subject == "@10.0.0.50");
    REQUIRE(b.last().field("transport") == "HTTP");
    REQUIRE(b.last().field("reason") == "it speaks TLS, and this port does not");
    const auto other = b.dial.connect({Ipv4{10, 0, 0, 51}, 40000});
    other->arrive("GET /" + std::string(10'000, 'a'));
    REQUIRE(b.last().subject == "@10.0.0.51");
}

TEST_CASE("HTTP files: before a world is loaded, 503 with Retry-After", "[http][service]") {
    Bench b;
    b.catalog.use(nullptr);
    const auto answer = b.ask("/SEP001122334455.cnf.xml");
    REQUIRE(status(answer) == 503);
    REQUIRE(field(answer, "Retry-After") == "2");
    REQUIRE(b.last().step == Step::file_refused);
    REQUIRE(b.last().field("reason") == "no configuration is loaded yet");
}

TEST_CASE("H-14 a part of a load", "[http][service]") {
    Bench b;
    const auto part = b.ask("/fw.loads", "Range: bytes=-100\r\n");
    REQUIRE(status(part) == 206);
    REQUIRE(field(part, "Content-Range") == "bytes 900-999/1000");
    REQUIRE(field(part, "Content-Type") == "application/octet-stream");
    REQUIRE(b.last().field("bytes") == "100");
}

TEST_CASE("H-02 HEAD says what GET would, and is no delivery", "[http][service]") {
    Bench b;
    const auto before = b.recorder.observations.size();
    const auto head = b.ask("/fw.loads", "", "HEAD");
    REQUIRE(field(head, "Content-Length") == "1000");
    REQUIRE(head.ends_with("\r\n\r\n"));
    REQUIRE(b.recorder.observations.size() == before);
}

TEST_CASE("H-16 an unchanged configuration is 304, a changed one has a new tag", "[http][service]") {
    Bench b;
    const auto tag = field(b.ask("/SEP001122334455.cnf.xml"), "ETag");
    REQUIRE(tag.size() == 18);
    const auto condition = "If-None-Match: " + tag + "\r\n";
    REQUIRE(status(b.ask("/SEP001122334455.cnf.xml", condition)) == 304);
    b.configuration = "<device>changed</device>";
    b.load(2);
    const auto answer = b.ask("/SEP001122334455.cnf.xml", condition);
    REQUIRE(status(answer) == 200);
    REQUIRE(field(answer, "ETag") != tag);
    REQUIRE(answer.ends_with("<device>changed</device>"));
}

TEST_CASE("H-24 a client that goes away is in the journal", "[http][service]") {
    Bench b;
    b.store.put("large.sbn", std::string(1'000'000, 'x'));
    const auto phone = b.dial.connect({Ipv4{10, 0, 0, 50}, 40000});
    phone->arrive("GET /large.sbn HTTP/1.1\r\n\r\n");
    phone->break_off("closed by the peer");
    REQUIRE(b.last().step == Step::file_broken_off);
    REQUIRE(b.last().subject == "@10.0.0.50");
    REQUIRE(b.last().field("reason") == "closed by the peer");
}

TEST_CASE("HTTP files: the whole of a large file over a real socket", "[http][service]") {
    Bench b;
    std::string file(3'000'000, '\0');
    for (std::size_t i = 0; i < file.size(); ++i) {
        file[i] = static_cast<char>(i * 31 + i / 997);
    }
    b.store.put("large.sbn", file);
    FileService real{
        b.loop, net::listen_tcp(b.loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}}), b.catalog, b.recorder, b.metrics};
    real.start();

    struct Client final : net::StreamHandler {
        explicit Client(net::EventLoop& on) : loop{on} {}

        void on_data(Bytes data) override { received += text_of(data); }

        void on_closed(std::string_view) override { loop.stop(); }

        net::EventLoop& loop;
        std::string received;
        std::unique_ptr<net::Stream> stream;
    };

    Client client{b.loop};
    net::connect_tcp(b.loop, {}, real.local(), [&](std::unique_ptr<net::Stream> stream, std::string_view) {
        client.stream = std::move(stream);
        client.stream->start(client);
        client.stream->send(bytes_of("GET /large.sbn HTTP/1.0\r\n\r\n"));
    });
    b.loop.run();
    const auto body = client.received.substr(client.received.find("\r\n\r\n") + 4);
    const bool is_whole = body == file;
    REQUIRE(is_whole);
    REQUIRE(b.last().step == Step::file_served);
    REQUIRE(b.last().field("bytes") == "3000000");
}
