#include "server/lab/http_getter.hpp"

#include "common/text/ascii.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <utility>

namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;

constexpr Duration kPatience = 5s;  ///< for the connection, and again for every piece of the answer
constexpr std::size_t kLargestHead = 8192;

/// The value of Content-Length in a complete head of status 200; nullopt for every other answer, and for more
/// than `largest`.
std::optional<std::size_t> content_length(std::string_view head, std::size_t largest) {
    constexpr std::string_view kField = "content-length:";
    const auto status = head.find(' ');
    if (!istarts_with(head, "HTTP/1.") || head.substr(status + 1, 3) != "200") {
        return std::nullopt;
    }
    while (!head.empty()) {
        const auto line = head.substr(0, head.find("\r\n"));
        if (istarts_with(line, kField)) {
            auto digits = line.substr(kField.size());
            digits.remove_prefix(std::min(digits.find_first_not_of(' '), digits.size()));
            std::size_t value = 0;
            const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            return parsed.ec == std::errc{} && value <= largest ? std::optional{value} : std::nullopt;
        }
        head.remove_prefix(std::min(line.size() + 2, head.size()));
    }
    return std::nullopt;
}

}  // namespace

void HttpGetter::fetch(Now now, const Endpoint& server, std::string name, Actions& out, std::size_t largest) {
    stream_ = ++*next_stream_;
    server_ = server;
    name_ = std::move(name);
    largest_ = largest;
    received_.clear();
    body_size_.reset();
    wake_at_ = now.mono + kPatience;
    out.emplace_back(OpenStream{*stream_, server});
}

void HttpGetter::abandon(Actions& out) {
    if (stream_) {
        out.emplace_back(CloseStream{*stream_});
    }
    stream_.reset();
    wake_at_.reset();
}

Fetch HttpGetter::end(Fetch how, Actions& out) {
    abandon(out);
    return how;
}

Fetch HttpGetter::on_open(Now now, Actions& out) {
    const auto request = fmt::format(
        "GET /{} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Allegro-Software-WebClient/4.34\r\nAccept: */*\r\n"
        "Connection: close\r\n\r\n",
        name_,
        server_.to_string()
    );
    const auto octets = bytes_of(request);
    out.emplace_back(SendStream{*stream_, Buffer{octets.begin(), octets.end()}});
    wake_at_ = now.mono + kPatience;
    return Fetch::going_on;
}

Fetch HttpGetter::on_data(Now now, Bytes data, Actions& out) {
    wake_at_ = now.mono + kPatience;
    received_.append(text_of(data));
    if (!body_size_) {
        const auto end_of_head = received_.find("\r\n\r\n");
        if (end_of_head == std::string::npos) {
            return received_.size() > kLargestHead ? end(Fetch::failed, out) : Fetch::going_on;
        }
        body_size_ = content_length(std::string_view{received_}.substr(0, end_of_head), largest_);
        if (!body_size_) {
            return end(Fetch::failed, out);
        }
        received_.erase(0, end_of_head + 4);
    }
    if (received_.size() < *body_size_) {
        return Fetch::going_on;
    }
    received_.resize(*body_size_);
    return end(Fetch::fetched, out);
}

Fetch HttpGetter::on_closed() {
    stream_.reset();
    wake_at_.reset();
    return Fetch::failed;
}

Fetch HttpGetter::on_timer(Now now, Actions& out) {
    return wake_at_ && now.mono >= *wake_at_ ? end(Fetch::failed, out) : Fetch::going_on;
}

}  // namespace dialtone::lab
