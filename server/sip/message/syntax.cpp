#include "server/sip/message/syntax.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone::sip {

namespace {

using Table = std::array<std::uint16_t, 256>;

constexpr void add(Table& table, std::string_view letters, Letters set) {
    for (const char c : letters) {
        auto& entry = table[static_cast<std::uint8_t>(c)];
        entry = static_cast<std::uint16_t>(entry | static_cast<std::uint16_t>(set));
    }
}

constexpr std::string_view kAlphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::string_view kMarks = "-_.!~*'()";
constexpr std::string_view kReserved = ";/?:@&=+$,";

constexpr Table make_table() {
    Table table{};
    for (const auto set :
         {Letters::token,
          Letters::word,
          Letters::unreserved,
          Letters::user,
          Letters::password,
          Letters::parameter,
          Letters::header,
          Letters::host,
          Letters::uri}) {
        add(table, kAlphanumeric, set);
    }
    for (const auto set :
         {Letters::unreserved,
          Letters::user,
          Letters::password,
          Letters::parameter,
          Letters::header,
          Letters::uri}) {
        add(table, kMarks, set);
    }
    add(table, "-.!%*_+`'~", Letters::token);
    add(table, "-.!%*_+`'~()<>:\\\"/[]?{}", Letters::word);
    add(table, "&=+$,;?/", Letters::user);
    add(table, "&=+$,", Letters::password);
    add(table, "[]/:&+$", Letters::parameter);
    add(table, "[]/?:+$", Letters::header);
    add(table, "-._", Letters::host);  // the underscore against RFC 1123, and seen in many a lab
    add(table, kReserved, Letters::reserved);
    add(table, kReserved, Letters::uri);
    add(table, "[]%#", Letters::uri);
    return table;
}

constexpr Table kTable = make_table();

int value_of(char digit) {
    return is_digit(digit) ? digit - '0' : to_lower(digit) - 'a' + 10;
}

bool is_escape(std::string_view text) {
    return text.size() >= 3 && text[0] == '%' && is_hex_digit(text[1]) && is_hex_digit(text[2]);
}

}  // namespace

bool is_in(char c, Letters set) {
    return (kTable[static_cast<std::uint8_t>(c)] & static_cast<std::uint16_t>(set)) != 0;
}

bool is_escaped_text(std::string_view text, Letters set) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_in(text[i], set)) {
            continue;
        }
        if (!is_escape(text.substr(i))) {
            return false;
        }
        i += 2;
    }
    return true;
}

bool is_text(std::string_view text, Letters set) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) { return is_in(c, set); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_white(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_white(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t most) {
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    const bool is_whole = !text.empty() && is_digit(text.front()) && error == std::errc{} && stopped == end;
    return is_whole && value <= most ? std::optional{value} : std::nullopt;
}

bool is_host(std::string_view text) {
    if (!text.starts_with('[')) {
        return is_text(text, Letters::host);
    }
    constexpr std::string_view kShortest = "[::]";
    return text.size() >= kShortest.size() && text.back() == ']' &&
           std::all_of(text.begin() + 1, text.end() - 1, [](char c) {
               return is_hex_digit(c) || c == ':' || c == '.';
           });
}

std::string unescaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_escape(text.substr(i))) {
            out += static_cast<char>(value_of(text[i + 1]) * 16 + value_of(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string unquoted(std::string_view text) {
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
        return std::string{text};
    }
    text = text.substr(1, text.size() - 2);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
            ++i;
        }
        out += text[i];
    }
    return out;
}

void Scanner::skip_white() {
    while (at_ < text_.size() && is_white(text_[at_])) {
        ++at_;
    }
}

bool Scanner::take(char separator) {
    const auto before = at_;
    skip_white();
    if (peek() != separator || is_at_end()) {
        at_ = before;
        return false;
    }
    ++at_;
    skip_white();
    return true;
}

std::string_view Scanner::run(Letters set) {
    const auto begin = at_;
    while (at_ < text_.size() && is_in(text_[at_], set)) {
        ++at_;
    }
    return text_.substr(begin, at_ - begin);
}

std::string_view Scanner::quoted() {
    if (peek() != '"') {
        return {};
    }
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
        if (text_[i] == '\\') {
            ++i;
        } else if (text_[i] == '"') {
            const auto found = text_.substr(at_, i + 1 - at_);
            at_ = i + 1;
            return found;
        }
    }
    return {};
}

std::string_view Scanner::until(std::string_view ends) {
    // By hand: the library's search calls out for every single octet.
    const auto is_end = [ends](char c) {
        for (const char end : ends) {
            if (c == end) {
                return true;
            }
        }
        return false;
    };
    const auto begin = at_;
    while (at_ < text_.size() && !is_end(text_[at_])) {
        ++at_;
    }
    return text_.substr(begin, at_ - begin);
}

}  // namespace dialtone::sip
