// The torture test of RFC 4475: its 49 messages, written anew with the trait that each is there for, and the
// answer of a server to each.
#include "server/sip/message/inspection.hpp"
#include "tests/support/sip_messages.hpp"
#include "tests/unit/sip/torture_messages.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;

namespace {

constexpr int kTaken = 0;     ///< nothing is wrong with it
constexpr int kDropped = -1;  ///< without an answer

constexpr std::array<std::string_view, 1> kSdp{"application/sdp"};
constexpr std::array kMethods{
    Skill{Method::invite, kSdp, kSdp},
    Skill{Method::register_},
    Skill{Method::options},
    Skill{Method::message},
};
constexpr Skills kSkills{kMethods};

int judge(const std::string& text) {
    Message message;
    if (!message.parse(bytes_of(text))) {
        return kDropped;
    }
    if (!message.is_request()) {
        return inspect_response(message) ? kTaken : kDropped;
    }
    Essentials essentials;
    const auto verdict = inspect(message, kSkills, essentials);
    return verdict ? verdict->status : kTaken;
}

/// The name of the RFC's message, ours, and what becomes of it.
struct Case {
    const char* name;
    std::string text;
    int expected;
};

std::vector<Case> valid() {
    return {
        {"wsinv", short_tortuous_invite(), kTaken},
        {"intmeth", wide_range_of_letters(), 501},
        {"esc01",
         Message4475{
             .start = "INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0",
             .from = "From: <sip:I%20have%20spaces@example.net>;tag=938",
             .to = "To: sip:%75se%72@example.com",
             .more = "Contact:\r\n  <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>",
             .body = kBody}
             .text(),
         kTaken},
        {"escnull",
         Message4475{
             .start = kRegister,
             .to = "To: sip:null-%00-null@example.com",
             .more = "Contact: <sip:%00@host5.example.com>\r\nContact: <sip:%00%00@host5.example.com>"}
             .text(),
         kTaken},
        {"esc02",
         Message4475{
             .start = "RE%47IST%45R sip:registrar.example.com SIP/2.0",
             .to = "To: \"%Z%45\" <sip:resource@example.com>",
             .more = "C%6Fntact: <sip:alias2@host2.example.com>"}
             .text(),
         501},
        {"lwsdisp",
         Message4475{.start = kOptions, .from = "From: caller<sip:caller@example.com>;tag=323"}.text(),
         kTaken},
        {"longreq", long_values(), kTaken},
        {"dblreq",
         Message4475{.start = kRegister, .more = "Contact: sip:j.user@host.example.com"}.text() + "\r\n" +
             Message4475{.start = kInvite, .body = kBody}.text(),
         kTaken},
        {"semiuri",
         Message4475{
             .start = "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0",
             .more = "Accept: application/sdp, application/pkcs7-mime,\r\n        multipart/mixed"}
             .text(),
         kTaken},
        {"transports",
         Message4475{
             .start = kOptions,
             .via = "Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw\r\n"
                    "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf\r\n"
                    "Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en"}
             .text(),
         kTaken},
        {"mpart01", with_controls_in_multipart(), kTaken},
        {"unreason",
         Message4475{
             .start = "SIP/2.0 200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe", .cseq = "CSeq: 35 INVITE", .body = kBody}
             .text(),
         kTaken},
        {"noreason", Message4475{.start = "SIP/2.0 100 ", .cseq = "CSeq: 35 INVITE"}.text(), kTaken},
    };
}

std::vector<Case> invalid() {
    return {
        {"badinv01",
         Message4475{
             .start = kInvite,
             .via = "Via: SIP/2.0/UDP 192.0.2.15;;,;,,",
             .more = "Contact: \"Joe\" <sip:joe@example.org>;;;;",
             .body = kBody}
             .text(),
         400},
        {"clerr", Message4475{.start = kInvite, .body = kBody, .length = "Content-Length: 9999"}.text(), 400},
        {"ncl", Message4475{.start = kInvite, .body = kBody, .length = "Content-Length: -999"}.text(), 400},
        {"scalar02",
         Message4475{
             .start = kRegister,
             .cseq = "CSeq: 36893488147419103232 REGISTER",
             .more = "Max-Forwards: 300\r\nExpires: 1" + std::string(100, '0')}
             .text(),
         400},
        {"scalarlg",
         Message4475{
             .start = "SIP/2.0 503 Service Unavailable",
             .cseq = "CSeq: 9292394834772304023312 OPTIONS",
             .more = "Retry-After: 949302838503028349304023988"}
             .text(),
         kDropped},
        {"quotbal",
         Message4475{.start = kInvite, .to = "To: \"Mr. J. User <sip:j.user@example.com>", .body = kBody}
             .text(),
         400},
        {"ltgtruri",
         Message4475{.start = "INVITE <sip:user@example.com> SIP/2.0", .body = kBody}.text(),
         400},
        {"lwsruri",
         Message4475{.start = "INVITE sip:user@example.com; lr SIP/2.0", .body = kBody}.text(),
         400},
        {"lwsstart",
         Message4475{.start = "INVITE  sip:user@example.com  SIP/2.0", .body = kBody}.text(),
         400},
        {"trws", Message4475{.start = kOptions + "  "}.text(), 400},
        {"escruri",
         Message4475{
             .start = "INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0", .body = kBody}
             .text(),
         400},
        {"baddate",
         Message4475{.start = kInvite, .more = "Date: Fri, 01 Jan 2010 16:00:00 EST", .body = kBody}.text(),
         kTaken},
        {"regbadct",
         Message4475{
             .start = kRegister, .more = "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E"}
             .text(),
         400},
        {"badaspec",
         Message4475{.start = kOptions, .to = "To: \"Watson, Thomas\" < sip:t.watson@example.org >"}.text(),
         400},
        {"baddn",
         Message4475{.start = kOptions, .from = "From:    Bell, Alexander <sip:a.g.bell@example.com>;tag=43"}
             .text(),
         400},
        {"badvers",
         Message4475{
             .start = "OPTIONS sip:t.watson@example.org SIP/7.0",
             .via = "Via: SIP/7.0/UDP c.example.com;branch=z9hG4bKkdjuw"}
             .text(),
         505},
        {"mismatch01", Message4475{.start = kOptions, .cseq = "CSeq: 8 INVITE"}.text(), 400},
        {"mismatch02",
         Message4475{
             .start = "NEWMETHOD sip:user@example.com SIP/2.0", .cseq = "CSeq: 8 INVITE", .body = kBody}
             .text(),
         400},
        {"bigcode",
         Message4475{
             .start = "SIP/2.0 4294967301 better not break the receiver", .cseq = "CSeq: 353494 INVITE"}
             .text(),
         kDropped},
    };
}

std::vector<Case> beyond_syntax() {
    return {
        {"badbranch",
         Message4475{.start = kOptions, .via = "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK"}.text(),
         kTaken},
        {"insuf",
         sip_text(
             {kInvite, "CSeq: 193942 INVITE", "Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf", "l: 0"}
         ),
         400},
        {"unkscm",
         Message4475{.start = "OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0"}.text(),
         416},
        {"novelsc", Message4475{.start = "OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0"}.text(), 416},
        {"unksm2",
         Message4475{
             .start = kRegister,
             .from = "From: <http://www.example.com>;tag=3234233",
             .to = "To: isbn:2983792873",
             .more = "Contact: <name:John_Smith>"}
             .text(),
         400},
        {"bext01",
         Message4475{
             .start = kOptions,
             .more = "Require: nothingSupportsThis, nothingSupportsThisEither\r\n"
                     "Proxy-Require: noProxiesSupportThis"}
             .text(),
         420},
        {"invut",
         Message4475{
             .start = kInvite,
             .more = "Content-Type: application/unknownformat",
             .length = "Content-Length: 7"}
                 .text() +
             "<audio>",
         415},
        {"regaut01",
         Message4475{.start = kRegister, .more = "Authorization: NoOneKnowsThisScheme opaque-data=here"}.text(
         ),
         kTaken},
        {"multi01",
         Message4475{
             .start = kInvite,
             .more = "CSeq: 59 INVITE\r\nCall-ID: multi01.98asdh@192.0.2.2\r\nTo: sip:other@example.net\r\n"
                     "From: sip:caller@example.net;tag=2923420123\r\nMax-Forwards: 5\r\nMax-Forwards: 6",
             .body = kBody}
             .text(),
         400},
        {"mcl01",
         Message4475{.start = kOptions, .more = "Content-Length: 13", .length = "Content-Length: 5"}.text() +
             "There's no way",
         400},
        {"bcast",
         Message4475{
             .start = "SIP/2.0 200 OK",
             .via = "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923\r\n"
                    "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23",
             .cseq = "CSeq: 35 INVITE",
             .body = kBody}
             .text(),
         kDropped},
        {"zeromf", Message4475{.start = kOptions, .more = "Max-Forwards: 0"}.text(), kTaken},
        {"cparam01",
         Message4475{.start = kRegister, .more = "Contact: sip:+19725552222@gw1.example.net;unknownparam"}
             .text(),
         kTaken},
        {"cparam02",
         Message4475{.start = kRegister, .more = "Contact: <sip:+19725552222@gw1.example.net;unknownparam>"}
             .text(),
         kTaken},
        {"regescrt",
         Message4475{.start = kRegister, .more = "M: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>"}
             .text(),
         kTaken},
        {"sdp01",
         Message4475{.start = kInvite, .more = "Accept: text/nobodyKnowsThis", .body = kBody}.text(),
         406},
        {"inv2543",
         sip_text(
             {"INVITE sip:UserB@example.com SIP/2.0",
              "Via: SIP/2.0/UDP iftgw.example.com",
              "From: <sip:+13035551111@ift.client.example.net;user=phone>",
              "Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>",
              "To: sip:+16505552222@ss1.example.net;user=phone",
              "Call-ID: inv2543.1717@ift.client.example.com",
              "CSeq: 56 INVITE",
              "Content-Type: application/sdp"},
             kSession
         ),
         kTaken},
    };
}

void check(const std::vector<Case>& cases) {
    for (const auto& one : cases) {
        CAPTURE(one.name);
        CHECK(judge(one.text) == one.expected);
    }
}

std::string first_contact(const char* name) {
    for (const auto& one : beyond_syntax()) {
        if (one.name == std::string_view{name}) {
            return one.text;
        }
    }
    return {};
}

}  // namespace

TEST_CASE("RFC 4475 valid messages are taken", "[sip]") {
    check(valid());
}

TEST_CASE("RFC 4475 invalid messages get the answer that it asks for", "[sip]") {
    check(invalid());
}

TEST_CASE("RFC 4475 messages that are wrong beyond their syntax", "[sip]") {
    check(beyond_syntax());
    REQUIRE(valid().size() + invalid().size() + beyond_syntax().size() == 49);
}

TEST_CASE("RFC 4475 a parameter behind a bare address is the header's, in brackets the URI's", "[sip]") {
    Message message;
    const auto bare = first_contact("cparam01");
    REQUIRE(message.parse(bytes_of(bare)).has_value());
    auto contact = parse_address(message.value(HeaderId::contact)).value();
    REQUIRE(contact.parameters.has("unknownparam"));
    REQUIRE_FALSE(contact.uri.parameters.has("unknownparam"));
    const auto in_brackets = first_contact("cparam02");
    REQUIRE(message.parse(bytes_of(in_brackets)).has_value());
    contact = parse_address(message.value(HeaderId::contact)).value();
    REQUIRE_FALSE(contact.parameters.has("unknownparam"));
    REQUIRE(contact.uri.parameters.has("unknownparam"));
}

TEST_CASE("RFC 4475 cut anywhere, nothing faults", "[sip]") {
    for (const auto& cases : {valid(), invalid(), beyond_syntax()}) {
        for (const auto& one : cases) {
            for (std::size_t size = 0; size < one.text.size(); ++size) {
                judge(one.text.substr(0, size));
            }
        }
    }
}
