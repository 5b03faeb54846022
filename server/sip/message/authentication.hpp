#pragma once

#include "common/error/wire_error.hpp"

#include <optional>
#include <string_view>

namespace dialtone::sip {

/// One value of Authorization, WWW-Authenticate, Proxy-Authenticate, Proxy-Authorization or
/// Authentication-Info: a scheme and, of Digest, its parameters (RFC 3261 §20.7, RFC 7616 §3.3 and §3.4).
/// These header fields are never joined by commas: each is one value.
class Authentication {
 public:
    /// An unknown scheme is no error, whatever stands behind it (RFC 4475 §3.3.7).
    static Parsed<Authentication> parse(std::string_view value);

    /// The parameters alone, as in Authentication-Info.
    static Parsed<Authentication> parse_info(std::string_view value);

    [[nodiscard]] std::string_view scheme() const { return scheme_; }

    [[nodiscard]] bool is_digest() const;

    /// Without its quotes, but with backslashes, as both sides hash it (RFC 7616 §3.4: unq). The first of a
    /// name counts. Nullopt when there is none.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

    [[nodiscard]] std::string_view value(std::string_view name) const {
        return find(name).value_or(std::string_view{});
    }

 private:
    std::string_view scheme_;
    std::string_view parameters_;
};

}  // namespace dialtone::sip
