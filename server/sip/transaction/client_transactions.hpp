#pragma once

#include "common/bytes/bytes.hpp"
#include "common/time/deadlines.hpp"
#include "common/time/now.hpp"
#include "server/sip/message/essentials.hpp"
#include "server/sip/message/message.hpp"
#include "server/sip/transaction/flow.hpp"
#include "server/sip/transaction/outbox.hpp"
#include "server/sip/transaction/server_transactions.hpp"
#include "server/sip/transaction/timers.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace dialtone::sip {

/// The client's side of RFC 3261 §17.1, with RFC 6026 for INVITE.
///
/// Requests of the transaction user go out and are sent again until somebody answers; each answer is told
/// once (every 2xx of an INVITE: several phones may give one). Acknowledges by itself the answers that are no
/// 2xx. Pure: no I/O, no clock. Bounded by TransactionLimits.
class ClientTransactions {
 public:
    explicit ClientTransactions(Timers timers = {}, TransactionLimits limits = {})
        : timers_{timers}, limits_{limits} {}

    /// Sends a request other than ACK. Its topmost Via must have a branch of its own, with the cookie.
    /// @return nullopt: too much is going on, or it is no such request. Nothing was sent.
    std::optional<ClientTransactionId> send(
        Bytes request, const Flow& flow, Instant now, TransactionOutbox& out
    );

    /// @param essentials  of this response.
    /// @return whose answer it is; nullopt: nobody's, or one that was told before.
    std::optional<ClientTransactionId> on_response(
        const Message& response, const Essentials& essentials, Instant now, TransactionOutbox& out
    );

    /// The way is gone: a connection ended, an ICMP error came. Its transactions end with NotAnswered.
    void on_lost(const Flow& flow, TransactionOutbox& out);

    [[nodiscard]] std::optional<Instant> next_wake() const { return deadlines_.next(); }

    void on_wake(Instant now, TransactionOutbox& out);

    [[nodiscard]] std::size_t size() const { return transactions_.size(); }

    [[nodiscard]] std::size_t octets() const { return octets_; }

 private:
    using Id = ClientTransactionId;

    enum class State : std::uint8_t {
        calling,     ///< nothing came back: INVITE's calling, the others' trying
        proceeding,  ///< a provisional answer
        accepted,    ///< INVITE: a 2xx, and perhaps more of them
        completed,   ///< a final answer
    };

    struct Transaction {
        State state = State::calling;
        bool is_invite = false;
        Flow flow;
        std::string key;
        Buffer request;
        Buffer ack;  ///< of a completed INVITE
        Instant ends = Instant::max();
        Instant repeats = Instant::max();
        Duration pause{};
        Instant wake = Instant::max();
    };

    void on_provisional(Transaction& transaction);
    void on_final(Transaction& transaction, const Message& response, Instant now, TransactionOutbox& out);
    void repeat(Transaction& transaction, Instant now, TransactionOutbox& out);
    void drop_request(Transaction& transaction);
    void schedule(Id id, Transaction& transaction);
    void forget(Id id);

    Timers timers_;
    TransactionLimits limits_;
    std::unordered_map<std::uint64_t, Transaction> transactions_;
    std::unordered_map<std::string, Id> by_key_;
    Deadlines<std::uint64_t> deadlines_;
    std::uint64_t last_ = 0;
    std::size_t octets_ = 0;
};

}  // namespace dialtone::sip
