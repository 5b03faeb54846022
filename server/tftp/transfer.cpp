#include "server/tftp/transfer.hpp"

#include "common/text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::tftp {

namespace {

/// The block that 16 bits on the wire mean, at or above `from` - 1.
std::uint64_t unwrap(std::uint16_t wire, std::uint64_t from) {
    const auto before = from - 1;
    return before + static_cast<std::uint16_t>(wire - static_cast<std::uint16_t>(before));
}

}  // namespace

Transfer::Transfer(
    files::Content content, Route route, Agreement agreement, const Patience& patience, Now now
)
    : content_{std::move(content)},
      route_{route},
      agreement_{std::move(agreement)},
      patience_{patience},
      started_{now},
      progressed_{now.mono} {
    if (agreement_.mode == Mode::octet) {
        last_ = content_.octets.size() / agreement_.block_size + 1;
    } else {
        agreement_.window = 1;  // the place where a block begins is known only once the one before is encoded
    }
    if (!agreement_.option_ack.empty()) {
        base_ = 0;
        next_ = 0;
    }
}

void Transfer::start(Now now, Outbox& out) {
    if (is_awaiting_option_ack()) {
        send_option_ack(out);
    } else {
        send_window(out);
    }
    sent_ = now.mono;
    arm(now);
}

void Transfer::on_ack(std::uint16_t block, Now now, Outbox& out) {
    if (state_ != State::sending) {
        return;
    }
    if (is_awaiting_option_ack()) {
        if (block == 0) {
            advance(0, now, out);
        }
        return;
    }
    const auto acknowledged = unwrap(block, base_);
    if (acknowledged >= base_ && acknowledged < next_) {
        advance(acknowledged, now, out);
    }
}

/// Block `acknowledged`, not acknowledged before, has arrived with all before it.
void Transfer::advance(std::uint64_t acknowledged, Now now, Outbox& out) {
    if (!is_window_repeated_) {
        learn_round_trip(now.mono - sent_);
    }
    is_peer_proven_ = true;
    is_window_repeated_ = false;
    tries_ = 0;
    progressed_ = now.mono;
    base_ = acknowledged + 1;
    base_place_ = next_place_;
    if (last_ != 0 && acknowledged == last_) {
        state_ = State::complete;
        return;
    }
    send_window(out);
    sent_ = now.mono;
    arm(now);
}

void Transfer::on_error(const ErrorView& error) {
    if (state_ != State::sending) {
        return;
    }
    peer_text_ = printable(error.text, 80);
    abandon(
        error.code == static_cast<std::uint16_t>(ErrorCode::option_refused) ? "the phone refused the options"
                                                                            : "the phone sent an error"
    );
}

void Transfer::on_time(Now now, Outbox& out) {
    if (state_ != State::sending || now.mono < deadline_) {
        return;
    }
    const auto retries = is_peer_proven_ ? patience_.retries : patience_.retries_before_first_ack;
    const auto most_silence = std::max(patience_.without_progress, base_timeout() * 2);
    const bool is_hopeless = tries_ >= retries || now.mono - progressed_ >= most_silence;
    if (is_hopeless || now.mono - started_.mono >= patience_.in_all) {
        abandon(is_hopeless ? "the phone fell silent" : "the transfer took too long");
        return;
    }
    ++tries_;
    is_window_repeated_ = true;
    const auto before = out.size();
    if (is_awaiting_option_ack()) {
        send_option_ack(out);
    } else {
        send_window(out);
    }
    repeated_ += out.size() - before;
    arm(now);
}

void Transfer::repeat_start(Now now, Outbox& out) {
    is_window_repeated_ = true;
    const auto before = out.size();
    start(now, out);
    repeated_ += out.size() - before;
}

void Transfer::stop(std::string_view reason, Outbox& out) {
    render_error(out.begin(), ErrorCode::see_message, reason);
    out.end(route_);
    abandon(reason);
}

void Transfer::abandon(std::string_view reason) {
    state_ = State::abandoned;
    reason_ = reason;
}

bool Transfer::awaits_last_ack() const {
    return state_ == State::sending && last_ != 0 && base_ == last_ && next_ > last_;
}

std::uint64_t Transfer::acknowledged() const {
    if (agreement_.mode == Mode::netascii) {
        return state_ == State::complete ? content_.octets.size() : base_place_.offset;
    }
    const auto blocks = base_ == 0 ? 0 : base_ - 1;
    return std::min<std::uint64_t>(blocks * agreement_.block_size, content_.octets.size());
}

void Transfer::send_option_ack(Outbox& out) {
    auto& packet = out.begin();
    packet.insert(packet.end(), agreement_.option_ack.begin(), agreement_.option_ack.end());
    out.end(route_);
    next_ = 1;
}

/// A window counts from the block acknowledged, not from what was sent before (RFC 7440 §4). Before the first
/// acknowledgement no more than one packet is out: with options the OACK, without them a window of 1.
void Transfer::send_window(Outbox& out) {
    auto end = base_ + agreement_.window;
    if (last_ != 0) {
        end = std::min(end, last_ + 1);
    }
    for (auto block = base_; block < end; ++block) {
        send_block(block, out);
    }
    next_ = std::max(next_, end);
}

void Transfer::send_block(std::uint64_t block, Outbox& out) {
    auto& packet = out.begin();
    render_data(packet, static_cast<std::uint16_t>(block), {});
    if (agreement_.mode == Mode::octet) {
        const auto offset = (block - 1) * agreement_.block_size;
        const auto left = content_.octets.size() - offset;
        out.end(route_, content_.octets.subspan(offset, std::min<std::size_t>(agreement_.block_size, left)));
        return;
    }
    const auto before = packet.size();
    next_place_ = encode_netascii(content_.octets, base_place_, agreement_.block_size, packet);
    if (packet.size() - before < agreement_.block_size) {
        last_ = block;
    }
    out.end(route_);
}

void Transfer::learn_round_trip(Duration sample) {
    smoothed_round_trip_ =
        smoothed_round_trip_ == Duration{} ? sample : (smoothed_round_trip_ * 7 + sample) / 8;
}

Duration Transfer::base_timeout() const {
    if (agreement_.timeout > Duration{}) {
        return agreement_.timeout;
    }
    return is_peer_proven_ ? std::max(patience_.least_timeout, smoothed_round_trip_ * 2)
                           : patience_.first_timeout;
}

void Transfer::arm(Now now) {
    const auto base = base_timeout();
    const auto most = std::max(base, patience_.most_timeout);
    deadline_ = now.mono + std::min(base * (1U << std::min(tries_, 16U)), most);
}

}  // namespace dialtone::tftp
