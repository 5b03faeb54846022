#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"
#include "common/time/now.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// What a handler gets and gives. No Beast in sight: it stays behind head_codec.
namespace dialtone::http {

enum class Method : std::uint8_t { get, head, other };

/// The head of a request, its fields copied. Fields that are absent are empty.
struct RequestHead {
    Method method = Method::other;
    std::string target;
    unsigned version = 11;  ///< 10 or 11
    bool keep_alive = false;
    bool has_body = false;
    std::string range;
    std::string if_range;
    std::string if_none_match;
    std::string if_modified_since;
    std::string user_agent;
};

/// A GET or HEAD for a handler; the server itself refuses other methods.
struct Request {
    const RequestHead& head;
    Endpoint peer;
    Now now;
};

/// Octets that somebody keeps alive while they are sent.
struct Body {
    Bytes octets;
    std::shared_ptr<const void> owner;
};

/// A body made for one answer.
Body body_of(std::string text);

/// How the sending of an answer ended.
struct Delivery {
    unsigned status = 0;     ///< after conditions and ranges: 200, 206, 304, 416
    std::size_t octets = 0;  ///< of the body, handed to the kernel
    Duration took{};
    bool is_complete = false;
    std::string_view reason;  ///< why not
    Now now;
};

struct Response {
    unsigned status = 200;
    std::string_view content_type = "text/plain";  ///< static text
    Body body;
    std::string etag;                  ///< without quotes; empty: none. Enables If-None-Match and If-Range
    std::optional<WallTime> modified;  ///< enables If-Modified-Since
    bool is_rangeable = false;
    std::string_view cache_control;  ///< static text; empty: none
    unsigned retry_after = 0;        ///< seconds; 0: none
    /// Called as the body is handed over piece by piece, with the octets so far; not for the last piece.
    std::function<void(std::size_t octets, Now now)> on_progress;
    std::function<void(const Delivery&)> on_end;  ///< called once, when all is sent or the connection broke
};

using Handler = std::function<Response(const Request&)>;

}  // namespace dialtone::http
