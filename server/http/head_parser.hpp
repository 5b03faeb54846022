#pragma once

#include "common/bytes/bytes.hpp"
#include "server/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone::http {

constexpr std::size_t kMaxRequestLine = 2U << 10U;
constexpr std::size_t kMaxHead = 16U << 10U;

/// Why octets are not taken as the head of a request.
enum class HeadFault : std::uint8_t {
    not_http,
    tls,  ///< a phone or a browser that expects a TLS port
    line_too_long,
    head_too_long,
};

/// 400, 414 or 431.
unsigned status_of(HeadFault fault);

/// For the journal: "the head of the request is too long".
std::string_view to_string(HeadFault fault);

/// Reads the head of one request from octets that come in pieces.
class HeadParser {
 public:
    enum class State {
        incomplete,  ///< more octets are needed
        complete,
        bad,  ///< see fault()
    };

    /// @param octets everything received and not yet consumed, from the beginning of the head: the same as
    /// last time, and more.
    State parse(Bytes octets);

    /// Octets of the head, when complete.
    [[nodiscard]] std::size_t consumed() const { return consumed_; }

    /// When bad.
    [[nodiscard]] HeadFault fault() const { return fault_; }

    /// When complete. Its texts are views of the octets that were given.
    [[nodiscard]] const RequestHead& head() const { return head_; }

    /// Ready for the next request.
    void reset() { *this = {}; }

 private:
    State fail(HeadFault fault);
    State read_head(std::string_view text);

    RequestHead head_;
    std::size_t searched_ = 0;  ///< octets in which the end of the head is not
    std::size_t consumed_ = 0;
    HeadFault fault_ = HeadFault::not_http;
};

}  // namespace dialtone::http
