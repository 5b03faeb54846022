#include "server/http/head_codec.hpp"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>

#include <algorithm>
#include <optional>

namespace dialtone::http {

namespace beast = boost::beast::http;
using boost::beast::error_code;

namespace {

using Parser = beast::request_parser<beast::empty_body>;

std::string text(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

Method method_of(beast::verb verb) {
    if (verb == beast::verb::get) {
        return Method::get;
    }
    return verb == beast::verb::head ? Method::head : Method::other;
}

/// Empty lines before a request are to be ignored (RFC 9112 §2.2).
std::size_t leading_line_ends(Bytes octets) {
    std::size_t count = 0;
    while (count < octets.size() && (octets[count] == '\r' || octets[count] == '\n')) {
        ++count;
    }
    return count;
}

}  // namespace

struct HeadParser::Internals {
    std::optional<Parser> parser;

    void renew() {
        parser.emplace();
        parser->header_limit(kMaxHead);
        parser->body_limit(boost::none);  // bodies are not read; who sends one is told so and closed
    }
};

HeadParser::HeadParser() : internals_{std::make_unique<Internals>()} {
    internals_->renew();
}

HeadParser::~HeadParser() = default;

void HeadParser::reset() {
    internals_->renew();
    head_ = {};
    understood_ = 0;
    consumed_ = 0;
    status_ = 0;
}

HeadParser::State HeadParser::fail(unsigned status) {
    status_ = status;
    return State::bad;
}

HeadParser::State HeadParser::parse(Bytes octets) {
    const auto skipped = leading_line_ends(octets);
    const auto rest = octets.subspan(skipped);
    if (rest.empty()) {
        return skipped > kMaxHead ? fail(400) : State::incomplete;
    }
    const auto line_end = std::find(rest.begin(), rest.end(), '\n');
    if (static_cast<std::size_t>(line_end - rest.begin()) > kMaxRequestLine) {
        return fail(414);
    }
    auto& parser = *internals_->parser;
    error_code error;
    // The parser keeps what it understood so far, line by line, and wants to see only what follows.
    const auto unseen = rest.subspan(std::min(understood_, rest.size()));
    understood_ += parser.put(boost::asio::buffer(unseen.data(), unseen.size()), error);
    if (error == beast::error::need_more) {
        return rest.size() > kMaxHead ? fail(431) : State::incomplete;
    }
    if (error) {
        return fail(error == beast::error::header_limit ? 431 : 400);
    }
    if (!parser.is_header_done()) {
        return State::incomplete;
    }
    consumed_ = skipped + understood_;
    read_head();
    return State::complete;
}

void HeadParser::read_head() {
    const auto& parser = *internals_->parser;
    const auto& message = parser.get();
    head_.method = method_of(message.method());
    head_.target = text(message.target());
    head_.version = message.version() == 10 ? 10 : 11;
    head_.has_body = parser.chunked() || parser.content_length().value_or(0) > 0;
    head_.keep_alive = parser.keep_alive() && !head_.has_body;
    head_.range = text(message[beast::field::range]);
    head_.if_range = text(message[beast::field::if_range]);
    head_.if_none_match = text(message[beast::field::if_none_match]);
    head_.if_modified_since = text(message[beast::field::if_modified_since]);
    head_.user_agent = text(message[beast::field::user_agent]);
}

void render_head(Buffer& out, unsigned status, unsigned version, std::span<const HeaderField> fields) {
    beast::response<beast::empty_body> response{static_cast<beast::status>(status), version};
    for (const auto& [name, value] : fields) {
        response.set(boost::beast::string_view{name.data(), name.size()}, value);
    }
    beast::response_serializer<beast::empty_body> serializer{response};
    serializer.split(true);
    error_code error;
    while (!serializer.is_header_done() && !error) {
        serializer.next(error, [&](error_code&, const auto& buffers) {
            std::size_t size = 0;
            for (const auto& buffer : boost::beast::buffers_range(buffers)) {
                const auto* begin = static_cast<const std::uint8_t*>(buffer.data());
                out.insert(out.end(), begin, begin + buffer.size());
                size += buffer.size();
            }
            serializer.consume(size);
        });
    }
}

}  // namespace dialtone::http
