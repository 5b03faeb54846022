#include "server/sip/message/fields.hpp"

#include "server/sip/message/address.hpp"
#include "server/sip/message/authentication.hpp"
#include "server/sip/message/header_id.hpp"
#include "server/sip/message/via.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::sip;

TEST_CASE("SIP address: with and without brackets", "[sip]") {
    const auto full = parse_address("\"J. \\\"Joe\\\" Doe\" <sip:joe@h;lr>\r\n ; tag = 12 ;x").value();
    REQUIRE(full.display_name() == "J. \"Joe\" Doe");
    REQUIRE(full.uri.parameters.has("lr"));
    REQUIRE(full.tag() == "12");
    REQUIRE(full.parameters.has("x"));
    const auto bare = parse_address("sip:joe@h;tag=12").value();
    REQUIRE(bare.uri.text == "sip:joe@h");
    REQUIRE(bare.tag() == "12");
    REQUIRE(parse_address("caller<sip:a@b>").value().display == "caller");
    REQUIRE(
        parse_address("token1~` token2'+_ token3*%!.- <sip:a@b>").value().display ==
        "token1~` token2'+_ token3*%!.-"
    );
    REQUIRE(parse_address("<sip:a@b>").value().display.empty());
}

TEST_CASE("SIP address: what is none", "[sip]") {
    for (const std::string_view text :
         {"",
          "<>",
          "<sip:a@b",
          "Bell, A. <sip:a@b>",
          "\"Bell <sip:a@b>",
          "< sip:a@b >",
          "<sip:a@b>;",
          "<sip:a@b>;;",
          "<sip:a@b>;=x",
          "<sip:a@b>;x=",
          "<sip:a@b> x",
          "sip:a@b?x=y",
          "sip:a,b@c",
          "sip:a@b x",
          "\"x\" sip:a@b",
          "*",
          "<sip:a@b>;x=\"y"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_address(text).has_value());
    }
    REQUIRE(is_star(" * "));
}

TEST_CASE("SIP Via: spaces where the grammar lets them be", "[sip]") {
    const auto via =
        parse_via("SIP  / 2.0  / TCP     spindle.example.com : 5070  ;\r\n  branch  =   z9hG4bK9ikj8")
            .value();
    REQUIRE(via.transport == Transport::tcp);
    REQUIRE(via.host == "spindle.example.com");
    REQUIRE(via.port_or_default() == 5070);
    REQUIRE(via.branch() == "z9hG4bK9ikj8");
    const auto six = parse_via("SIP/2.0/UDP [2001:db8::9]:5061;received=[::1];rport").value();
    REQUIRE(six.host == "[2001:db8::9]");
    REQUIRE(six.port == 5061);
    REQUIRE(six.parameters.has("rport"));
    REQUIRE(parse_via("SIP/2.0/TLS h").value().port_or_default() == 5061);
    REQUIRE(parse_via("SIP/2.0/UNKNOWN h").value().transport == Transport::other);
    REQUIRE_FALSE(parse_via("SIP/2.0/UDP h;branch=z9hG4bK").value().has_magic_branch());
}

TEST_CASE("SIP Via: what is none", "[sip]") {
    for (const std::string_view text :
         {"",
          "SIP/2.0/UDP",
          "SIP/2.0/UDP ",
          "SIP/7.0/UDP h",
          "HTTP/2.0/UDP h",
          "SIP/2.0 h",
          "SIP/2.0/UDPh",
          "SIP/2.0/UDP h:x",
          "SIP/2.0/UDP h:65536",
          "SIP/2.0/UDP h;",
          "SIP/2.0/UDP 192.0.2.15;;,;,,",
          "SIP/2.0/UDP [",
          "SIP/2.0/UDP [::1",
          "SIP/2.0/UDP [::1]5060",
          "SIP/2.0/UDP a b"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_via(text).has_value());
    }
}

TEST_CASE("SIP CSeq", "[sip]") {
    const auto cseq = parse_cseq("0009\r\n  INVITE").value();
    REQUIRE(cseq.number == 9);
    REQUIRE(cseq.method == Method::invite);
    REQUIRE(parse_cseq("2147483647 X").value().method_name == "X");
    for (const std::string_view text : {"", "1", "INVITE", "2147483648 ACK", "-1 ACK", "1 ACK x", "1ACK"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_cseq(text).has_value());
    }
}

TEST_CASE("SIP numbers: bounds", "[sip]") {
    REQUIRE(parse_max_forwards("0068") == 68);
    REQUIRE_FALSE(parse_max_forwards("256"));
    REQUIRE(parse_delta_seconds("4294967295") == std::chrono::seconds{4294967295});
    REQUIRE_FALSE(parse_delta_seconds("4294967296"));
    REQUIRE_FALSE(parse_delta_seconds("Thu, 01 Dec 1994 16:00:00 GMT"));
    REQUIRE(parse_q("1") == 1000);
    REQUIRE(parse_q("0.7") == 700);
    REQUIRE(parse_q("0.") == 0);
    REQUIRE(parse_q("1.000") == 1000);
    for (const std::string_view text : {"", "2", "1.001", "0.1234", ".5", "0.x", "-0.1"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_q(text));
    }
    REQUIRE(is_call_id("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"));
    REQUIRE_FALSE(is_call_id("a b"));
    REQUIRE_FALSE(is_call_id("@b"));
    REQUIRE_FALSE(is_call_id("a@"));
    REQUIRE_FALSE(is_call_id(""));
    REQUIRE_FALSE(is_call_id(std::string(513, 'a')));
}

TEST_CASE("SIP named values: event, state, media type", "[sip]") {
    const auto state = parse_named("terminated; reason = timeout;retry-after=5").value();
    REQUIRE(state.name == "terminated");
    REQUIRE(state.parameters.value("reason") == "timeout");
    REQUIRE(parse_named("presence.winfo;id=7").value().name == "presence.winfo");
    REQUIRE_FALSE(parse_named(";id=7").has_value());
    REQUIRE_FALSE(parse_named("a b").has_value());
    const auto type = parse_media_type("Multipart / mixed ; boundary = \"x y\"").value();
    REQUIRE(type.is("multipart/mixed"));
    REQUIRE_FALSE(type.is("multipart/signed"));
    REQUIRE(type.parameters.value("boundary") == "\"x y\"");
    REQUIRE_FALSE(parse_media_type("text").has_value());
    REQUIRE_FALSE(parse_media_type("text/").has_value());
    REQUIRE(parse_reason("Q.850 ;cause=16").value().cause == 16);
}

TEST_CASE("SIP authentication: schemes and parameters", "[sip]") {
    const auto digest = Authentication::parse(
                            "Digest realm=\"a, \\\"b\\\"\" ,\r\n nonce=\"n==\", algorithm=MD5, stale=TRUE, "
                            "qop=\"auth,auth-int\""
    )
                            .value();
    REQUIRE(digest.value("realm") == "a, \\\"b\\\"");
    REQUIRE(digest.value("Nonce") == "n==");
    REQUIRE(digest.value("qop") == "auth,auth-int");
    REQUIRE(digest.value("stale") == "TRUE");
    REQUIRE_FALSE(digest.find("opaque"));
    const auto unknown = Authentication::parse("NoOneKnowsThisScheme opaque-data=here").value();
    REQUIRE_FALSE(unknown.is_digest());
    REQUIRE_FALSE(unknown.find("opaque-data"));
    REQUIRE(Authentication::parse("Bearer YWJj==").value().scheme() == "Bearer");
    REQUIRE(Authentication::parse_info("nextnonce=\"x\", nc=00000001").value().value("nextnonce") == "x");
    for (const std::string_view text :
         {"",
          "\"x\"",
          "Digest",
          "Digest realm",
          "Digest realm=",
          "Digest realm=\"x",
          "Digest realm=\"x\" nonce=\"y\"",
          "Digest =x",
          "Digest ,a=b"}) {
        CAPTURE(text);
        REQUIRE_FALSE(Authentication::parse(text).has_value());
    }
}

TEST_CASE("SIP header names: long, compact, regardless of case", "[sip]") {
    for (std::size_t i = 1; i < kHeaderIds; ++i) {
        const auto id = static_cast<HeaderId>(i);
        REQUIRE(header_id_of(to_string(id)) == id);
    }
    REQUIRE(header_id_of("cALL-iD") == HeaderId::call_id);
    REQUIRE(header_id_of("I") == HeaderId::call_id);
    REQUIRE(header_id_of("k") == HeaderId::supported);
    REQUIRE(header_id_of("o") == HeaderId::event);
    REQUIRE(header_id_of("z") == HeaderId::unknown);
    REQUIRE(header_id_of("") == HeaderId::unknown);
    REQUIRE(header_id_of("C%6Fntact") == HeaderId::unknown);
    REQUIRE(header_id_of("X-Anything") == HeaderId::unknown);
}
