#include "server/sip/message/builder.hpp"

#include "server/sip/message/status.hpp"
#include "server/sip/message/syntax.hpp"

#include <algorithm>
#include <string>

namespace dialtone::sip {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kVersion = "SIP/2.0";

bool is_control(char c) {
    const auto octet = static_cast<std::uint8_t>(c);
    return (octet < 0x20 && c != '\t') || octet == 0x7f;
}

void put_escape(std::string& out, char c) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto octet = static_cast<std::uint8_t>(c);
    out += '%';
    out += kDigits[octet >> 4U];
    out += kDigits[octet & 0xfU];
}

std::string escaped(std::string_view text, Letters allowed) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_in(c, allowed)) {
            out += c;
        } else {
            put_escape(out, c);
        }
    }
    return out;
}

}  // namespace

Builder& Builder::request(Method method, std::string_view uri) {
    put_raw(to_string(method));
    put_raw(" ");
    put_raw(escaped(uri, Letters::uri));
    put_raw(" ");
    put_raw(kVersion);
    put_raw(kLineEnd);
    return *this;
}

Builder& Builder::response(int status, std::string_view phrase) {
    put_raw(kVersion);
    put_raw(" ");
    put_raw(std::to_string(status));
    put_raw(" ");
    put(phrase.empty() ? reason_phrase(status) : phrase);
    put_raw(kLineEnd);
    return *this;
}

Builder& Builder::field(HeaderId id, std::initializer_list<std::string_view> parts) {
    put_raw(to_string(id));
    put_raw(": ");
    for (const auto part : parts) {
        put(part);
    }
    put_raw(kLineEnd);
    return *this;
}

Builder& Builder::field(HeaderId id, std::uint64_t number) {
    return field(id, std::to_string(number));
}

Builder& Builder::field(std::string_view name, std::string_view value) {
    if (!is_text(name, Letters::token)) {
        return *this;
    }
    put_raw(name);
    put_raw(": ");
    put(value);
    put_raw(kLineEnd);
    return *this;
}

void Builder::finish(std::string_view content_type, std::string_view body) {
    if (!body.empty()) {
        field(HeaderId::content_type, content_type);
    }
    field(HeaderId::content_length, body.size());
    put_raw(kLineEnd);
    put_raw(body);
}

/// Controls become blanks. A line end takes the white space around it along: that is how a folded value is
/// unfolded (RFC 3261 §7.3.1).
void Builder::put(std::string_view text) {
    // Nearly all texts hold nothing of the kind.
    if (std::none_of(text.begin(), text.end(), is_control)) {
        put_raw(text);
        return;
    }
    const auto begin = out_.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r' && text[i] != '\n') {
            out_.push_back(static_cast<std::uint8_t>(is_control(text[i]) ? ' ' : text[i]));
            continue;
        }
        while (out_.size() > begin && is_blank(static_cast<char>(out_.back()))) {
            out_.pop_back();
        }
        while (i + 1 < text.size() && is_white(text[i + 1])) {
            ++i;
        }
        out_.push_back(' ');
    }
}

void Builder::put_raw(std::string_view text) {
    const auto octets = bytes_of(text);
    out_.insert(out_.end(), octets.begin(), octets.end());
}

std::string quoted(std::string_view text) {
    std::string out{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += is_control(c) ? ' ' : c;
    }
    out += '"';
    return out;
}

std::string bracketed(std::string_view uri, std::string_view display) {
    auto out = display.empty() ? std::string{} : quoted(display) + ' ';
    out += '<';
    out += escaped(uri, Letters::uri);
    out += '>';
    return out;
}

std::string escaped_user(std::string_view text) {
    return escaped(text, Letters::user);
}

}  // namespace dialtone::sip
