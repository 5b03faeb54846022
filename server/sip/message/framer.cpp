#include "server/sip/message/framer.hpp"

#include "server/sip/message/header_id.hpp"
#include "server/sip/message/limits.hpp"
#include "server/sip/message/syntax.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace dialtone::sip {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kEndOfHead = "\r\n\r\n";

/// The one Content-Length of a head; nullopt when there is none, or two, or it is no number, or too large.
std::optional<std::size_t> length_of_body(std::string_view head) {
    std::optional<std::size_t> length;
    std::size_t at = head.find(kLineEnd);
    while (at != std::string_view::npos && at + kLineEnd.size() < head.size()) {
        const auto begin = at + kLineEnd.size();
        auto end = head.find(kLineEnd, begin);
        while (end != std::string_view::npos && end + kLineEnd.size() < head.size() &&
               is_blank(head[end + kLineEnd.size()])) {
            end = head.find(kLineEnd, end + kLineEnd.size());
        }
        const auto line = head.substr(begin, end == std::string_view::npos ? end : end - begin);
        at = end;
        const auto colon = line.find(':');
        if (colon == std::string_view::npos ||
            header_id_of(trimmed(line.substr(0, colon))) != HeaderId::content_length) {
            continue;
        }
        const auto number = parse_number(trimmed(line.substr(colon + 1)), kMaxBody);
        if (!number || length) {
            return std::nullopt;
        }
        length = *number;
    }
    return length;
}

}  // namespace

Framer::State Framer::take(State state, std::size_t octets) {
    consumed_ = octets;
    searched_ = 0;
    wanted_ = 0;
    return state;
}

Framer::State Framer::find(Bytes octets) {
    const auto text = text_of(octets);
    if (text.starts_with(kEndOfHead)) {
        return take(State::ping, kEndOfHead.size());
    }
    if (text.starts_with('\r') || text.empty()) {
        // A line end alone is the other side's answer to a ping, or half of one.
        if (text.size() < kLineEnd.size() || text == kLineEnd || text == "\r\n\r") {
            return State::incomplete;
        }
        return text.starts_with(kLineEnd) ? take(State::blank, kLineEnd.size()) : take(State::bad, 0);
    }
    if (wanted_ == 0) {
        const auto end = text.substr(0, kMaxHead).find(kEndOfHead, searched_);
        if (end == std::string_view::npos) {
            searched_ = text.size() - std::min(text.size(), kEndOfHead.size() - 1);
            return text.size() >= kMaxHead ? take(State::bad, 0) : State::incomplete;
        }
        const auto head = end + kEndOfHead.size();
        const auto body = length_of_body(text.substr(0, end + kLineEnd.size()));
        if (!body) {
            return take(State::bad, head);
        }
        wanted_ = head + *body;
    }
    return text.size() < wanted_ ? State::incomplete : take(State::message, wanted_);
}

}  // namespace dialtone::sip
