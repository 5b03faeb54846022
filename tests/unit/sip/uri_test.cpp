#include "server/sip/message/uri.hpp"

#include "server/sip/message/syntax.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::sip;

namespace {

bool are_same(std::string_view a, std::string_view b) {
    const auto one = parse_uri(a).value();
    const auto other = parse_uri(b).value();
    const bool same = are_equivalent(one, other);
    CHECK(same == are_equivalent(other, one));
    CHECK(are_equivalent(one, one));
    return same;
}

}  // namespace

TEST_CASE("SIP URI: all of its parts", "[sip]") {
    const auto uri =
        parse_uri("sips:alice;day=tuesday:s%40crt@[2001:db8::1]:5071;transport=tcp;lr?subject=x%20y&to=")
            .value();
    REQUIRE(uri.scheme == Scheme::sips);
    REQUIRE(uri.user == "alice;day=tuesday");
    REQUIRE(uri.password == "s%40crt");
    REQUIRE(uri.host == "[2001:db8::1]");
    REQUIRE(uri.port == 5071);
    REQUIRE(uri.parameters.value("Transport") == "tcp");
    REQUIRE(uri.parameters.has("lr"));
    REQUIRE_FALSE(uri.parameters.has("maddr"));
    REQUIRE(uri.headers == "subject=x%20y&to=");
}

TEST_CASE("SIP URI: without user, port and parameters", "[sip]") {
    const auto uri = parse_uri("SIP:10.9.8.1").value();
    REQUIRE(uri.scheme == Scheme::sip);
    REQUIRE_FALSE(uri.has_user);
    REQUIRE(uri.host == "10.9.8.1");
    REQUIRE_FALSE(uri.port);
    REQUIRE_FALSE(uri.has_headers);
}

TEST_CASE("SIP URI: other schemes keep what is behind the colon", "[sip]") {
    REQUIRE(parse_uri("nobodyKnowsThisScheme:totallyopaquecontent").value().scheme == Scheme::other);
    REQUIRE(parse_uri("soap.beep://192.0.2.103:3002").value().user == "//192.0.2.103:3002");
    REQUIRE(parse_uri("urn:x-cisco-remotecc:callinfo").value().scheme == Scheme::other);
    const auto tel = parse_uri("tel:+1-201-555-0123;phone-context=example.com").value();
    REQUIRE(tel.scheme == Scheme::tel);
    REQUIRE(tel.user == "+1-201-555-0123");
}

TEST_CASE("SIP URI: what is none", "[sip]") {
    for (const std::string_view text :
         {"",
          "sip",
          "sip:",
          "sip:@host",
          "sip:a@",
          "sip:a@b@c",
          "sip:a b@c",
          "sip:a@b c",
          "<sip:a@b>",
          "sip:a@b:65536",
          "sip:a@b:",
          "sip:a@b:5060x",
          "sip:a@[::1",
          "sip:a@[::1]x",
          "sip:a@b;",
          "sip:a@b;;x",
          "sip:a@b;=x",
          "sip:a@b;x=",
          "sip:a@b?",
          "sip:a@b?x",
          "sip:a@b?=y",
          "sip:a@b?x=y&",
          "sip:%4@b",
          "sip:%4g@b",
          "sip:a\r\n@b",
          "sip:a\"b@c",
          "sip:a@b;x=\"y\"",
          "tel:",
          "tel:abcxyz",
          "1x:y",
          ":y",
          "http://a b/",
          "http:"}) {
        CAPTURE(text);
        REQUIRE_FALSE(parse_uri(text).has_value());
    }
}

TEST_CASE("SIP URI: the pairs of RFC 3261 that are equivalent", "[sip]") {
    REQUIRE(are_same("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"));
    REQUIRE(are_same("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"));
    REQUIRE(are_same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5"));
    REQUIRE(are_same(
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
        "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"
    ));
    REQUIRE(are_same(
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
        "sip:alice@atlanta.com?priority=urgent&subject=project%20x"
    ));
}

TEST_CASE("SIP URI: the pairs of RFC 3261 that are not", "[sip]") {
    REQUIRE_FALSE(are_same("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"));
    REQUIRE_FALSE(are_same("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"));
    REQUIRE_FALSE(are_same("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"));
    REQUIRE_FALSE(are_same("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"));
    REQUIRE_FALSE(are_same("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"));
    REQUIRE_FALSE(are_same("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"));
    REQUIRE_FALSE(are_same("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"));
    REQUIRE_FALSE(are_same("sip:a@b;user=phone", "sip:a@b"));
    REQUIRE_FALSE(are_same("sip:a@b;maddr=10.0.0.1", "sip:a@b"));
    REQUIRE_FALSE(are_same("sip:a@b", "sips:a@b"));
    REQUIRE_FALSE(are_same("sip:a:x@b", "sip:a:y@b"));
    REQUIRE_FALSE(are_same("sip:b", "sip:a@b"));
    REQUIRE_FALSE(are_same("sip:%00@b", "sip:%00%00@b"));
    REQUIRE_FALSE(are_same("sip:a%3Bb@c", "sip:a;b@c"));
    REQUIRE_FALSE(are_same("sip:a@b?x=1&x=1", "sip:a@b?x=1&y=1"));
}

TEST_CASE("SIP URI: telephone numbers without what only helps the eye", "[sip]") {
    REQUIRE(are_same("tel:+1-201-555-0123", "tel:+1(201)555.0123"));
    REQUIRE(are_same("tel:7042;phone-context=example.com", "tel:7042;PHONE-CONTEXT=Example.com"));
    REQUIRE_FALSE(are_same("tel:7042;phone-context=example.com", "tel:7042"));
    REQUIRE_FALSE(are_same("tel:7042", "tel:7043"));
}

TEST_CASE("SIP URI: what comparing would take too long for is compared by its octets", "[sip]") {
    std::string many = "sip:a@b?x=1";
    for (int i = 0; i < 2000; ++i) {
        many += "&x=1";
    }
    REQUIRE(are_same(many, many));
    REQUIRE_FALSE(are_same(many, many + "&x=1"));
}

TEST_CASE("SIP URI: one that has a parameter twice is itself all the same", "[sip]") {
    REQUIRE(are_same("sip:a@b;x=1;x=2", "sip:a@b;x=1;x=2"));
    REQUIRE(are_same("tel:+1;phone-context=a;phone-context=b", "tel:+1;phone-context=a;phone-context=b"));
    REQUIRE_FALSE(are_same("sip:a@b;x=1;x=2", "sip:a@b;x=2;x=1"));
}

TEST_CASE("SIP URI: the address of record", "[sip]") {
    const auto of = [](std::string_view text) { return address_of_record(parse_uri(text).value()); };
    REQUIRE(of("SIP:%61lice:secret@Example.COM;transport=tcp?x=y") == "sip:alice@example.com");
    REQUIRE(of("sips:Bob@h:5061") == "sips:Bob@h:5061");
    REQUIRE(of("sip:h") == "sip:h");
}

TEST_CASE("SIP syntax: escapes and quotes", "[sip]") {
    REQUIRE(unescaped("%41%4a%zz%") == "AJ%zz%");
    REQUIRE(unquoted(R"("a \"b\" \\")") == R"(a "b" \)");
    REQUIRE(unquoted("plain") == "plain");
    REQUIRE(parse_number("0068", 255) == 68U);
    REQUIRE_FALSE(parse_number("-1", 255));
    REQUIRE_FALSE(parse_number("+1", 255));
    REQUIRE_FALSE(parse_number("", 255));
    REQUIRE_FALSE(parse_number("36893488147419103232", UINT64_MAX));
}
