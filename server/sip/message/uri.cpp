#include "server/sip/message/uri.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/syntax.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace dialtone::sip {

namespace {

/// Comparing takes time by the square of the number of parameters and headers: beyond this, only octets that
/// are the same are.
constexpr std::size_t kMaxCompared = 1024;

WireError bad(const char* what) {
    return {WireErrc::bad_value, 0, what};
}

constexpr std::array kSchemes{
    std::pair{std::string_view{"sip"}, Scheme::sip},
    std::pair{std::string_view{"sips"}, Scheme::sips},
    std::pair{std::string_view{"tel"}, Scheme::tel},
};

bool is_scheme(std::string_view text) {
    const auto is_letter = [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; };
    return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
}

Scheme scheme_of(std::string_view name) {
    const auto found =
        std::find_if(kSchemes.begin(), kSchemes.end(), [&](const auto& s) { return iequals(s.first, name); });
    return found != kSchemes.end() ? found->second : Scheme::other;
}

bool read_host_and_port(std::string_view text, Uri& uri) {
    const auto bracket = text.starts_with('[') ? text.find(']') : 0;
    const auto colon = bracket == std::string_view::npos ? bracket : text.find(':', bracket);
    uri.host = text.substr(0, colon);
    if (colon != std::string_view::npos) {
        const auto port = parse_number(text.substr(colon + 1), std::numeric_limits<std::uint16_t>::max());
        if (!port) {
            return false;
        }
        uri.port = static_cast<std::uint16_t>(*port);
    }
    return is_host(uri.host);
}

bool are_headers(std::string_view text) {
    while (true) {
        const auto one = text.substr(0, text.find('&'));
        const auto equals = one.find('=');
        if (equals == std::string_view::npos || equals == 0 ||
            !is_escaped_text(one.substr(0, equals), Letters::header) ||
            !is_escaped_text(one.substr(equals + 1), Letters::header)) {
            return false;
        }
        if (one.size() == text.size()) {
            return true;
        }
        text.remove_prefix(one.size() + 1);
    }
}

/// What stands behind "sip:" or "sips:".
Parsed<Uri> parse_sip(Uri uri, std::string_view rest) {
    // No part but the user's may hold an unescaped @, and the user's may hold ; and ?.
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        const auto info = rest.substr(0, at);
        const auto colon = info.find(':');
        uri.has_user = true;
        uri.user = info.substr(0, colon);
        if (colon != std::string_view::npos) {
            uri.has_password = true;
            uri.password = info.substr(colon + 1);
        }
        if (uri.user.empty() || !is_escaped_text(uri.user, Letters::user) ||
            !is_escaped_text(uri.password, Letters::password)) {
            return bad("a URI's user part is malformed");
        }
        rest.remove_prefix(at + 1);
    }
    if (const auto question = rest.find('?'); question != std::string_view::npos) {
        uri.has_headers = true;
        uri.headers = rest.substr(question + 1);
        rest = rest.substr(0, question);
        if (!are_headers(uri.headers)) {
            return bad("a URI's headers are malformed");
        }
    }
    const auto semicolon = std::min(rest.find(';'), rest.size());
    const auto parameters = Parameters::parse_uri(rest.substr(semicolon));
    if (!parameters) {
        return bad("a URI's parameters are malformed");
    }
    uri.parameters = *parameters;
    if (!read_host_and_port(rest.substr(0, semicolon), uri)) {
        return bad("a URI's host or port is malformed");
    }
    return uri;
}

Parsed<Uri> parse_tel(Uri uri, std::string_view rest) {
    const auto semicolon = std::min(rest.find(';'), rest.size());
    const auto parameters = Parameters::parse_uri(rest.substr(semicolon));
    uri.user = rest.substr(0, semicolon);
    const bool is_number = !uri.user.empty() && std::all_of(uri.user.begin(), uri.user.end(), [](char c) {
        return is_hex_digit(c) || std::string_view{"+-.()*#"}.find(c) != std::string_view::npos;
    });
    if (!is_number || !parameters) {
        return bad("a telephone number is malformed");
    }
    uri.has_user = true;
    uri.parameters = *parameters;
    return uri;
}

// Comparison --------------------------------------------------------------------------------------

/// One octet of a URI: an escape of what is not reserved is the octet that it stands for, any other escape
/// is something of its own (RFC 3261 §19.1.4).
struct Unit {
    char octet;
    bool is_escaped;

    friend bool operator==(const Unit&, const Unit&) = default;
};

Unit take_unit(std::string_view& text, bool ignores_case) {
    Unit unit{text.front(), false};
    if (text.size() >= 3 && text.front() == '%') {
        const auto octet = unescaped(text.substr(0, 3)).front();
        unit = {octet, is_in(octet, Letters::reserved)};
        text.remove_prefix(2);
    }
    text.remove_prefix(1);
    if (ignores_case) {
        unit.octet = to_lower(unit.octet);
    }
    return unit;
}

bool are_same(std::string_view a, std::string_view b, bool ignores_case) {
    while (!a.empty() && !b.empty()) {
        if (take_unit(a, ignores_case) != take_unit(b, ignores_case)) {
            return false;
        }
    }
    return a.empty() && b.empty();
}

/// Found by a name that may be escaped, too.
std::optional<Parameter> find_same(const Parameters& parameters, std::string_view name) {
    std::optional<Parameter> found;
    parameters.each([&](const Parameter& parameter) {
        if (are_same(parameter.name, name, true)) {
            found = parameter;
        }
        return !found.has_value();
    });
    return found;
}

/// Those in only one of two URIs that make them different.
constexpr std::array<std::string_view, 5> kTelling{"user", "ttl", "method", "maddr", "transport"};

/// True when nothing in `a` contradicts `b`.
bool agree(const Parameters& a, const Parameters& b, bool all_count) {
    bool is_same = true;
    a.each([&](const Parameter& parameter) {
        if (const auto other = find_same(b, parameter.name)) {
            is_same = parameter.value.has_value() == other->value.has_value() &&
                      are_same(parameter.value.value_or(""), other->value.value_or(""), true);
        } else {
            is_same = !all_count && std::none_of(kTelling.begin(), kTelling.end(), [&](auto telling) {
                return are_same(parameter.name, telling, true);
            });
        }
        return is_same;
    });
    return is_same;
}

/// How often a header stands in a list of them; order does not count, number does.
std::ptrdiff_t count_header(std::string_view headers, std::string_view one) {
    const auto equals = one.find('=');
    std::ptrdiff_t found = 0;
    while (!headers.empty()) {
        const auto other = headers.substr(0, headers.find('&'));
        const auto split = other.find('=');
        if (are_same(other.substr(0, split), one.substr(0, equals), true) &&
            are_same(other.substr(split + 1), one.substr(equals + 1), false)) {
            ++found;
        }
        headers.remove_prefix(std::min(other.size() + 1, headers.size()));
    }
    return found;
}

bool are_same_headers(std::string_view a, std::string_view b) {
    if (std::count(a.begin(), a.end(), '&') != std::count(b.begin(), b.end(), '&') ||
        a.empty() != b.empty()) {
        return false;
    }
    auto rest = a;
    while (!rest.empty()) {
        const auto one = rest.substr(0, rest.find('&'));
        if (count_header(a, one) != count_header(b, one)) {
            return false;
        }
        rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    }
    return true;
}

/// Digits as they are dialled: "+1 (201) 555-0123" without what only helps the eye.
std::string dialled(std::string_view number) {
    std::string out;
    for (const char c : number) {
        if (std::string_view{"-.()"}.find(c) == std::string_view::npos) {
            out += to_lower(c);
        }
    }
    return out;
}

}  // namespace

Parsed<Uri> parse_uri(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) {
        return bad("what should be a URI has no scheme");
    }
    Uri uri;
    uri.text = text;
    uri.scheme = scheme_of(text.substr(0, colon));
    const auto rest = text.substr(colon + 1);
    if (uri.is_sip()) {
        return parse_sip(uri, rest);
    }
    if (uri.scheme == Scheme::tel) {
        return parse_tel(uri, rest);
    }
    if (!is_text(rest, Letters::uri)) {
        return bad("a URI has letters that none may have");
    }
    uri.user = rest;
    return uri;
}

bool are_equivalent(const Uri& a, const Uri& b) {
    // A parameter that a URI has twice, against RFC 3261 §19.1.1, may contradict itself.
    if (a.text == b.text) {
        return true;
    }
    if (a.scheme != b.scheme || a.scheme == Scheme::other ||
        std::max(a.text.size(), b.text.size()) > kMaxCompared) {
        return false;
    }
    if (a.scheme == Scheme::tel) {
        return dialled(a.user) == dialled(b.user) && agree(a.parameters, b.parameters, true) &&
               agree(b.parameters, a.parameters, true);
    }
    return a.has_user == b.has_user && a.has_password == b.has_password && are_same(a.user, b.user, false) &&
           are_same(a.password, b.password, false) && iequals(a.host, b.host) && a.port == b.port &&
           agree(a.parameters, b.parameters, false) && agree(b.parameters, a.parameters, false) &&
           are_same_headers(a.headers, b.headers);
}

std::string address_of_record(const Uri& uri) {
    std::string out{uri.scheme == Scheme::sips ? "sips:" : "sip:"};
    if (uri.has_user) {
        out += unescaped(uri.user);
        out += '@';
    }
    out += to_lower(uri.host);
    if (uri.port) {
        out += ':';
        out += std::to_string(*uri.port);
    }
    return out;
}

}  // namespace dialtone::sip
