#include "server/http/connection.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::http {

namespace {

/// Half of what a stream queues by default: head and chunk always fit.
constexpr std::size_t kChunk = 128U << 10U;
/// Requests that wait while one is answered.
constexpr std::size_t kMaxUnread = 4 * kMaxHead;

Bytes beginning_of(Bytes octets) {
    return octets.subspan(0, std::min(kChunk, octets.size()));
}

}  // namespace

Connection::Connection(Host& host, std::unique_ptr<net::Stream> stream, const ConnectionLimits& limits)
    : host_{host},
      stream_{std::move(stream)},
      limits_{limits},
      peer_{stream_->peer()},
      deadline_{host.now().mono + limits.idle} {}

void Connection::start() {
    stream_->start(*this);
}

void Connection::on_data(Bytes data) {
    if (state_ == State::over) {
        return;
    }
    if (state_ == State::answering && !keeps_alive_) {
        return;  // the rest of a body that nobody wants: the answer under way is the last
    }
    if (state_ == State::answering && unread_.size() + data.size() > kMaxUnread) {
        close(net::Closing::reset, "sent too much at once");
        return;
    }
    if (state_ == State::answering || !unread_.empty()) {
        unread_.insert(unread_.end(), data.begin(), data.end());
        if (state_ == State::reading) {
            read_unread();
        }
        return;
    }
    // Usually what comes is one request: then nothing of it needs to be kept.
    deadline_ = host_.now().mono + limits_.head;
    const auto rest = data.subspan(read_request(data));
    unread_.assign(rest.begin(), rest.end());
}

void Connection::read_unread() {
    const auto read = read_request(unread_);
    unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(read));
    if (unread_.empty()) {
        unread_ = {};  // an idle connection keeps no buffer
    }
}

/// Answers the request that `octets` begin with, once it is whole.
/// @return how many octets are done with.
std::size_t Connection::read_request(Bytes octets) {
    switch (parser_.parse(octets)) {
        case HeadParser::State::incomplete:
            return 0;
        case HeadParser::State::bad:
            refuse(status_of(parser_.fault()), to_string(parser_.fault()));
            return octets.size();
        case HeadParser::State::complete:
            break;
    }
    answer(parser_.head());
    const auto read = parser_.consumed();
    parser_.reset();
    return read;
}

void Connection::answer(const RequestHead& head) {
    const bool is_first = requests_++ == 0;
    const bool keep_alive = head.keep_alive && requests_ < limits_.requests;
    const auto now = host_.now();
    auto response =
        head.method == Method::other ? Response{.status = 405} : host_.handle({head, peer_, now, is_first});
    on_progress_ = std::move(response.on_progress);
    on_end_ = std::move(response.on_end);
    is_last_word_ = !head.keep_alive && !head.has_body;
    begin(make_answer(head, std::move(response), keep_alive, now.wall), keep_alive, now);
}

void Connection::refuse(unsigned status, std::string_view reason) {
    const auto now = host_.now();
    is_last_word_ = false;
    host_.refused({peer_, status, reason, now});
    begin(make_refusal(status, now.wall), false, now);
}

void Connection::begin(Answer answer, bool keep_alive, Now now) {
    state_ = State::answering;
    began_ = now;
    status_ = answer.status;
    keeps_alive_ = keep_alive;
    body_ = std::move(answer.body);
    host_.count(status_);
    // One write for a small file: head and body leave together.
    const auto first = beginning_of(body_.octets);
    sent_ = first.size();
    deadline_ = began_.mono + limits_.stalled;
    stream_->send(answer.head);
    if (!first.empty()) {
        stream_->send(first);
    }
}

void Connection::on_drained() {
    if (state_ != State::answering) {
        return;
    }
    if (sent_ < body_.octets.size()) {
        if (on_progress_) {
            on_progress_(sent_, host_.now());
        }
        send_chunk();
    } else {
        end_answer();
    }
}

void Connection::send_chunk() {
    const auto chunk = beginning_of(body_.octets.subspan(sent_));
    sent_ += chunk.size();
    deadline_ = host_.now().mono + limits_.stalled;
    stream_->send(chunk);
}

void Connection::end_answer() {
    report(true, {});
    state_ = State::reading;
    if (!keeps_alive_) {
        close(is_last_word_ || has_peer_ended_ ? net::Closing::graceful : net::Closing::lingering, {});
        return;
    }
    deadline_ = host_.now().mono + (unread_.empty() ? limits_.idle : limits_.head);
    if (!unread_.empty()) {
        read_unread();
    }
    if (state_ == State::reading && has_peer_ended_) {
        close(net::Closing::graceful, {});
    }
}

void Connection::report(bool is_complete, std::string_view reason) {
    body_ = {};
    on_progress_ = {};
    if (!is_complete && state_ == State::answering) {
        host_.broke_off();
    }
    if (const auto on_end = std::exchange(on_end_, {})) {
        const auto now = host_.now();
        on_end({status_, sent_, now.mono - began_.mono, is_complete, reason, now});
    }
}

/// A client that only listens from now on still gets its answers.
bool Connection::on_end() {
    has_peer_ended_ = true;
    return state_ == State::answering;
}

void Connection::on_closed(std::string_view reason) {
    if (state_ == State::over) {
        return;
    }
    report(false, reason);
    state_ = State::over;
    host_.retire(*this);
}

void Connection::close(net::Closing how, std::string_view reason) {
    report(false, reason);
    state_ = State::over;
    stream_->close(how);
    host_.retire(*this);
}

void Connection::expire(Now now) {
    if (state_ == State::over || now.mono < deadline_) {
        return;
    }
    if (state_ == State::answering) {
        close(net::Closing::reset, "the phone stopped reading");
    } else if (unread_.empty()) {
        close(net::Closing::graceful, {});
    } else {
        unread_ = {};
        refuse(408, "the request did not come to its end");
    }
}

std::optional<Instant> Connection::waiting_since() const {
    if (state_ != State::reading) {
        return std::nullopt;
    }
    return deadline_ - (unread_.empty() ? limits_.idle : limits_.head);
}

void Connection::shut(std::string_view reason) {
    if (state_ != State::over) {
        close(net::Closing::graceful, reason);
    }
}

}  // namespace dialtone::http
