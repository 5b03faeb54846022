#include "server/sip/message/inspection.hpp"

#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;

namespace {

constexpr std::array<std::string_view, 1> kSdp{"application/sdp"};
constexpr std::array kMethods{
    Skill{Method::invite, kSdp, kSdp}, Skill{Method::register_}, Skill{Method::options}, Skill{Method::ack}};
constexpr std::array<std::string_view, 2> kExtensions{"path", "gruu"};
constexpr Skills kSkills{kMethods, kExtensions};

std::optional<Verdict> judge(const std::string& text) {
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    Essentials essentials;
    return inspect(message, kSkills, essentials);
}

/// An ordinary request with one header field more.
std::string request(
    std::string_view start, std::string_view method, std::string_view field, std::string_view body = {}
) {
    return sip_text(
        {start,
         "Via: SIP/2.0/UDP h;branch=z9hG4bK1",
         "From: <sip:a@b>;tag=1",
         "To: <sip:c@d>",
         "Call-ID: x",
         std::string{"CSeq: 1 "} + std::string{method},
         field},
        body
    );
}

}  // namespace

TEST_CASE("SIP inspection: nothing is wrong with a phone's messages", "[sip]") {
    REQUIRE_FALSE(judge(register_7841()));
    REQUIRE_FALSE(judge(keepalive_7841()));
    REQUIRE_FALSE(judge(register_7960()));
    REQUIRE_FALSE(judge(register_ip_communicator()));
}

TEST_CASE("SIP inspection: a method that is not offered, and one that nobody knows", "[sip]") {
    const auto known = judge(request("PUBLISH sip:a@b SIP/2.0", "PUBLISH", "X: y"));
    REQUIRE(known->status == 405);
    REQUIRE(known->header == HeaderId::allow);
    REQUIRE(known->value == "INVITE, REGISTER, OPTIONS, ACK");
    REQUIRE(judge(request("PUBLISHED sip:a@b SIP/2.0", "PUBLISHED", "X: y"))->status == 501);
}

TEST_CASE("SIP inspection: extensions that are required", "[sip]") {
    const auto verdict =
        judge(request("REGISTER sip:b SIP/2.0", "REGISTER", "Require: PATH, outbound, , foo"));
    REQUIRE(verdict->status == 420);
    REQUIRE(verdict->header == HeaderId::unsupported);
    REQUIRE(verdict->value == "outbound, foo");
    REQUIRE_FALSE(judge(request("REGISTER sip:b SIP/2.0", "REGISTER", "Require: gruu")));
    REQUIRE_FALSE(judge(request("ACK sip:a@b SIP/2.0", "ACK", "Require: foo")));
}

TEST_CASE("SIP inspection: bodies and what may be answered", "[sip]") {
    const std::string invite = "INVITE sip:a@b SIP/2.0";
    REQUIRE_FALSE(judge(request(invite, "INVITE", "c: Application/SDP;x=y", "v=0")));
    REQUIRE_FALSE(judge(request(invite, "INVITE", "X: no body needs no type")));
    const auto verdict = judge(request(invite, "INVITE", "c: text/plain", "v=0"));
    REQUIRE(verdict->status == 415);
    REQUIRE(verdict->header == HeaderId::accept);
    REQUIRE(verdict->value == "application/sdp");
    REQUIRE(judge(request(invite, "INVITE", "X: no type", "v=0"))->status == 415);
    REQUIRE_FALSE(judge(
        request(invite, "INVITE", "c: text/plain\r\nContent-Disposition: render;handling=optional", "v=0")
    ));
    const auto encoded = judge(request(invite, "INVITE", "c: application/sdp\r\ne: gzip", "v=0"));
    REQUIRE(encoded->status == 415);
    REQUIRE(encoded->header == HeaderId::accept_encoding);
    REQUIRE_FALSE(judge(request(invite, "INVITE", "Accept: text/plain, application/*;q=0.1")));
    REQUIRE_FALSE(judge(request(invite, "INVITE", "Accept: */*")));
    REQUIRE(judge(request(invite, "INVITE", "Accept: text/*"))->status == 406);
    REQUIRE(judge(request(invite, "INVITE", "Accept:"))->status == 406);
}

TEST_CASE("SIP inspection: each of the essentials missing has its phrase", "[sip]") {
    const auto whole = register_7960();
    for (const char* name : {"Via", "From", "To", "Call-ID", "CSeq"}) {
        auto text = whole;
        text.replace(text.find(std::string{"\r\n"} + name + ":"), 3, "\r\nX-");
        const auto verdict = judge(text);
        REQUIRE(verdict);
        REQUIRE(verdict->status == 400);
        REQUIRE(verdict->phrase == std::string{name} + " is missing");
    }
}

TEST_CASE("SIP inspection: answers that are somebody else's are dropped", "[sip]") {
    const auto judged = [](std::string_view start, std::string_view more) {
        const auto text = sip_text(
            {start,
             "Via: SIP/2.0/UDP h;branch=z9hG4bK1",
             "From: <sip:a@b>;tag=1",
             "To: <sip:c@d>;tag=2",
             "Call-ID: x",
             "CSeq: 1 INVITE",
             more}
        );
        Message message;
        REQUIRE(message.parse(bytes_of(text)).has_value());
        return inspect_response(message).has_value();
    };
    REQUIRE(judged("SIP/2.0 200 OK", "l: 0"));
    REQUIRE(judged("SIP/2.0 100 ", "l: 0"));
    REQUIRE_FALSE(judged("SIP/2.0 200 OK", "v: SIP/2.0/UDP 255.255.255.255"));
    REQUIRE_FALSE(judged("SIP/2.0 4294967301 x", "l: 0"));
    REQUIRE_FALSE(judged("SIP/7.0 200 OK", "l: 0"));
}
