#pragma once

#include "common/bytes/bytes.hpp"
#include "server/sip/message/header_id.hpp"
#include "server/sip/message/method.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace dialtone::sip {

/// Writes one message: start line, header fields in long form and unfolded (old phones misread folded ones,
/// and Cisco's want the long names), body.
///
/// Whatever it is given, no octet of it can end a line: CR, LF, NUL and the other controls but the tab become
/// blanks, line ends of a folded value and the blanks around them a single one. So neither a display name
/// nor a label nor a text that came with a request can add a header field or a body.
class Builder {
 public:
    /// Appends to `out`, which outlives it.
    explicit Builder(Buffer& out) : out_{out} {}

    /// @param uri  octets that no URI may have are escaped.
    Builder& request(Method method, std::string_view uri);

    /// @param phrase  empty: the one of the status's document.
    Builder& response(int status, std::string_view phrase = {});

    /// A header field whose value is these parts, one behind the other.
    Builder& field(HeaderId id, std::initializer_list<std::string_view> parts);

    Builder& field(HeaderId id, std::string_view value) { return field(id, {value}); }

    Builder& field(HeaderId id, std::uint64_t number);

    /// One that has no id. A name that is no token is not written at all.
    Builder& field(std::string_view name, std::string_view value);

    /// The end: Content-Type when there is a body, Content-Length always.
    void finish(std::string_view content_type = {}, std::string_view body = {});

 private:
    void put(std::string_view text);
    void put_raw(std::string_view text);

    Buffer& out_;
};

/// Any text as a quoted string: in quotes, with a backslash before each quote and backslash in it.
std::string quoted(std::string_view text);

/// A URI in brackets, with the display name before them when there is one. What might end the brackets is
/// escaped.
std::string bracketed(std::string_view uri, std::string_view display = {});

/// Text as the user part of a URI: octets that may not stand there escaped.
std::string escaped_user(std::string_view text);

}  // namespace dialtone::sip
