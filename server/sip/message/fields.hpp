#pragma once

#include "common/error/wire_error.hpp"
#include "server/sip/message/message.hpp"
#include "server/sip/message/method.hpp"
#include "server/sip/message/parameters.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Values of header fields that are neither addresses nor Vias.
namespace dialtone::sip {

struct CSeq {
    std::uint32_t number = 0;  ///< below 2^31 (RFC 3261 §8.1.1.5)
    Method method = Method::other;
    std::string_view method_name;
};

Parsed<CSeq> parse_cseq(std::string_view value);

/// Letters that a Call-ID may have, and no more than kMaxIdentifier of them.
bool is_call_id(std::string_view value);

/// 0 to 255.
std::optional<std::uint8_t> parse_max_forwards(std::string_view value);

/// Expires, Min-Expires, the expires parameter: whole seconds below 2^32; nullopt for what is malformed, and
/// counts as absent (RFC 3261 §10.2.1.1, §20.19).
std::optional<std::chrono::seconds> parse_delta_seconds(std::string_view value);

/// "0.7" as 700; 1000 at most, three decimals at most.
std::optional<std::uint16_t> parse_q(std::string_view value);

/// A value that is a name with parameters: Event, Subscription-State, Content-Disposition, Content-Type,
/// Accept, Reason ("SIP;cause=200").
struct Named {
    std::string_view name;  ///< "presence", "active", "text/plain", "SIP"
    Parameters parameters;
};

Parsed<Named> parse_named(std::string_view value);

/// Type and subtype with whatever white space stood around the slash, the parameters behind.
struct MediaType {
    std::string_view type;
    std::string_view subtype;
    Parameters parameters;

    /// @param name  "application/sdp"
    [[nodiscard]] bool is(std::string_view name) const;
};

Parsed<MediaType> parse_media_type(std::string_view value);

/// A Reason (RFC 3326) as phones write it, also with blanks before the semicolon.
struct Reason {
    std::string_view protocol;  ///< "SIP", "Q.850"
    std::optional<std::uint16_t> cause;
    std::string text;  ///< without quotes and backslashes
};

Parsed<Reason> parse_reason(std::string_view value);

/// True when a list of option tags or methods (Require, Supported, Allow, …) has this one. Regardless of
/// case, since phones write their own tags in several.
bool has_tag(const Message& message, HeaderId id, std::string_view tag);

}  // namespace dialtone::sip
