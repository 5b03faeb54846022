#include "server/sip/message/builder.hpp"

#include "server/sip/message/address.hpp"
#include "server/sip/message/essentials.hpp"
#include "server/sip/message/message.hpp"
#include "server/sip/message/response.hpp"
#include "server/sip/message/status.hpp"
#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;

namespace {

constexpr Endpoint kSource{Ipv4{10, 9, 8, 50}, 40000};

std::string answer(
    const std::string& request, int status, std::string_view tag, const Endpoint& source = kSource
) {
    Message message;
    REQUIRE(message.parse(bytes_of(request)).has_value());
    Buffer out;
    begin_response(out, message, source, status, tag).finish();
    return std::string{text_of(out)};
}

std::string request_with_via(std::string_view via) {
    return sip_text(
        {"INFO sip:a@b SIP/2.0",
         std::string{"Via: "} + std::string{via},
         "From: sip:a@b;tag=1",
         "To: sip:c@d",
         "Call-ID: x",
         "CSeq: 1 INFO"}
    );
}

}  // namespace

TEST_CASE("SIP builder: a request octet for octet", "[sip]") {
    Buffer out;
    Builder{out}
        .request(Method::notify, "sip:7b1c@10.9.8.50:51234;transport=tcp")
        .field(HeaderId::from, {bracketed("sip:10.9.8.1", "Dial \"tone\""), ";tag=", "s1"})
        .field(HeaderId::max_forwards, 70)
        .field("X-Own", "yes")
        .field("not a name", "no")
        .finish("text/plain", "action=restart");
    REQUIRE(
        text_of(out) == sip_text(
                            {"NOTIFY sip:7b1c@10.9.8.50:51234;transport=tcp SIP/2.0",
                             "From: \"Dial \\\"tone\\\"\" <sip:10.9.8.1>;tag=s1",
                             "Max-Forwards: 70",
                             "X-Own: yes",
                             "Content-Type: text/plain",
                             "Content-Length: 14"},
                            "action=restart"
                        )
    );
}

TEST_CASE("SIP builder: nothing that it is given can add a line", "[sip]") {
    constexpr char kEvil[] = "x\r\nEvil: 1\r\n\r\nINVITE\nEvil: 2\rEvil: 3\0\x0b\x7f\xc3\xa4 >\"";
    const std::string evil{kEvil, sizeof kEvil - 1};
    Buffer out;
    Builder{out}
        .request(Method::info, "sip:a@b\r\nEvil: 4 SIP/2.0")
        .field(HeaderId::subject, evil)
        .field(HeaderId::to, {evil, evil})
        .field(HeaderId::contact, bracketed("sip:a>\r\nEvil: 5@b", evil))
        .field("X-Own\r\nEvil", "6")
        .field("X-Own", evil)
        .finish();
    Message message;
    REQUIRE(message.parse(out).has_value());
    REQUIRE_FALSE(message.fault());
    REQUIRE(message.fields().size() == 5);
    REQUIRE(message.body().empty());
    const auto contact = parse_address(message.value(HeaderId::contact)).value();
    REQUIRE(contact.uri.scheme == Scheme::sip);
    REQUIRE(text_of(out).find('\0') == std::string_view::npos);
    Buffer response;
    Builder{response}.response(400, evil).finish();
    REQUIRE(message.parse(response).has_value());
    REQUIRE(message.fields().size() == 1);
}

TEST_CASE("SIP builder: a folded value is unfolded", "[sip]") {
    Buffer out;
    Builder{out}.response(200).field(HeaderId::subject, "a \r\n\t b\r\n c").finish();
    REQUIRE(text_of(out) == sip_text({"SIP/2.0 200 OK", "Subject: a b c", "Content-Length: 0"}));
}

TEST_CASE("SIP builder: texts as parts of URIs", "[sip]") {
    REQUIRE(escaped_user("joe bloggs@x") == "joe%20bloggs%40x");
    REQUIRE(quoted("a\"b\\c\r\n") == "\"a\\\"b\\\\c  \"");
    REQUIRE(reason_phrase(423) == "Interval Too Brief");
    REQUIRE(reason_phrase(299) == "Unknown");
}

TEST_CASE("SIP answer: what of the request comes back, and To gets its tag", "[sip]") {
    REQUIRE(
        answer(register_7841(), 200, "9e8d7c6b") ==
        sip_text(
            {"SIP/2.0 200 OK",
             "Via: SIP/2.0/TCP 10.9.8.50:51234;branch=z9hG4bK1a2b3c4d",
             "From: <sip:6001@10.9.8.1>;tag=0011aabbccdd00021f2e3d4c-5b6a7988",
             "To: <sip:6001@10.9.8.1>;tag=9e8d7c6b",
             "Call-ID: 0011aabb-ccdd0002-10203040-50607080@10.9.8.50",
             "CSeq: 101 REGISTER",
             "Content-Length: 0"}
        )
    );
    const auto trying = answer(register_7841(), 100, "");
    REQUIRE(trying.find("To: <sip:6001@10.9.8.1>\r\n") != std::string::npos);
    const auto tagged = sip_text({"BYE sip:a@b SIP/2.0", "t: sip:c@d;tag=old"});
    REQUIRE(answer(tagged, 481, "new").find("To: sip:c@d;tag=old\r\n") != std::string::npos);
}

TEST_CASE("SIP answer: received and rport say where the request came from", "[sip]") {
    const auto via = [](std::string_view text) {
        const auto whole = answer(request_with_via(text), 200, "t");
        const auto begin = whole.find("Via: ") + 5;
        return whole.substr(begin, whole.find("\r\n", begin) - begin);
    };
    REQUIRE(via("SIP/2.0/UDP 10.9.8.50;branch=1") == "SIP/2.0/UDP 10.9.8.50;branch=1");
    REQUIRE(via("SIP/2.0/UDP h:5070;branch=1") == "SIP/2.0/UDP h:5070;branch=1;received=10.9.8.50");
    REQUIRE(
        via("SIP/2.0/UDP 10.9.8.50;rport;branch=1") ==
        "SIP/2.0/UDP 10.9.8.50;branch=1;received=10.9.8.50;rport=40000"
    );
    REQUIRE(via("SIP/2.0/UDP h;received=6.6.6.6;rport=7") == "SIP/2.0/UDP h;received=10.9.8.50;rport=40000");
    REQUIRE(
        via("SIP / 2.0 / UDP h ; branch = 1 , SIP/2.0/TCP i;received=1.2.3.4") ==
        "SIP/2.0/UDP h;branch=1;received=10.9.8.50, SIP/2.0/TCP i;received=1.2.3.4"
    );
}

TEST_CASE("SIP answer: goes where the client listens, and to nobody else", "[sip]") {
    const auto destination = [](std::string_view via) {
        const auto text = request_with_via(via);
        Message message;
        REQUIRE(message.parse(bytes_of(text)).has_value());
        return response_destination(message, kSource);
    };
    REQUIRE(destination("SIP/2.0/UDP 10.9.8.50:5060;branch=1") == Endpoint{kSource.address, 5060});
    REQUIRE(destination("SIP/2.0/UDP 10.9.8.50;branch=1") == Endpoint{kSource.address, 5060});
    REQUIRE(destination("SIP/2.0/UDP 10.9.8.50:5070;rport") == kSource);
    REQUIRE(destination("SIP/2.0/UDP 6.6.6.6:5080;maddr=7.7.7.7") == Endpoint{kSource.address, 5080});
    REQUIRE(destination("nonsense") == kSource);
}

TEST_CASE("SIP answer: to a request that lacks nearly everything", "[sip]") {
    REQUIRE(
        answer(sip_text({"INFO  sip:a@b SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.15;;,;,,"}), 400, "t") ==
        sip_text({"SIP/2.0 400 Bad Request", "Via: SIP/2.0/UDP 192.0.2.15;;, ;,,", "Content-Length: 0"})
    );
}
