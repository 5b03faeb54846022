#pragma once

#include "common/error/wire_error.hpp"
#include "server/sip/message/parameters.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dialtone::sip {

enum class Transport : std::uint8_t { udp, tcp, tls, other };

std::string_view to_string(Transport transport);

/// The port where no other is named.
constexpr std::uint16_t default_port(Transport transport) {
    return transport == Transport::tls ? 5061 : 5060;
}

/// What RFC 3261 transactions begin their branch with.
inline constexpr std::string_view kMagicCookie = "z9hG4bK";

/// One hop of the way that a request came, and its answer goes back (RFC 3261 §20.42, RFC 3581).
struct Via {
    Transport transport = Transport::other;
    std::string_view transport_text;
    std::string_view host;  ///< IPv6 with its brackets
    std::optional<std::uint16_t> port;
    Parameters parameters;

    [[nodiscard]] std::string_view branch() const { return parameters.value("branch"); }

    /// The branch names a transaction by itself. One that is the cookie alone names none: it is handled as
    /// that of an RFC 2543 element (RFC 4475 §3.2.1).
    [[nodiscard]] bool has_magic_branch() const {
        return branch().size() > kMagicCookie.size() && branch().starts_with(kMagicCookie);
    }

    [[nodiscard]] std::uint16_t port_or_default() const { return port.value_or(default_port(transport)); }
};

Parsed<Via> parse_via(std::string_view value);

}  // namespace dialtone::sip
