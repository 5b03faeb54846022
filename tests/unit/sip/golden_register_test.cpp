// What real phones send when they register, read as they mean it.
#include "server/sip/message/authentication.hpp"
#include "server/sip/message/essentials.hpp"
#include "server/sip/message/fields.hpp"
#include "server/sip/message/message.hpp"
#include "server/sip/message/syntax.hpp"
#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;

namespace {

Address contact_of(const Message& message) {
    return parse_address(message.value(HeaderId::contact)).value();
}

}  // namespace

TEST_CASE("SIP golden: the first REGISTER of a 7841", "[sip]") {
    const auto text = register_7841();
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE_FALSE(message.fault());
    REQUIRE(message.is_request());
    REQUIRE(message.method() == Method::register_);
    REQUIRE(message.request_uri() == "sip:10.9.8.1");
    REQUIRE(message.fields().size() == 16);
    const auto essentials = read_essentials(message).value();
    REQUIRE(essentials.via.transport == Transport::tcp);
    REQUIRE(essentials.via.host == "10.9.8.50");
    REQUIRE(essentials.via.port == 51234);
    REQUIRE(essentials.via.branch() == "z9hG4bK1a2b3c4d");
    REQUIRE(essentials.via.has_magic_branch());
    REQUIRE_FALSE(essentials.via.parameters.has("rport"));
    REQUIRE(essentials.from.tag() == "0011aabbccdd00021f2e3d4c-5b6a7988");
    REQUIRE(essentials.to.uri.user == "6001");
    REQUIRE(essentials.to.tag().empty());
    REQUIRE(essentials.cseq.number == 101);
    const auto contact = contact_of(message);
    REQUIRE(contact.uri.user == "7b1c3a52-0d44-4c3c-8a11-0e2f5b6c7d8e");
    REQUIRE(contact.uri.port == 51234);
    REQUIRE(contact.uri.parameters.value("transport") == "tcp");
    REQUIRE(
        unquoted(contact.parameters.value("+sip.instance")) ==
        "<urn:uuid:00000000-0000-0000-0000-0011aabbccdd>"
    );
    REQUIRE(unquoted(contact.parameters.value("+u.sip!devicename.ccm.cisco.com")) == "SEP0011AABBCCDD");
    REQUIRE(unquoted(contact.parameters.value("+u.sip!model.ccm.cisco.com")) == "622");
    REQUIRE(has_tag(message, HeaderId::supported, "X-Cisco-SIS-7.0.0"));
    REQUIRE_FALSE(has_tag(message, HeaderId::supported, "path"));
    const auto reason = parse_reason(message.value(HeaderId::reason)).value();
    REQUIRE(reason.cause == 200);
    REQUIRE(
        reason.text ==
        "cisco-alarm:25 Name=SEP0011AABBCCDD ActiveLoad=sip78xx.12-1-1-12.loads "
        "InactiveLoad=sip78xx.10-3-1-12.loads Last=initialized"
    );
    REQUIRE(parse_delta_seconds(message.value(HeaderId::expires)) == std::chrono::seconds{3600});
    const auto type = parse_media_type(message.value(HeaderId::content_type)).value();
    REQUIRE(type.is("multipart/mixed"));
    REQUIRE(type.parameters.value("boundary") == "uniqueBoundary");
    REQUIRE(message.body() == register_body_7841());
}

TEST_CASE("SIP golden: the keepalive of a 7841 to its next server", "[sip]") {
    const auto text = keepalive_7841();
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE(read_essentials(message).has_value());
    const auto contact = contact_of(message);
    REQUIRE(contact.parameters.has("cisco-keep-alive"));
    REQUIRE(contact.parameters.value("expires") == "0");
}

TEST_CASE("SIP golden: a 7960 answers a challenge in lower case", "[sip]") {
    const auto text = register_7960();
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE(read_essentials(message).has_value());
    REQUIRE(contact_of(message).uri.parameters.value("user") == "phone");
    const auto credentials = Authentication::parse(message.value(HeaderId::authorization)).value();
    REQUIRE(credentials.is_digest());
    REQUIRE(credentials.value("username") == "1600");
    REQUIRE(credentials.value("algorithm") == "md5");
    REQUIRE(credentials.value("qop") == "auth");
    REQUIRE(credentials.value("nc") == "00000001");
    REQUIRE_FALSE(credentials.find("opaque"));
}

TEST_CASE("SIP golden: of the two instances of IP Communicator the first counts", "[sip]") {
    const auto text = register_ip_communicator();
    Message message;
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE(read_essentials(message).has_value());
    REQUIRE(
        unquoted(contact_of(message).parameters.value("+SIP.Instance")) ==
        "<urn:uuid:00000000-0000-0000-0000-000c29aabbcc>"
    );
    const auto reason = parse_reason(message.value(HeaderId::reason)).value();
    REQUIRE(reason.protocol == "SIP");
    REQUIRE(reason.text.find("Load=CIPC-8-6-1-0") != std::string::npos);
}

TEST_CASE("SIP golden: a REGISTER cut anywhere is refused or dropped, never taken", "[sip]") {
    for (const auto& text : {register_7841(), register_7960()}) {
        for (std::size_t size = 0; size < text.size(); ++size) {
            CAPTURE(size);
            const std::string cut{text, 0, size};
            Message message;
            REQUIRE((!message.parse(bytes_of(cut)).has_value() || message.fault().has_value()));
        }
    }
}
