#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone::sip {

/// The header fields that have a name here. All others are kept under their own.
enum class HeaderId : std::uint8_t {
    unknown,
    accept,
    accept_contact,
    accept_encoding,
    accept_language,
    alert_info,
    allow,
    allow_events,
    authentication_info,
    authorization,
    call_id,
    call_info,
    contact,
    content_disposition,
    content_encoding,
    content_id,
    content_language,
    content_length,
    content_type,
    cseq,
    date,
    diversion,
    error_info,
    event,
    expires,
    flow_timer,
    from,
    history_info,
    identity,
    in_reply_to,
    join,
    max_breadth,
    max_forwards,
    mime_version,
    min_expires,
    min_se,
    organization,
    p_asserted_identity,
    p_preferred_identity,
    path,
    priority,
    privacy,
    proxy_authenticate,
    proxy_authorization,
    proxy_require,
    rack,
    reason,
    record_route,
    recv_info,
    refer_sub,
    refer_to,
    referred_by,
    remote_party_id,
    replaces,
    reply_to,
    request_disposition,
    require,
    retry_after,
    route,
    rseq,
    server,
    service_route,
    session_expires,
    session_id,
    sip_etag,
    sip_if_match,
    subject,
    subscription_state,
    supported,
    timestamp,
    to,
    unsupported,
    user_agent,
    via,
    warning,
    www_authenticate,
};

inline constexpr std::size_t kHeaderIds = static_cast<std::size_t>(HeaderId::www_authenticate) + 1;

/// "Call-ID"; empty for unknown.
std::string_view to_string(HeaderId id);

/// Regardless of case, long or compact: "i" is Call-ID.
HeaderId header_id_of(std::string_view name);

/// A message that has it twice is ambiguous and malformed (RFC 4475 §3.3.8).
bool is_single(HeaderId id);

}  // namespace dialtone::sip
