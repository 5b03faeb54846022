#include "server/sip/message/fields.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/limits.hpp"
#include "server/sip/message/syntax.hpp"

#include <limits>

namespace dialtone::sip {

namespace {

WireError bad(const char* what) {
    return {WireErrc::bad_value, 0, what};
}

constexpr std::uint64_t kMostCSeq = (1ULL << 31U) - 1;
constexpr std::uint16_t kWholeQ = 1000;

}  // namespace

Parsed<CSeq> parse_cseq(std::string_view value) {
    Scanner in{trimmed(value)};
    const auto number = parse_number(in.token(), kMostCSeq);
    if (!number) {
        return bad("the number in CSeq is none");
    }
    in.skip_white();
    const auto name = in.token();
    if (name.empty() || !in.is_at_end()) {
        return bad("CSeq names no method");
    }
    return CSeq{static_cast<std::uint32_t>(*number), method_of(name), name};
}

bool is_call_id(std::string_view value) {
    const auto at = value.find('@');
    const auto has_words = [](std::string_view text) { return is_text(text, Letters::word); };
    return value.size() <= kMaxIdentifier && has_words(value.substr(0, at)) &&
           (at == std::string_view::npos || has_words(value.substr(at + 1)));
}

std::optional<std::uint8_t> parse_max_forwards(std::string_view value) {
    const auto number = parse_number(trimmed(value), std::numeric_limits<std::uint8_t>::max());
    return number ? std::optional{static_cast<std::uint8_t>(*number)} : std::nullopt;
}

std::optional<std::chrono::seconds> parse_delta_seconds(std::string_view value) {
    const auto number = parse_number(trimmed(value), std::numeric_limits<std::uint32_t>::max());
    return number ? std::optional{std::chrono::seconds{*number}} : std::nullopt;
}

std::optional<std::uint16_t> parse_q(std::string_view value) {
    constexpr std::size_t kMostDecimals = 3;
    const auto dot = value.find('.');
    const auto whole = parse_number(value.substr(0, dot), 1);
    auto decimals = dot == std::string_view::npos ? std::string{} : std::string{value.substr(dot + 1)};
    if (!whole || decimals.size() > kMostDecimals) {
        return std::nullopt;
    }
    decimals.resize(kMostDecimals, '0');
    const auto part = parse_number(decimals, kWholeQ - 1U);
    if (!part || *whole * kWholeQ + *part > kWholeQ) {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(*whole * kWholeQ + *part);
}

Parsed<Named> parse_named(std::string_view value) {
    value = trimmed(value);
    Scanner in{value};
    Named named;
    named.name = trimmed(in.until(";"));
    const auto parameters = Parameters::parse(in.rest());
    if (!parameters) {
        return bad("the parameters of a header field are malformed");
    }
    if (named.name.empty() || named.name.find_first_of(" \t\r\n,\"<>") != std::string_view::npos) {
        return bad("a header field has no value");
    }
    named.parameters = *parameters;
    return named;
}

bool MediaType::is(std::string_view name) const {
    const auto slash = name.find('/');
    return iequals(name.substr(0, slash), type) && iequals(name.substr(slash + 1), subtype);
}

Parsed<MediaType> parse_media_type(std::string_view value) {
    value = trimmed(value);
    Scanner in{value};
    MediaType media;
    media.type = in.token();
    const bool has_slash = in.take('/');
    media.subtype = in.token();
    const auto parameters = Parameters::parse(in.rest());
    if (media.type.empty() || !has_slash || media.subtype.empty() || !parameters) {
        return bad("a media type is malformed");
    }
    media.parameters = *parameters;
    return media;
}

Parsed<Reason> parse_reason(std::string_view value) {
    const auto named = parse_named(value);
    if (!named) {
        return named.error();
    }
    Reason reason;
    reason.protocol = named->name;
    if (const auto cause = parse_number(named->parameters.value("cause"), 999)) {
        reason.cause = static_cast<std::uint16_t>(*cause);
    }
    reason.text = unquoted(named->parameters.value("text"));
    return reason;
}

bool has_tag(const Message& message, HeaderId id, std::string_view tag) {
    Values values{message, id};
    while (const auto value = values.next()) {
        if (iequals(*value, tag)) {
            return true;
        }
    }
    return false;
}

}  // namespace dialtone::sip
