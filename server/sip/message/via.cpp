#include "server/sip/message/via.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/syntax.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace dialtone::sip {

namespace {

constexpr std::array kTransports{
    std::pair{Transport::udp, std::string_view{"UDP"}},
    std::pair{Transport::tcp, std::string_view{"TCP"}},
    std::pair{Transport::tls, std::string_view{"TLS"}},
};

Transport transport_of(std::string_view text) {
    const auto found = std::find_if(kTransports.begin(), kTransports.end(), [&](const auto& t) {
        return iequals(t.second, text);
    });
    return found != kTransports.end() ? found->first : Transport::other;
}

WireError bad(const char* what) {
    return {WireErrc::bad_value, 0, what};
}

}  // namespace

std::string_view to_string(Transport transport) {
    const auto found = std::find_if(kTransports.begin(), kTransports.end(), [&](const auto& t) {
        return t.first == transport;
    });
    return found != kTransports.end() ? found->second : "?";
}

Parsed<Via> parse_via(std::string_view value) {
    value = trimmed(value);
    Scanner in{value};
    Via via;
    const auto protocol = in.token();
    const bool has_slash = in.take('/');
    const auto version = in.token();
    if (!iequals(protocol, "SIP") || !has_slash || version != "2.0" || !in.take('/')) {
        return bad("a Via is not of SIP/2.0");
    }
    via.transport_text = in.token();
    via.transport = transport_of(via.transport_text);
    const auto before = in.position();
    in.skip_white();
    if (via.transport_text.empty() || in.position() == before) {
        return bad("a Via names no transport");
    }
    via.host = in.peek() == '[' ? in.until(" \t\r\n;,") : in.run(Letters::host);
    if (via.host.starts_with('[')) {
        // The port stands behind the bracket, where a name has its colon.
        const auto bracket = std::min(via.host.find(']'), via.host.size() - 1);
        const auto behind = via.host.substr(bracket + 1);
        via.host = via.host.substr(0, bracket + 1);
        if (!behind.empty()) {
            const auto port = behind.front() == ':' ? parse_number(behind.substr(1), 65535) : std::nullopt;
            if (!port) {
                return bad("the port in a Via is malformed");
            }
            via.port = static_cast<std::uint16_t>(*port);
        }
    } else if (in.take(':')) {
        const auto port = parse_number(in.token(), std::numeric_limits<std::uint16_t>::max());
        if (!port) {
            return bad("the port in a Via is malformed");
        }
        via.port = static_cast<std::uint16_t>(*port);
    }
    if (!is_host(via.host)) {
        return bad("the host in a Via is malformed");
    }
    const auto parameters = Parameters::parse(in.rest());
    if (!parameters) {
        return bad("the parameters of a Via are malformed");
    }
    via.parameters = *parameters;
    return via;
}

}  // namespace dialtone::sip
