#include "server/http/connection.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::http {

namespace {

/// Half of what a stream queues by default: head and chunk always fit.
constexpr std::size_t kChunk = 128U << 10U;
/// Requests that wait while one is answered.
constexpr std::size_t kMaxUnread = 4 * kMaxHead;

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
    if (unread_.size() + data.size() > kMaxUnread && state_ == State::answering) {
        close(net::Closing::reset, "sent too much at once");
        return;
    }
    if (unread_.empty() && state_ == State::reading) {
        deadline_ = host_.now().mono + limits_.head;
    }
    unread_.insert(unread_.end(), data.begin(), data.end());
    read_requests();
}

/// Answers what was received, until an answer must wait or octets are missing.
void Connection::read_requests() {
    if (is_reading_requests_) {
        return;  // an answer that ended at once; the loop below goes on
    }
    is_reading_requests_ = true;
    while (state_ == State::reading && !unread_.empty()) {
        const auto parsed = parser_.parse(unread_);
        if (parsed == HeadParser::State::incomplete) {
            break;
        }
        if (parsed == HeadParser::State::bad) {
            refuse(parser_.status());
            break;
        }
        unread_.erase(unread_.begin(), unread_.begin() + static_cast<std::ptrdiff_t>(parser_.consumed()));
        const auto head = parser_.head();
        parser_.reset();
        answer(head);
    }
    is_reading_requests_ = false;
}

void Connection::answer(const RequestHead& head) {
    ++requests_;
    const bool keep_alive = head.keep_alive && requests_ < limits_.requests;
    const auto now = host_.now();
    auto response = head.method == Method::other ? Response{.status = 405} : host_.handle({head, peer_, now});
    on_progress_ = std::move(response.on_progress);
    on_end_ = std::move(response.on_end);
    begin(make_answer(head, response, keep_alive, now.wall), keep_alive);
}

void Connection::refuse(unsigned status) {
    unread_.clear();
    begin(make_refusal(status, host_.now().wall), false);
}

void Connection::begin(Answer answer, bool keep_alive) {
    state_ = State::answering;
    began_ = host_.now();
    status_ = answer.status;
    keeps_alive_ = keep_alive;
    body_ = std::move(answer.body);
    sent_ = 0;
    host_.count(status_);
    // One write for a small file: head and body leave together.
    const auto first = body_.octets.subspan(0, std::min(kChunk, body_.octets.size()));
    answer.head.insert(answer.head.end(), first.begin(), first.end());
    sent_ = first.size();
    deadline_ = began_.mono + limits_.stalled;
    stream_->send(answer.head);
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
    const auto chunk = body_.octets.subspan(sent_, std::min(kChunk, body_.octets.size() - sent_));
    sent_ += chunk.size();
    deadline_ = host_.now().mono + limits_.stalled;
    stream_->send(chunk);
}

void Connection::end_answer() {
    report(true, {});
    if (!keeps_alive_) {
        close(net::Closing::graceful, {});
        return;
    }
    state_ = State::reading;
    deadline_ = host_.now().mono + (unread_.empty() ? limits_.idle : limits_.head);
    read_requests();
}

void Connection::report(bool is_complete, std::string_view reason) {
    const auto octets = sent_;
    body_ = {};
    on_progress_ = {};
    if (const auto on_end = std::exchange(on_end_, {})) {
        const auto now = host_.now();
        on_end({status_, octets, now.mono - began_.mono, is_complete, reason, now});
    }
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
        refuse(408);
    }
}

void Connection::shut(std::string_view reason) {
    if (state_ != State::over) {
        close(net::Closing::graceful, reason);
    }
}

}  // namespace dialtone::http
