#pragma once

#include "common/bytes/bytes.hpp"
#include "server/sip/transaction/flow.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

namespace dialtone::sip {

/// Ids of transactions are never used twice.
enum class ServerTransactionId : std::uint64_t {};
enum class ClientTransactionId : std::uint64_t {};

/// What transactions want done, in this order.
struct Transmit {
    Flow flow;
    std::size_t begin = 0;  ///< in TransactionOutbox::octets()
    std::size_t end = 0;
};

/// Nobody acknowledged our final answer to an INVITE (timer H).
struct NotAcknowledged {
    ServerTransactionId transaction;
};

/// Nobody answered our request (timers B and F).
struct NotAnswered {
    ClientTransactionId transaction;
};

using TransactionEffect = std::variant<Transmit, NotAcknowledged, NotAnswered>;

/// The effects of one turn; used again from turn to turn.
class TransactionOutbox {
 public:
    void send(const Flow& flow, Bytes octets) {
        const auto begin = octets_.size();
        octets_.insert(octets_.end(), octets.begin(), octets.end());
        effects_.emplace_back(Transmit{flow, begin, octets_.size()});
    }

    void add(TransactionEffect effect) { effects_.push_back(effect); }

    [[nodiscard]] const std::vector<TransactionEffect>& effects() const { return effects_; }

    [[nodiscard]] Bytes octets(const Transmit& transmit) const {
        return Bytes{octets_}.subspan(transmit.begin, transmit.end - transmit.begin);
    }

    void clear() {
        effects_.clear();
        octets_.clear();
    }

 private:
    std::vector<TransactionEffect> effects_;
    Buffer octets_;
};

}  // namespace dialtone::sip
