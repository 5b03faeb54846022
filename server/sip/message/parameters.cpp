#include "server/sip/message/parameters.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/syntax.hpp"

#include <algorithm>

namespace dialtone::sip {

namespace {

/// token, quoted string or host (RFC 3261 §25.1: gen-value). A few letters more are let through that phones
/// leave unquoted: "+sip.instance=<urn:…>" of old soft phones, "text/html" and the like.
std::string_view generic_value(Scanner& in) {
    if (in.peek() == '"') {
        return in.quoted();
    }
    return in.until(std::string_view{"; \t\r\n,\"\0", 8});
}

}  // namespace

std::optional<Parameters> Parameters::parse(std::string_view text) {
    text = trimmed(text);
    Scanner in{text};
    while (in.take(';')) {
        if (in.token().empty()) {
            return std::nullopt;
        }
        if (in.take('=') && generic_value(in).empty()) {
            return std::nullopt;
        }
    }
    in.skip_white();
    return in.is_at_end() ? std::optional{Parameters{text}} : std::nullopt;
}

std::optional<Parameters> Parameters::parse_uri(std::string_view text) {
    auto rest = text;
    while (!rest.empty()) {
        if (rest.front() != ';') {
            return std::nullopt;
        }
        rest.remove_prefix(1);
        const auto one = rest.substr(0, rest.find(';'));
        rest.remove_prefix(one.size());
        const auto equals = one.find('=');
        const auto name = one.substr(0, equals);
        const auto value = equals == std::string_view::npos ? std::string_view{"-"} : one.substr(equals + 1);
        if (name.empty() || value.empty() || !is_escaped_text(name, Letters::parameter) ||
            !is_escaped_text(value, Letters::parameter)) {
            return std::nullopt;
        }
    }
    return Parameters{text};
}

std::optional<std::string_view> Parameters::find(std::string_view name) const {
    std::optional<std::string_view> found;
    each([&](const Parameter& parameter) {
        if (iequals(parameter.name, name)) {
            found = parameter.value.value_or(std::string_view{});
        }
        return !found.has_value();
    });
    return found;
}

std::optional<Parameter> Parameters::next(std::string_view& rest) {
    Scanner in{rest};
    if (!in.take(';')) {
        return std::nullopt;
    }
    Parameter parameter;
    parameter.name = in.until("=; \t\r\n");
    if (in.take('=')) {
        parameter.value = in.peek() == '"' ? in.quoted() : in.until("; \t\r\n");
    }
    rest = in.rest();
    return parameter;
}

}  // namespace dialtone::sip
