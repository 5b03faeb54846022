#include "server/sip/message/authentication.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/syntax.hpp"

namespace dialtone::sip {

namespace {

struct Pair {
    std::string_view name;
    std::string_view value;  ///< with quotes
};

/// One "name=value" and the comma behind it; nullopt when there is none.
std::optional<Pair> take_pair(Scanner& in) {
    Pair pair;
    in.skip_white();
    pair.name = in.token();
    if (pair.name.empty() || !in.take('=')) {
        return std::nullopt;
    }
    // Unquoted values are tokens by the grammar; base64 in them is what implementations write as well.
    pair.value = in.peek() == '"' ? in.quoted() : in.until(", \t\r\n\"");
    if (pair.value.empty()) {
        return std::nullopt;
    }
    in.skip_white();
    if (!in.is_at_end() && !in.take(',')) {
        return std::nullopt;
    }
    return pair;
}

bool is_well_formed(std::string_view parameters) {
    Scanner in{parameters};
    do {
        if (!take_pair(in)) {
            return false;
        }
    } while (!in.is_at_end());
    return true;
}

}  // namespace

Parsed<Authentication> Authentication::parse(std::string_view value) {
    Scanner in{trimmed(value)};
    Authentication authentication;
    authentication.scheme_ = in.token();
    authentication.parameters_ = trimmed(in.rest());
    if (authentication.scheme_.empty()) {
        return WireError{WireErrc::bad_value, 0, "credentials name no scheme"};
    }
    if (authentication.is_digest() && !is_well_formed(authentication.parameters_)) {
        return WireError{WireErrc::bad_value, 0, "the parameters of Digest are malformed"};
    }
    return authentication;
}

Parsed<Authentication> Authentication::parse_info(std::string_view value) {
    Authentication authentication;
    authentication.scheme_ = "Digest";
    authentication.parameters_ = trimmed(value);
    if (!is_well_formed(authentication.parameters_)) {
        return WireError{WireErrc::bad_value, 0, "the parameters of Digest are malformed"};
    }
    return authentication;
}

bool Authentication::is_digest() const {
    return iequals(scheme_, "Digest");
}

std::optional<std::string_view> Authentication::find(std::string_view name) const {
    if (!is_digest()) {
        return std::nullopt;
    }
    Scanner in{parameters_};
    while (const auto pair = take_pair(in)) {
        if (iequals(pair->name, name)) {
            const bool is_quoted = pair->value.front() == '"';
            return is_quoted ? pair->value.substr(1, pair->value.size() - 2) : pair->value;
        }
    }
    return std::nullopt;
}

}  // namespace dialtone::sip
