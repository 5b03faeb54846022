#pragma once

#include "common/time/now.hpp"
#include "server/files/file_view.hpp"
#include "server/tftp/message.hpp"
#include "server/tftp/netascii.hpp"
#include "server/tftp/outbox.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace dialtone::tftp {

/// What both sides agreed on (RFC 2347 to 2349, 7440).
struct Agreement {
    Mode mode = Mode::octet;
    std::uint16_t block_size = kDefaultBlockSize;
    std::uint16_t window = 1;  ///< blocks; 1 in netascii
    Duration timeout{};        ///< asked for by the client; zero: ours, adapted to the round trip
    Buffer option_ack;         ///< rendered; empty when nothing was accepted, then DATA 1 comes first
};

/// How patient a transfer is.
struct Patience {
    Duration first_timeout = std::chrono::seconds{1};  ///< before a round trip is known
    Duration least_timeout = std::chrono::milliseconds{250};
    Duration most_timeout = std::chrono::seconds{8};  ///< of the doubling; the client's own may be longer
    unsigned retries = 5;                             ///< of one window
    unsigned retries_before_first_ack = 3;  ///< a forged request is answered no more often than this
    Duration without_progress = std::chrono::seconds{60};
    Duration in_all = std::chrono::minutes{30};  ///< 20 MB in blocks of 512 at 30 ms take 20 minutes
};

/// One read transfer as a pure state machine (RFC 1350 §2).
///
/// Owned by the engine, one per peer. At most `window` blocks are unacknowledged. Data are repeated only on
/// time-out, never on a repeated ACK (RFC 1123 §4.2.3.1, the Sorcerer's Apprentice). Block numbers count on
/// from 65535 to 0, as every client expects. What is sent stays as it was when the transfer began.
class Transfer {
 public:
    enum class State : std::uint8_t {
        sending,
        complete,   ///< the last block was acknowledged
        abandoned,  ///< see reason()
    };

    Transfer(files::Content content, Route route, Agreement agreement, const Patience& patience, Now now);

    /// Sends the OACK or the first window.
    void start(Now now, Outbox& out);
    void on_ack(std::uint16_t block, Now now, Outbox& out);
    /// The peer gives up; it is not answered (RFC 1350 §7).
    void on_error(const ErrorView& error);
    /// To be called at deadline() or later.
    void on_time(Now now, Outbox& out);
    /// The peer asked again with its first datagram: its answer is repeated. Only while is_at_start().
    void repeat_start(Now now, Outbox& out);
    /// Ends it with an ERROR 0 to the peer.
    void stop(std::string_view reason, Outbox& out);
    /// Ends it silently.
    void abandon(std::string_view reason);

    /// Of an ended transfer: gives up the content, to which packets just sent may still refer.
    std::shared_ptr<const void> release() { return std::exchange(content_, {}).owner; }

    [[nodiscard]] State state() const { return state_; }

    [[nodiscard]] const Route& route() const { return route_; }

    /// Nothing was acknowledged yet.
    [[nodiscard]] bool is_at_start() const { return !is_peer_proven_; }

    /// All is sent and only the acknowledgement of the last block is missing.
    [[nodiscard]] bool awaits_last_ack() const;

    [[nodiscard]] Instant deadline() const { return deadline_; }

    [[nodiscard]] Now started() const { return started_; }

    /// Octets of the file that the peer acknowledged.
    [[nodiscard]] std::uint64_t acknowledged() const;

    [[nodiscard]] std::uint64_t repeated_packets() const { return repeated_; }

    /// Why it was abandoned; the peer's own text is kept in peer_text().
    [[nodiscard]] std::string_view reason() const { return reason_; }

    [[nodiscard]] const std::string& peer_text() const { return peer_text_; }

 private:
    [[nodiscard]] bool is_awaiting_option_ack() const { return base_ == 0; }

    void send_window(Outbox& out);
    void send_block(std::uint64_t block, Outbox& out);
    void send_option_ack(Outbox& out);
    void advance(std::uint64_t acknowledged, Now now, Outbox& out);
    void learn_round_trip(Duration sample);
    void arm(Now now);
    [[nodiscard]] Duration base_timeout() const;

    files::Content content_;
    Route route_;
    Agreement agreement_;
    Patience patience_;

    // Blocks count from 1 in 64 bits; 0 stands for the OACK.
    std::uint64_t base_ = 1;    ///< the first that is not acknowledged
    std::uint64_t next_ = 1;    ///< the first that was never sent
    std::uint64_t last_ = 0;    ///< the one shorter than the block size; 0 while unknown (netascii)
    NetasciiPlace base_place_;  ///< where block base_ begins, in netascii
    NetasciiPlace next_place_;

    State state_ = State::sending;
    bool is_peer_proven_ = false;
    bool is_window_repeated_ = false;  ///< then its ACK tells no round trip (Karn)
    unsigned tries_ = 0;               ///< repetitions of the window at hand
    std::uint64_t repeated_ = 0;
    Duration smoothed_round_trip_{};
    Now started_;
    Instant sent_{};
    Instant progressed_{};
    Instant deadline_{};
    std::string_view reason_;
    std::string peer_text_;
};

}  // namespace dialtone::tftp
