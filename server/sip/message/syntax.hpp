#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The letters of RFC 3261 §25.1, and a cursor that knows its white space and its quoted strings.
namespace dialtone::sip {

/// Sets of octets; an octet may be in several.
enum class Letters : std::uint16_t {
    token = 1U << 0U,
    word = 1U << 1U,        ///< what Call-IDs are made of
    unreserved = 1U << 2U,  ///< of URIs: letters, digits and marks
    user = 1U << 3U,        ///< unreserved and what a user part may hold besides
    password = 1U << 4U,
    parameter = 1U << 5U,  ///< of URIs
    header = 1U << 6U,     ///< of URIs, behind the question mark
    host = 1U << 7U,       ///< of a name or an IPv4 address
    reserved = 1U << 8U,   ///< of URIs: escaped they mean something else
    uri = 1U << 9U,        ///< anything that may stand in some URI, the percent sign too
};

bool is_in(char c, Letters set);

/// Every octet in `set`, or a whole escape ("%41"). An empty text is.
bool is_escaped_text(std::string_view text, Letters set);

/// Every octet in `set`. An empty text is not.
bool is_text(std::string_view text, Letters set);

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/// Blanks, and the line ends within a folded header field.
constexpr bool is_white(char c) {
    return is_blank(c) || c == '\r' || c == '\n';
}

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// Digits alone, at most `most`; nullopt for anything else.
std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t most);

/// A name, an IPv4 address or an IPv6 address in brackets.
bool is_host(std::string_view text);

/// The octets that "%41" stands for. Escapes that are none stay.
std::string unescaped(std::string_view text);

/// A quoted string without its quotes and backslashes; any other text as it is.
std::string unquoted(std::string_view text);

/// Reads a header field's value from left to right.
class Scanner {
 public:
    explicit Scanner(std::string_view text) : text_{text} {}

    [[nodiscard]] bool is_at_end() const { return at_ == text_.size(); }

    [[nodiscard]] std::size_t position() const { return at_; }

    /// NUL at the end.
    [[nodiscard]] char peek() const { return is_at_end() ? '\0' : text_[at_]; }

    void skip_white();

    /// White space may stand before it and behind it, as the grammar's separators allow.
    bool take(char separator);

    /// Empty when there is none.
    std::string_view token() { return run(Letters::token); }

    std::string_view run(Letters set);

    /// With its quotes; empty when there is none, or it does not end.
    std::string_view quoted();

    /// Up to the first octet of `ends`, or all there is.
    std::string_view until(std::string_view ends);

    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

 private:
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace dialtone::sip
