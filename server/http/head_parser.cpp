// The one file that compiles Beast's parser. It is given whole heads only, so that nothing it says needs
// copying.
#include "server/http/head_parser.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <functional>

namespace dialtone::http {

namespace beast = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

namespace {

constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr char kTlsHandshake = 0x16;  ///< the first octet of a TLS record that opens a connection

std::string_view text(string_view view) {
    return {view.data(), view.size()};
}

Method method_of(beast::verb verb) {
    if (verb == beast::verb::get) {
        return Method::get;
    }
    return verb == beast::verb::head ? Method::head : Method::other;
}

/// Writes what it reads into a RequestHead. Bodies are not read: who sends one is answered and closed.
class Reader final : public beast::basic_parser<true> {
 public:
    Reader(RequestHead& head, std::string_view octets) : head_{head}, octets_{octets} {
        header_limit(static_cast<std::uint32_t>(octets.size()) + 1);
        body_limit(boost::none);
    }

 private:
    void on_request_impl(beast::verb method, string_view, string_view target, int version, error_code& error)
        override {
        head_.method = method_of(method);
        head_.target = text(target);
        head_.version = version == 10 ? 10 : 11;
        error = {};
    }

    void on_field_impl(beast::field name, string_view, string_view value, error_code& error) override {
        // A folded value (obsolete, RFC 9112 §5.2, and dear to smugglers) would be a view of Beast's own
        // buffer.
        const bool is_ours = value.empty() || (std::greater_equal<>{}(value.data(), octets_.data()) &&
                                               std::less<>{}(value.data(), octets_.data() + octets_.size()));
        if (!is_ours) {
            error = beast::error::bad_value;
            return;
        }
        error = {};
        if (name == beast::field::transfer_encoding) {
            head_.has_body = true;
        } else if (auto* wanted = field(name); wanted != nullptr && wanted->empty()) {
            *wanted = text(value);
        }
    }

    std::string_view* field(beast::field name) {
        switch (name) {
            case beast::field::range:
                return &head_.range;
            case beast::field::if_range:
                return &head_.if_range;
            case beast::field::if_none_match:
                return &head_.if_none_match;
            case beast::field::if_modified_since:
                return &head_.if_modified_since;
            case beast::field::user_agent:
                return &head_.user_agent;
            default:
                return nullptr;
        }
    }

    void on_header_impl(error_code& error) override { error = {}; }

    void on_response_impl(int, string_view, int, error_code& error) override { error = {}; }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& error) override { error = {}; }

    std::size_t on_body_impl(string_view, error_code& error) override {
        error = {};
        return 0;
    }

    void on_chunk_header_impl(std::uint64_t, string_view, error_code& error) override { error = {}; }

    std::size_t on_chunk_body_impl(std::uint64_t, string_view, error_code& error) override {
        error = {};
        return 0;
    }

    void on_finish_impl(error_code& error) override { error = {}; }

    RequestHead& head_;
    std::string_view octets_;
};

/// Empty lines before a request are to be ignored (RFC 9112 §2.2).
std::size_t leading_line_ends(std::string_view octets) {
    return std::min(octets.find_first_not_of("\r\n"), octets.size());
}

bool may_begin_a_method(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

unsigned status_of(HeadFault fault) {
    switch (fault) {
        case HeadFault::line_too_long:
            return 414;
        case HeadFault::head_too_long:
            return 431;
        case HeadFault::not_http:
        case HeadFault::tls:
            break;
    }
    return 400;
}

std::string_view to_string(HeadFault fault) {
    switch (fault) {
        case HeadFault::not_http:
            return "this is not HTTP";
        case HeadFault::tls:
            return "it speaks TLS, and this port does not";
        case HeadFault::line_too_long:
            return "the name is too long";
        case HeadFault::head_too_long:
            return "the head of the request is too long";
    }
    return "?";
}

HeadParser::State HeadParser::fail(HeadFault fault) {
    fault_ = fault;
    return State::bad;
}

HeadParser::State HeadParser::parse(Bytes octets) {
    const auto skipped = leading_line_ends(text_of(octets));
    if (skipped > kMaxHead) {
        return fail(HeadFault::not_http);
    }
    const auto text = text_of(octets).substr(skipped);
    if (text.empty()) {
        return State::incomplete;
    }
    // What can be nothing is told so at once: a TLS client waits for an answer, and so would we.
    if (!may_begin_a_method(text.front())) {
        return fail(text.front() == kTlsHandshake ? HeadFault::tls : HeadFault::not_http);
    }
    const auto line_end = text.substr(0, kMaxRequestLine + 1).find('\n');
    if (line_end == std::string_view::npos && text.size() > kMaxRequestLine) {
        return fail(HeadFault::line_too_long);
    }
    if (line_end != std::string_view::npos && text[line_end - 1] != '\r') {
        return fail(HeadFault::not_http);
    }
    const auto end = text.substr(0, kMaxHead).find(kEndOfHead, searched_);
    if (end == std::string_view::npos) {
        searched_ = text.size() - std::min(text.size(), kEndOfHead.size() - 1);
        return text.size() >= kMaxHead ? fail(HeadFault::head_too_long) : State::incomplete;
    }
    consumed_ = skipped + end + kEndOfHead.size();
    return read_head(text.substr(0, end + kEndOfHead.size()));
}

HeadParser::State HeadParser::read_head(std::string_view text) {
    Reader reader{head_, text};
    error_code error;
    const auto read = reader.put(boost::asio::buffer(text.data(), text.size()), error);
    if (error || !reader.is_header_done() || read != text.size()) {
        return fail(HeadFault::not_http);
    }
    head_.has_body = head_.has_body || reader.content_length().value_or(0) > 0;
    head_.keep_alive = reader.keep_alive() && !head_.has_body;
    return State::complete;
}

}  // namespace dialtone::http
