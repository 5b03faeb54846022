#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

/// SIP messages as phones send them, octet for octet but for invented addresses.
namespace dialtone::test {

/// Lines as they go over a wire, the empty line behind them, and the body.
inline std::string sip_text(std::initializer_list<std::string_view> lines, std::string_view body = {}) {
    std::string text;
    for (const auto line : lines) {
        text += line;
        text += "\r\n";
    }
    text += "\r\n";
    text += body;
    return text;
}

/// The header field that tells how long a body is.
inline std::string content_length(std::string_view body) {
    return "Content-Length: " + std::to_string(body.size());
}

inline std::string register_body_7841() {
    return "--uniqueBoundary\r\n"
           "Content-Type: application/x-cisco-remotecc-request+xml\r\n"
           "Content-Disposition: session;handling=optional\r\n"
           "\r\n"
           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<x-cisco-remotecc-request>\n"
           "<bulkregisterreq>\n<contact "
           "all=\"true\">\n<register></register>\n</contact>\n</bulkregisterreq>\n"
           "</x-cisco-remotecc-request>\n"
           "\r\n--uniqueBoundary\r\n"
           "Content-Type: application/x-cisco-remotecc-request+xml\r\n"
           "Content-Disposition: session;handling=optional\r\n"
           "\r\n"
           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<x-cisco-remotecc-request>\n"
           "<optionsind>\n"
           "<combine max=\"6\">\n<remotecc>\n<status></status>\n</remotecc>\n"
           "<service-control></service-control>\n</combine>\n"
           "<dialog usage=\"hook status\">\n<unot></unot>\n<sub></sub>\n</dialog>\n"
           "<dialog usage=\"shared line\">\n<unot></unot>\n<sub></sub>\n</dialog>\n"
           "<presence usage=\"blf speed dial\">\n<unot></unot>\n<sub></sub>\n</presence>\n"
           "<joinreq></joinreq>\n<cfwdall-anyline></cfwdall-anyline>\n"
           "</optionsind>\n"
           "</x-cisco-remotecc-request>\n"
           "\r\n--uniqueBoundary--\r\n";
}

/// The first one after power-on, over TCP, with all that the phone can do in its body.
inline std::string register_7841() {
    const auto body = register_body_7841();
    return sip_text(
        {"REGISTER sip:10.9.8.1 SIP/2.0",
         "Via: SIP/2.0/TCP 10.9.8.50:51234;branch=z9hG4bK1a2b3c4d",
         "From: <sip:6001@10.9.8.1>;tag=0011aabbccdd00021f2e3d4c-5b6a7988",
         "To: <sip:6001@10.9.8.1>",
         "Call-ID: 0011aabb-ccdd0002-10203040-50607080@10.9.8.50",
         "Max-Forwards: 70",
         "Session-ID: 1f2e3d4c00105000a0000011aabbccdd;remote=00000000000000000000000000000000",
         "Date: Mon, 02 Mar 2026 10:00:00 GMT",
         "CSeq: 101 REGISTER",
         "User-Agent: Cisco-CP7841/12.1.1",
         "Contact: <sip:7b1c3a52-0d44-4c3c-8a11-0e2f5b6c7d8e@10.9.8.50:51234;transport=tcp>;"
         "+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-0011aabbccdd>\";"
         "+u.sip!devicename.ccm.cisco.com=\"SEP0011AABBCCDD\";+u.sip!model.ccm.cisco.com=\"622\"",
         "Supported: replaces,join,sdp-anat,norefersub,resource-priority,extended-refer,X-cisco-callinfo,"
         "X-cisco-serviceuri,X-cisco-escapecodes,X-cisco-service-control,X-cisco-srtp-fallback,"
         "X-cisco-monrec,X-cisco-config,X-cisco-sis-7.0.0,X-cisco-xsi-8.5.1",
         "Reason: SIP;cause=200;text=\"cisco-alarm:25 Name=SEP0011AABBCCDD "
         "ActiveLoad=sip78xx.12-1-1-12.loads InactiveLoad=sip78xx.10-3-1-12.loads Last=initialized\"",
         "Expires: 3600",
         "Content-Type: multipart/mixed; boundary=uniqueBoundary",
         "Mime-Version: 1.0",
         content_length(body)},
        body
    );
}

/// What keeps its connection to the next server in order.
inline std::string keepalive_7841() {
    return sip_text(
        {"REGISTER sip:10.9.8.2:5060;transport=tcp SIP/2.0",
         "Via: SIP/2.0/TCP 10.9.8.50:51300;branch=z9hG4bK5e6f7a8b",
         "From: <sip:6001@10.9.8.2>;tag=0011aabbccdd00052a3b4c5d-6e7f8091",
         "To: <sip:6001@10.9.8.2>",
         "Call-ID: 0011aabb-ccdd0003-01020304-05060708@10.9.8.50",
         "Max-Forwards: 70",
         "CSeq: 11021 REGISTER",
         "User-Agent: Cisco-CP7841/12.1.1",
         "Contact: <sip:7b1c3a52-0d44-4c3c-8a11-0e2f5b6c7d8e@10.9.8.50:51300;transport=tcp>;"
         "+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-0011aabbccdd>\";"
         "+u.sip!devicename.ccm.cisco.com=\"SEP0011AABBCCDD\";+u.sip!model.ccm.cisco.com=\"622\";"
         "expires=0;cisco-keep-alive",
         "Expires: 0",
         "Content-Length: 0"}
    );
}

/// A 7960 over UDP: from any port, but listening at 5060; its answer to a challenge in lower case.
inline std::string register_7960() {
    return sip_text(
        {"REGISTER sip:10.9.8.1 SIP/2.0",
         "Via: SIP/2.0/UDP 10.9.8.60:5060;branch=z9hG4bK6cd3a1b2",
         "From: <sip:1600@10.9.8.1>;tag=000d28abcdef0002a1b2c3d4-e5f60718",
         "To: <sip:1600@10.9.8.1>",
         "Call-ID: 000d28ab-cdef0002-11223344-55667788@10.9.8.60",
         "Max-Forwards: 70",
         "CSeq: 102 REGISTER",
         "User-Agent: Cisco-CP7960G/8.0",
         "Contact: <sip:1600@10.9.8.60:5060;user=phone;transport=udp>;"
         "+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000d28abcdef>\";"
         "+u.sip!model.ccm.cisco.com=\"7\"",
         "Authorization: Digest username=\"1600\",realm=\"ccmsipline\",uri=\"sip:10.9.8.1\","
         "response=\"3a5e1f9f0b0f4a9a2f4f1c0d9e8b7a65\",nonce=\"bm9uY2U\",cnonce=\"2f3e4d5c\","
         "qop=auth,nc=00000001,algorithm=md5",
         "Expires: 3600",
         "Content-Length: 0"}
    );
}

/// Writes its instance twice.
inline std::string register_ip_communicator() {
    return sip_text(
        {"REGISTER sip:10.9.8.1 SIP/2.0",
         "Via: SIP/2.0/TCP 10.9.8.70:49210;branch=z9hG4bK00004ae1",
         "From: <sip:6005@10.9.8.1>;tag=000c29aabbcc00022b3c4d5e-6f708192",
         "To: <sip:6005@10.9.8.1>",
         "Call-ID: 000c29aa-bbcc0002-00001111-22223333@10.9.8.70",
         "Max-Forwards: 70",
         "CSeq: 101 REGISTER",
         "User-Agent: Cisco-SIPIPCommunicator/9.1.1",
         "Contact: <sip:5c6d7e8f-0a1b-2c3d-4e5f-60718293a4b5@10.9.8.70:49210;transport=tcp>;"
         "+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000c29aabbcc>\";"
         "+sip.instance=\"<urn:uuid:00000000-0000-0000-0000-000c29ffffff>\";"
         "+u.sip!devicename.ccm.features.cisco.com=\"SEP000C29AABBCC\";+u.sip!model.ccm.cisco.com=\"30016\"",
         "Reason: SIP ;cause=200;text=\"cisco-alarm:25 Name=SEP000C29AABBCC Load=CIPC-8-6-1-0 "
         "Last=initialized\"",
         "Expires: 3600",
         "Content-Length: 0"}
    );
}

}  // namespace dialtone::test
