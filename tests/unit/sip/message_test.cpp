#include "server/sip/message/message.hpp"

#include "server/sip/message/limits.hpp"
#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;

namespace {

std::vector<std::string> values_of(const Message& message, HeaderId id) {
    std::vector<std::string> all;
    Values values{message, id};
    while (const auto value = values.next()) {
        all.emplace_back(*value);
    }
    return all;
}

std::string fault_of(const std::string& text) {
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    return message.fault() ? message.fault()->what : "";
}

}  // namespace

TEST_CASE("SIP message: a request with its fields in order, known or not", "[sip]") {
    const auto text = sip_text(
        {"INFO sip:a@b SIP/2.0", "X-One: 1", "i: abc", "x-one:2", "Subject:  \t", "Content-Length: 2"}, "hi"
    );
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE_FALSE(message.fault());
    REQUIRE(message.method() == Method::info);
    REQUIRE(message.request_uri() == "sip:a@b");
    REQUIRE(message.version() == "2.0");
    REQUIRE(message.fields().size() == 5);
    REQUIRE(message.fields()[0].name == "X-One");
    REQUIRE(message.fields()[2].name == "x-one");
    REQUIRE(message.fields()[2].value == "2");
    REQUIRE(message.value(HeaderId::call_id) == "abc");
    REQUIRE(message.find(HeaderId::subject) != nullptr);
    REQUIRE(message.value(HeaderId::subject).empty());
    REQUIRE(message.find(HeaderId::to) == nullptr);
    REQUIRE(message.body() == "hi");
}

TEST_CASE("SIP message: a response, with and without a phrase", "[sip]") {
    Message message;
    const auto ok = sip_text({"SIP/2.0 200 All is well", "Content-Length: 0"});
    REQUIRE(message.parse(bytes_of(ok)).has_value());
    REQUIRE_FALSE(message.is_request());
    REQUIRE(message.status() == 200);
    REQUIRE(message.reason() == "All is well");
    const auto bare = sip_text({"SIP/2.0 100 "});
    REQUIRE(message.parse(bytes_of(bare)).has_value());
    REQUIRE(message.status() == 100);
    REQUIRE(message.reason().empty());
    for (const char* code : {"4294967301", "99", "1000", "700", "abc", "2 00", "-10", "099"}) {
        CAPTURE(code);
        const auto text = sip_text({std::string{"SIP/2.0 "} + code + " x"});
        REQUIRE(message.parse(bytes_of(text)).has_value());
        REQUIRE(message.fault());
        REQUIRE(message.status() == 0);
    }
}

TEST_CASE("SIP message: folded fields are one value, and lists go on in further fields", "[sip]") {
    const auto text = sip_text(
        {"OPTIONS sip:a@b SIP/2.0",
         "Supported: one ,",
         " two,\"not, split\"",
         "Contact:",
         "  <sip:a,b@c>, \"x, y\" <sip:d@e>",
         "k: three",
         "Route: <sip:a>,,<sip:b>"}
    );
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE_FALSE(message.fault());
    REQUIRE(
        values_of(message, HeaderId::supported) ==
        std::vector<std::string>{"one", "two", "\"not, split\"", "three"}
    );
    REQUIRE(
        values_of(message, HeaderId::contact) == std::vector<std::string>{"<sip:a,b@c>", "\"x, y\" <sip:d@e>"}
    );
    REQUIRE(values_of(message, HeaderId::route) == std::vector<std::string>{"<sip:a>", "", "<sip:b>"});
    REQUIRE(values_of(message, HeaderId::via).empty());
}

TEST_CASE("SIP message: a body that begins with a blank is no folded line", "[sip]") {
    const auto text = sip_text({"INFO sip:a@b SIP/2.0", "Content-Length: 3"}, " hi");
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE_FALSE(message.fault());
    REQUIRE(message.body() == " hi");
}

TEST_CASE("SIP message: empty lines before it and octets behind it do not count", "[sip]") {
    const auto text =
        "\r\n\r\n" + sip_text({"INFO sip:a@b SIP/2.0", "l: 2"}, "hi") + "INVITE sip:a@b SIP/2.0\r\n";
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE_FALSE(message.fault());
    REQUIRE(message.body() == "hi");
    REQUIRE(text_of(message.octets()) == sip_text({"INFO sip:a@b SIP/2.0", "l: 2"}, "hi"));
    const auto unmeasured = sip_text({"INFO sip:a@b SIP/2.0"}, "all of it");
    REQUIRE(message.parse(bytes_of(unmeasured)).has_value());
    REQUIRE(message.body() == "all of it");
}

TEST_CASE("SIP message: what is no SIP at all is dropped", "[sip]") {
    Message message;
    for (const auto& text :
         {std::string{},
          std::string{"\r\n\r\n"},
          std::string{"hello"},
          std::string{"hello\r\n\r\n"},
          std::string{"GET / HTTP/1.1\r\n\r\n"},
          std::string{"INVITE sip:a@b\r\n\r\n"},
          std::string{"INVITE sip:a@b SIP/\r\n\r\n"},
          std::string{"INVITE sip:a@b SIP/2\r\n\r\n"},
          std::string{" SIP/2.0\r\n\r\n"},
          std::string{"SIP/2.0\r\n\r\n"},
          std::string{"SIP/x.y 200 OK\r\n\r\n"},
          std::string{"\x16\x03\x01\x02\r\n\r\n"},
          std::string(100000, 'A')}) {
        CAPTURE(text.substr(0, 40));
        REQUIRE_FALSE(message.parse(bytes_of(text)).has_value());
    }
}

TEST_CASE("SIP message: malformed outside, and the fault says how", "[sip]") {
    const auto with = [](std::string_view field) { return sip_text({"INFO sip:a@b SIP/2.0", field}); };
    REQUIRE(fault_of(with("Max-Forwards: 70")).empty());
    for (const std::string_view field :
         {"no colon",
          ": no name",
          "na me: x",
          " leading: blank",
          "l: x",
          "l: -1",
          "l: +1",
          "l: 1",
          "l: ",
          "l: 99999999999999999999999",
          "a: b\rc: d",
          "a: b\nc: d",
          "a: b\n",
          "To: x\r\nt: y",
          "l: 0\r\nl: 0"}) {
        CAPTURE(field);
        REQUIRE_FALSE(fault_of(with(field)).empty());
    }
    for (const char* line :
         {"INFO  sip:a@b SIP/2.0",
          "INFO sip:a@b  SIP/2.0",
          "INFO sip:a@b SIP/2.0 ",
          "INFO sip:a@b; lr SIP/2.0",
          "INFO SIP/2.0",
          "INFO sip:a\nb SIP/2.0"}) {
        CAPTURE(line);
        REQUIRE_FALSE(fault_of(sip_text({line, "l: 0"})).empty());
    }
    REQUIRE_FALSE(fault_of("INFO sip:a@b SIP/2.0\r\nTo: x\r\n").empty());
}

TEST_CASE("SIP message: a fault does not hide what could be read", "[sip]") {
    const auto text = sip_text({"INFO  sip:a@b SIP/2.0", "Call-ID: abc", "broken", "To: sip:x@y"});
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE(message.fault());
    REQUIRE(message.fault()->offset == 0);
    REQUIRE(message.value(HeaderId::call_id) == "abc");
    REQUIRE(message.value(HeaderId::to) == "sip:x@y");
}

TEST_CASE("SIP message: sizes beyond the bounds are faults, whatever comes", "[sip]") {
    const std::string start = "INFO sip:a@b SIP/2.0\r\n";
    std::string many = start;
    for (std::size_t i = 0; i < kMaxFields; ++i) {
        many += "a: b\r\n";
    }
    REQUIRE(fault_of(many + "\r\n").empty());
    REQUIRE_FALSE(fault_of(many + "a: b\r\n\r\n").empty());
    REQUIRE(fault_of(start + "a: " + std::string(kMaxField - 3, 'x') + "\r\n\r\n").empty());
    REQUIRE_FALSE(fault_of(start + "a: " + std::string(kMaxField - 2, 'x') + "\r\n\r\n").empty());
    REQUIRE_FALSE(fault_of(start + "a: " + std::string(10U << 20U, 'x') + "\r\n\r\n").empty());
    std::string endless = start;
    for (int i = 0; i < 10000; ++i) {
        endless += "a: b\r\n";
    }
    REQUIRE_FALSE(fault_of(endless + "\r\n").empty());
    const std::string body(kMaxBody, 'x');
    REQUIRE(fault_of(start + "\r\n" + body).empty());
    REQUIRE_FALSE(fault_of(start + "\r\n" + body + "x").empty());
}

TEST_CASE("SIP message: is used again without anything of the one before", "[sip]") {
    Message message;
    const auto first = register_7841();
    const auto second = sip_text({"SIP/2.0 404 No", "i: x"});
    REQUIRE(message.parse(bytes_of(first)).has_value());
    REQUIRE(message.parse(bytes_of(second)).has_value());
    REQUIRE_FALSE(message.is_request());
    REQUIRE(message.fields().size() == 1);
    REQUIRE(message.find(HeaderId::via) == nullptr);
    REQUIRE(message.request_uri().empty());
    REQUIRE(message.body().empty());
    REQUIRE(message.value(HeaderId::call_id) == "x");
}
