#pragma once

#include "tests/support/sip_messages.hpp"

#include <string>
#include <string_view>

/// Messages with the traits of those of RFC 4475, the longer ones of them whole.
namespace dialtone::test {

inline constexpr std::string_view kSession =
    "v=0\r\no=m 1 1 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.5\r\nt=0 0\r\nm=audio 49217 RTP/AVP 0\r\n";

/// An ordinary message that says what is not ordinary in it.
struct Message4475 {
    std::string start;
    std::string via = "Via: SIP/2.0/UDP host.example.com;branch=z9hG4bKkdjuw";
    std::string from = "From: sip:caller@example.net;tag=39291";
    std::string to = "To: sip:user@example.com";
    std::string call_id = "Call-ID: torture.1@192.0.2.5";
    std::string cseq;
    std::string more = "Max-Forwards: 70";
    std::string body = {};
    std::string length = {};

    [[nodiscard]] std::string text() const {
        const auto method = start.substr(0, start.find(' '));
        std::string all = start + "\r\n";
        for (const auto& line :
             {via,
              from,
              to,
              call_id,
              cseq.empty() ? "CSeq: 8 " + method : cseq,
              more,
              body.empty() ? std::string{} : std::string{"Content-Type: application/sdp"},
              length.empty() ? content_length(body) : length}) {
            all += line.empty() ? line : line + "\r\n";
        }
        return all + "\r\n" + body;
    }
};

inline const std::string kInvite = "INVITE sip:user@example.com SIP/2.0";
inline const std::string kOptions = "OPTIONS sip:user@example.com SIP/2.0";
inline const std::string kRegister = "REGISTER sip:example.com SIP/2.0";
inline const std::string kBody{kSession};

inline std::string short_tortuous_invite() {
    return "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0\r\n"
           "TO :\r\n sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n\r\n"
           "from   : \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>\r\n  ;\r\n  tag = 98asjd8\r\n"
           "MaX-fOrWaRdS: 0068\r\nCall-ID: wsinv.ndaksdj@192.0.2.1\r\n"
           "Content-Length   : " +
           std::to_string(kSession.size()) +
           "\r\ncseq: 0009\r\n  INVITE\r\nVia  : SIP  /   2.0\r\n /UDP\r\n    192.0.2.2;branch=390skdjuw\r\n"
           "s :\r\nNewFangledHeader:   newfangled value\r\n continued newfangled value\r\n"
           "UnknownHeaderWithUnusualValue: ;;,,;;,;\r\nContent-Type: application/sdp\r\n"
           "Route:\r\n <sip:services.example.com;lr;unknownwith=value;unknown-no-value>\r\n"
           "v:  SIP  / 2.0  / TCP     spindle.example.com   ;\r\n  branch  =   z9hG4bK9ikj8  ,\r\n"
           " SIP  /    2.0   / UDP  192.168.255.111   ; branch=\r\n z9hG4bK30239\r\n"
           "m:\"Quoted string \\\"\\\"\" <sip:jdrosen@example.com> ; newparam =\r\n      newvalue ;\r\n"
           "  secondparam ; q = 0.33\r\n\r\n" +
           kBody;
}

inline std::string wide_range_of_letters() {
    const std::string method = "!interesting-Method0123456789_*+`.%indeed'~";
    const std::string user = "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*";
    constexpr char kControls[] = "To: \"BEL:\\\x07 NUL:\\\0 DEL:\\\x7f\" <sip:";
    return method + " sip:" + user + ":&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0\r\n" +
           "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~\r\n" +
           std::string{kControls, sizeof kControls - 1} + user + "@example.com>\r\n" +
           "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>"
           ";fromParam''~+*_!.-%=\"\xd1\x80\xd0\xb0\";tag=_token~1'+`*%!-.\r\n"
           "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\r\n"
           "CSeq: 139122385 " +
           method +
           "\r\nMax-Forwards: 255\r\n"
           "extensionHeader-!.%*+_`'~:\xef\xbb\xbf\xe5\xa4\xa7\r\nContent-Length: 0\r\n\r\n";
}

inline std::string long_values() {
    const auto repeated = [](std::string_view word, int times) {
        std::string all;
        for (int i = 0; i < times; ++i) {
            all += word;
        }
        return all;
    };
    std::string vias;
    for (const char* name : {"Via", "v", "V", "ViA", "VIa", "VIA", "via", "V ", "v  ", "Via "}) {
        vias += std::string{name} + ": SIP/2.0/TCP sip33.example.com\r\n";
    }
    return Message4475{
        .start = kInvite,
        .via =
            vias + "Via: SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very" + repeated("long", 60),
        .from = "F: sip:amazingly" + repeated("long", 40) + "@example.net;tag=12" + repeated("982", 100) +
                ";unknownheaderparamname" + repeated("name", 60) + "=unknown" + repeated("value", 30),
        .to = "To: \"I have a user name of " + repeated("extreme", 20) +
              " proportion\"<sip:user@example.com:6000;p" + repeated("name", 30) + "=very" +
              repeated("long", 30) + ";short>",
        .call_id = "Call-ID: longreq.one" + repeated("really", 40) + "longcallid",
        .more = "Unknown-" + repeated("Long", 20) + "-Name: unknown-" + repeated("long", 20) +
                "; p=" + repeated("x", 300),
        .body = kBody}
        .text();
}

inline std::string with_controls_in_multipart() {
    constexpr char kPart[] =
        "--7a9cbec0\r\nContent-Type: "
        "application/octet-stream\r\n\r\n0\x82\0\r\n\r\n\x01\xff\r\n--7a9cbec0--\r\n";
    const std::string part{kPart, sizeof kPart - 1};
    return Message4475{
               .start = "MESSAGE sip:kumiko@example.org SIP/2.0",
               .more = "Content-Type: multipart/mixed;boundary=7a9cbec0",
               .length = content_length(part)}
               .text() +
           part;
}

}  // namespace dialtone::test
