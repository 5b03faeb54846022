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

/// What a handler gets and gives. No Beast in sight: it stays behind head_parser.
namespace dialtone::http {

enum class Method : std::uint8_t { get, head, other };

/// The head of a request. Its texts are views of the octets that were received, good during the handler's
/// call; those of absent fields are empty.
struct RequestHead {
    Method method = Method::other;
    std::string_view target;
    unsigned version = 11;  ///< 10 or 11
    bool keep_alive = false;
    bool has_body = false;
    std::string_view range;
    std::string_view if_range;
    std::string_view if_none_match;
    std::string_view if_modified_since;
    std::string_view user_agent;
};

/// A GET or HEAD for a handler; the server itself refuses other methods.
struct Request {
    const RequestHead& head;
    Endpoint peer;
    Now now;
    bool is_first = true;  ///< on its connection
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
    std::optional<std::uint64_t> version;  ///< of the body: its ETag. Enables If-None-Match and If-Range
    std::optional<WallTime> modified;      ///< enables If-Modified-Since
    bool is_rangeable = false;
    std::string_view cache_control;  ///< static text; empty: none
    unsigned retry_after = 0;        ///< seconds; 0: none
    /// Called as the body is handed over piece by piece, with the octets so far; not for the last piece.
    std::function<void(std::size_t octets, Now now)> on_progress;
    std::function<void(const Delivery&)> on_end;  ///< called once, when all is sent or the connection broke
};

using Handler = std::function<Response(const Request&)>;

/// What was turned away before any handler saw it.
struct Refusal {
    Endpoint peer;
    unsigned status = 400;    ///< 400, 408, 414, 431 or 503
    std::string_view reason;  ///< static words for the journal
    Now now;
};

using OnRefusal = std::function<void(const Refusal&)>;

}  // namespace dialtone::http
