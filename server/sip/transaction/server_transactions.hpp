#pragma once

#include "common/bytes/bytes.hpp"
#include "common/time/deadlines.hpp"
#include "common/time/now.hpp"
#include "server/sip/message/essentials.hpp"
#include "server/sip/message/message.hpp"
#include "server/sip/transaction/flow.hpp"
#include "server/sip/transaction/outbox.hpp"
#include "server/sip/transaction/timers.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace dialtone::sip {

/// How much is kept of requests that are under way or were just answered.
struct TransactionLimits {
    std::size_t transactions = 32768;
    std::size_t octets = 64U << 20U;  ///< of what is kept for retransmission and for telling them apart
};

/// What a request is to the transactions that there are.
enum class Arrival : std::uint8_t {
    fresh,           ///< a new one: answer it by respond()
    merged,          ///< the same request by another way: answer this one 482 (RFC 3261 §8.2.2.2)
    retransmission,  ///< has been seen; what there was to send is sent again
    acknowledged,    ///< the ACK for an answer of ours that was no 2xx: there is no more to do
    stray_ack,       ///< an ACK of no transaction here: it belongs to a 2xx, and so to a dialog
    refused,         ///< too much is going on: answer 503, without a transaction
};

struct Arrived {
    Arrival what = Arrival::fresh;
    ServerTransactionId transaction{};                  ///< of fresh, merged and retransmission
    std::optional<ServerTransactionId> cancelled = {};  ///< of a fresh CANCEL: the one that it is for
};

/// The server's side of RFC 3261 §17.2, with RFC 6026 for INVITE and RFC 4320 for all else.
///
/// Requests come in, answers of the transaction user go out, and what was lost on the way is made good by
/// neither of them. Pure: no I/O, no clock. Bounded by TransactionLimits.
class ServerTransactions {
 public:
    explicit ServerTransactions(Timers timers = {}, TransactionLimits limits = {})
        : timers_{timers}, limits_{limits} {}

    /// @param essentials  of this request.
    Arrived on_request(
        const Message& request,
        const Essentials& essentials,
        const Flow& flow,
        Instant now,
        TransactionOutbox& out
    );

    /// Sends an answer, as far as the state of its transaction has a place for one. Of all that is not INVITE
    /// (RFC 4320): over datagrams no provisional answer before the client would wait as long anyhow, and
    /// nowhere a 408, which could only arrive too late.
    /// @param octets  the whole answer.
    void respond(ServerTransactionId id, int status, Bytes octets, Instant now, TransactionOutbox& out);

    [[nodiscard]] std::optional<Instant> next_wake() const { return deadlines_.next(); }

    void on_wake(Instant now, TransactionOutbox& out);

    [[nodiscard]] std::size_t size() const { return transactions_.size(); }

    [[nodiscard]] std::size_t octets() const { return octets_; }

 private:
    using Id = ServerTransactionId;

    enum class State : std::uint8_t {
        trying,      ///< not INVITE: nothing answered
        proceeding,  ///< a provisional answer at most
        accepted,    ///< INVITE: a 2xx; the transaction user sends it again until it is acknowledged
        completed,   ///< a final answer
        confirmed,   ///< INVITE: and its ACK
    };

    struct Transaction {
        State state = State::trying;
        bool is_invite = false;
        Flow flow;
        std::string key;
        std::string merge_key;  ///< empty: has a To tag, and cannot be merged
        Buffer answer;          ///< what a retransmission of the request gets; an INVITE's 100 at first
        Instant began;
        Instant ends = Instant::max();
        Instant repeats = Instant::max();
        Duration pause{};
        Instant wake = Instant::max();  ///< the one entry in deadlines_ that counts
    };

    Arrived on_known(Id id, const Transaction& transaction, TransactionOutbox& out);
    Arrived on_ack(const std::string& key, Instant now);
    Arrived begin(
        const Message& request, const Essentials& essentials, std::string key, const Flow& flow, Instant now
    );
    void keep(Transaction& transaction, Bytes octets);
    void complete(Id id, Transaction& transaction, int status, Instant now);
    void repeat(Transaction& transaction, Instant now, TransactionOutbox& out);
    void schedule(Id id, Transaction& transaction);
    void forget(Id id);

    Timers timers_;
    TransactionLimits limits_;
    std::unordered_map<std::uint64_t, Transaction> transactions_;
    std::unordered_map<std::string, Id> by_key_;
    std::unordered_map<std::string, Id> by_merge_key_;
    Deadlines<std::uint64_t> deadlines_;
    std::uint64_t last_ = 0;
    std::size_t octets_ = 0;
};

}  // namespace dialtone::sip
