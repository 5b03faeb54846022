#pragma once

#include "common/error/wire_error.hpp"
#include "server/sip/message/parameters.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::sip {

enum class Scheme : std::uint8_t {
    sip,
    sips,
    tel,
    other,  ///< an absolute URI that only its scheme is known of
};

/// A URI as it was received: views, escapes and all (RFC 3261 §19.1, RFC 3966).
struct Uri {
    Scheme scheme = Scheme::other;
    std::string_view text;      ///< all of it
    std::string_view user;      ///< escaped; of tel the number; of other schemes what follows the colon
    std::string_view password;  ///< escaped
    bool has_user = false;
    bool has_password = false;
    std::string_view host;  ///< IPv6 with its brackets
    std::optional<std::uint16_t> port;
    Parameters parameters;
    std::string_view headers;  ///< without the question mark
    bool has_headers = false;

    [[nodiscard]] bool is_sip() const { return scheme == Scheme::sip || scheme == Scheme::sips; }
};

/// All of `text` is the URI: no blanks, no brackets around it.
Parsed<Uri> parse_uri(std::string_view text);

/// RFC 3261 §19.1.4 for sip and sips, RFC 3966 §5 for tel, the same octets for all others.
///
/// A transport in only one of them tells them apart, as the RFC's examples say and its rules forget.
bool are_equivalent(const Uri& a, const Uri& b);

/// What registrations are kept under (RFC 3261 §10.3 step 5): scheme, user without escapes, host in lower
/// case, the port if there is one; parameters, password and headers do not count. Only for sip and sips.
std::string address_of_record(const Uri& uri);

}  // namespace dialtone::sip
