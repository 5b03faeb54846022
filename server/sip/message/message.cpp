#include "server/sip/message/message.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/limits.hpp"
#include "server/sip/message/syntax.hpp"

#include <algorithm>

namespace dialtone::sip {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kName = "SIP/";

/// "SIP/2.0", also of versions that are not ours.
bool is_version(std::string_view text) {
    if (!istarts_with(text, kName)) {
        return false;
    }
    const auto number = text.substr(kName.size());
    const auto dot = number.find('.');
    return dot != std::string_view::npos && parse_number(number.substr(0, dot), UINT32_MAX) &&
           parse_number(number.substr(dot + 1), UINT32_MAX);
}

/// Where the line ends that begins at `from`, folded ones included; npos: it does not end.
std::size_t end_of_field(std::string_view text, std::size_t from) {
    while (true) {
        const auto end = text.find(kLineEnd, from);
        if (end == std::string_view::npos) {
            return end;
        }
        const auto behind = end + kLineEnd.size();
        // The empty line's own end is no fold, whatever the body begins with.
        if (end == from || behind >= text.size() || !is_blank(text[behind])) {
            return end;
        }
        from = behind;
    }
}

/// A carriage return or a line feed on its own. Whoever took it for a line end would see other header fields
/// than we do.
bool has_stray_line_end(std::string_view line) {
    for (auto at = line.find('\r'); at != std::string_view::npos; at = line.find('\r', at + 1)) {
        if (line.substr(at + 1, 1) != "\n") {
            return true;
        }
    }
    for (auto at = line.find('\n'); at != std::string_view::npos; at = line.find('\n', at + 1)) {
        if (at == 0 || line[at - 1] != '\r') {
            return true;
        }
    }
    return false;
}

}  // namespace

Parsed<void> Message::parse(Bytes octets) {
    fields_.clear();
    first_.fill(0);
    fault_.reset();
    method_name_ = request_uri_ = version_ = reason_ = body_ = {};
    method_ = Method::other;
    status_ = 0;
    // Empty lines before a message are to be ignored (RFC 3261 §7.5).
    auto text = text_of(octets);
    text.remove_prefix(std::min(text.find_first_not_of(kLineEnd), text.size()));
    octets_ = bytes_of(text);
    const auto end = text.substr(0, kMaxHead).find(kLineEnd);
    if (end == std::string_view::npos) {
        return WireError{WireErrc::truncated, octets.size(), "there is no start line"};
    }
    if (!read_start_line(text.substr(0, end))) {
        return WireError{WireErrc::bad_value, 0, "this is not SIP"};
    }
    read_body(read_fields(text.substr(end + kLineEnd.size())));
    return {};
}

/// The first fault is the one that is told.
void Message::fail(WireErrc code, std::string_view where, const char* what) {
    if (!fault_) {
        const auto offset = where.data() - text_of(octets_).data();
        fault_ = WireError{code, static_cast<std::size_t>(offset), what};
    }
}

// The start line ----------------------------------------------------------------------------------

bool Message::read_start_line(std::string_view line) {
    is_request_ = !istarts_with(line, kName);
    if (has_stray_line_end(line)) {
        fail(WireErrc::bad_value, line, "a line end is not CRLF");
    }
    if (is_request_) {
        read_request_line(line);
    } else {
        read_status_line(line);
    }
    return !version_.empty();
}

/// Leaves version_ empty for what is no request line at all. One with blanks where none belong is a malformed
/// one, and gets an answer (RFC 4475 §3.1.2.8 to §3.1.2.10).
void Message::read_request_line(std::string_view line) {
    const auto tail = line.find_last_not_of(' ');
    const auto whole = line.substr(0, tail == std::string_view::npos ? 0 : tail + 1);
    const auto first = whole.find(' ');
    const auto last = whole.rfind(' ');
    if (first == std::string_view::npos || !is_text(whole.substr(0, first), Letters::token) ||
        !is_version(whole.substr(last + 1))) {
        return;
    }
    method_name_ = whole.substr(0, first);
    method_ = method_of(method_name_);
    version_ = whole.substr(last + 1 + kName.size());
    request_uri_ = first == last ? std::string_view{} : whole.substr(first + 1, last - first - 1);
    if (whole.size() != line.size() || request_uri_.empty() ||
        request_uri_.find_first_of(" \t") != std::string_view::npos) {
        fail(WireErrc::bad_value, line, "the request line has blanks too many, or lacks its URI");
    }
}

void Message::read_status_line(std::string_view line) {
    const auto first = line.find(' ');
    const auto second = line.find(' ', std::min(first, line.size() - 1) + 1);
    if (first == std::string_view::npos || !is_version(line.substr(0, first))) {
        return;
    }
    version_ = line.substr(kName.size(), first - kName.size());
    const auto code = line.substr(first + 1, second == std::string_view::npos ? second : second - first - 1);
    const auto number = code.size() == 3 ? parse_number(code, 699) : std::nullopt;
    reason_ = second == std::string_view::npos ? std::string_view{} : line.substr(second + 1);
    if (!number || *number < 100) {
        fail(WireErrc::bad_value, line, "the status code is none");
        return;
    }
    status_ = static_cast<int>(*number);
}

// Header fields -----------------------------------------------------------------------------------

/// @return what stands behind the empty line; with a fault what is not understood is left out.
std::string_view Message::read_fields(std::string_view rest) {
    const auto head = rest.substr(0, kMaxHead);
    std::size_t at = 0;
    while (true) {
        const auto end = end_of_field(head, at);
        if (end == std::string_view::npos) {
            fail(WireErrc::truncated, head.substr(std::min(at, head.size())), "the header fields do not end");
            return {};
        }
        if (end == at) {
            return rest.substr(end + kLineEnd.size());
        }
        add_field(head.substr(at, end - at));
        at = end + kLineEnd.size();
    }
}

void Message::add_field(std::string_view line) {
    if (line.size() > kMaxField || fields_.size() == kMaxFields) {
        fail(WireErrc::bad_length, line, "there is more in the header fields than a message may have");
        return;
    }
    const auto colon = line.find(':');
    const auto name = trimmed(line.substr(0, colon));
    if (colon == std::string_view::npos || !is_text(name, Letters::token) || name.data() != line.data()) {
        fail(WireErrc::bad_value, line, "a header field has no name");
        return;
    }
    if (has_stray_line_end(line)) {
        fail(WireErrc::bad_value, line, "a line end is not CRLF");
        return;
    }
    Field field{header_id_of(name), 0, name, trimmed(line.substr(colon + 1))};
    fields_.push_back(field);
    const auto place = static_cast<std::uint16_t>(fields_.size());
    auto& first = first_[static_cast<std::size_t>(field.id)];
    auto& last = last_[static_cast<std::size_t>(field.id)];
    if (first == 0) {
        first = place;
    } else {
        fields_[last - 1U].next = place;
        if (is_single(field.id)) {
            fail(WireErrc::bad_value, line, "a header field comes twice that may come once");
        }
    }
    last = place;
}

// The body ----------------------------------------------------------------------------------------

/// What is behind the body in a datagram does not count (RFC 3261 §18.3).
void Message::read_body(std::string_view rest) {
    body_ = rest;
    if (const auto* length = find(HeaderId::content_length)) {
        const auto count = parse_number(length->value, UINT32_MAX);
        if (!count) {
            fail(WireErrc::bad_value, length->value, "Content-Length is not a number");
        } else if (*count > rest.size()) {
            fail(WireErrc::bad_length, length->value, "the message is shorter than its Content-Length");
        } else {
            body_ = rest.substr(0, *count);
        }
    }
    if (body_.size() > kMaxBody) {
        fail(WireErrc::bad_length, body_, "the body is larger than a message may have");
    }
    if (!rest.empty()) {
        octets_ =
            octets_.first(static_cast<std::size_t>(body_.data() + body_.size() - text_of(octets_).data()));
    }
}

// Lists -------------------------------------------------------------------------------------------

Listed take_value(std::string_view& rest) {
    bool is_in_brackets = false;
    std::size_t end = 0;
    for (; end < rest.size(); ++end) {
        const char c = rest[end];
        if (c == '"' && !is_in_brackets) {
            Scanner quote{rest.substr(end)};
            const auto quoted = quote.quoted();
            if (quoted.empty()) {
                end = rest.size();  // it never ends: its reader says so
                break;
            }
            end += quoted.size() - 1;
        } else if (c == '<' || c == '>') {
            is_in_brackets = c == '<';
        } else if (c == ',' && !is_in_brackets) {
            break;
        }
    }
    const Listed listed{trimmed(rest.substr(0, end)), end < rest.size()};
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return listed;
}

std::optional<std::string_view> Values::next() {
    if (field_ == nullptr) {
        return std::nullopt;
    }
    const auto listed = take_value(rest_);
    if (!listed.has_next) {
        enter(message_.next(*field_));
    }
    return listed.value;
}

void Values::enter(const Field* field) {
    field_ = field;
    rest_ = field != nullptr ? field->value : std::string_view{};
}

}  // namespace dialtone::sip
