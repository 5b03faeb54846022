#include "server/sip/transaction/server_transactions.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/response.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::sip {

namespace {

constexpr char kBetween = '\n';  // can be in none of the parts

bool is_provisional(int status) {
    return status < 200;
}

bool is_success(int status) {
    return status >= 200 && status < 300;
}

/// ACK and CANCEL have the branch of the INVITE that they are for (RFC 3261 §9.1, §17.1.1.3).
std::string_view method_in_key(std::string_view method, bool is_for_invite) {
    return is_for_invite ? to_string(Method::invite) : method;
}

/// RFC 3261 §17.2.3. @param is_for_invite  looks for the INVITE that an ACK or a CANCEL belongs to.
std::string key_of(const Message& request, const Essentials& essentials, bool is_for_invite) {
    std::string key;
    const auto add = [&](std::string_view part) {
        key += part;
        key += kBetween;
    };
    add(method_in_key(request.method_name(), is_for_invite));
    if (essentials.via.has_magic_branch()) {
        // The case of a branch counts for nothing: it is a token (RFC 3261 §7.3.1).
        add(to_lower(essentials.via.branch()));
        add(to_lower(essentials.via.host));
        add(std::to_string(essentials.via.port_or_default()));
        return key;
    }
    // As RFC 2543 had it. The tag in To is left out: an ACK has the one of our answer, the INVITE had none.
    Values vias{request, HeaderId::via};
    add(request.request_uri());
    add(essentials.from.tag());
    add(essentials.call_id);
    add(std::to_string(essentials.cseq.number));
    add(vias.next().value_or(std::string_view{}));
    return key;
}

std::string merge_key_of(const Message& request, const Essentials& essentials) {
    if (!essentials.to.tag().empty() || request.method() == Method::cancel) {
        return {};
    }
    std::string key{request.method_name()};
    for (const auto part : {essentials.from.tag(), essentials.call_id}) {
        key += kBetween;
        key += part;
    }
    key += kBetween;
    key += std::to_string(essentials.cseq.number);
    return key;
}

}  // namespace

// Requests ----------------------------------------------------------------------------------------

Arrived ServerTransactions::on_request(
    const Message& request,
    const Essentials& essentials,
    const Flow& flow,
    Instant now,
    TransactionOutbox& out
) {
    auto key = key_of(request, essentials, request.method() == Method::ack);
    if (request.method() == Method::ack) {
        return on_ack(key, now);
    }
    if (const auto known = by_key_.find(key); known != by_key_.end()) {
        return on_known(known->second, transactions_.at(static_cast<std::uint64_t>(known->second)), out);
    }
    if (transactions_.size() >= limits_.transactions || octets_ >= limits_.octets) {
        return {Arrival::refused};
    }
    return begin(request, essentials, std::move(key), flow, now);
}

Arrived ServerTransactions::on_known(Id id, const Transaction& transaction, TransactionOutbox& out) {
    // In accepted the 2xx is the transaction user's to repeat (RFC 6026 §7.1).
    const bool answers = transaction.state == State::proceeding || transaction.state == State::completed;
    if (answers && !transaction.answer.empty()) {
        out.send(transaction.flow, transaction.answer);
    }
    return {Arrival::retransmission, id};
}

Arrived ServerTransactions::on_ack(const std::string& key, Instant now) {
    const auto known = by_key_.find(key);
    if (known == by_key_.end()) {
        return {Arrival::stray_ack};
    }
    const auto id = known->second;
    auto& transaction = transactions_.at(static_cast<std::uint64_t>(id));
    if (transaction.state == State::accepted) {
        return {Arrival::stray_ack, id};
    }
    if (transaction.state != State::completed) {
        return {Arrival::acknowledged, id};
    }
    transaction.state = State::confirmed;
    transaction.repeats = Instant::max();
    transaction.ends = now + (transaction.flow.is_reliable() ? Duration{} : timers_.t4);
    octets_ -= transaction.answer.size();
    transaction.answer = {};
    schedule(id, transaction);
    return {Arrival::acknowledged, id};
}

Arrived ServerTransactions::begin(
    const Message& request, const Essentials& essentials, std::string key, const Flow& flow, Instant now
) {
    const Id id{++last_};
    Arrived arrived{Arrival::fresh, id};
    Transaction transaction;
    transaction.is_invite = request.method() == Method::invite;
    transaction.flow = flow;
    transaction.began = now;
    transaction.merge_key = merge_key_of(request, essentials);
    if (transaction.is_invite) {
        transaction.state = State::proceeding;
        transaction.repeats = now + Timers::kTrying;
        begin_response(transaction.answer, request, flow.remote, 100, {}).finish();
        octets_ += transaction.answer.size();
    }
    if (!transaction.is_invite) {
        transaction.ends = now + timers_.end();  // the client has given up by then (its timer F)
    }
    if (!flow.is_reliable()) {
        transaction.flow.remote = response_destination(request, flow.remote);
    }
    if (request.method() == Method::cancel) {
        const auto target = by_key_.find(key_of(request, essentials, true));
        arrived.cancelled = target != by_key_.end() ? std::optional{target->second} : std::nullopt;
    }
    if (!transaction.merge_key.empty() && !by_merge_key_.emplace(transaction.merge_key, id).second) {
        arrived.what = Arrival::merged;
        transaction.merge_key.clear();
    }
    by_key_.emplace(key, id);
    transaction.key = std::move(key);
    octets_ += transaction.key.size() + transaction.merge_key.size();
    auto& kept = transactions_.emplace(static_cast<std::uint64_t>(id), std::move(transaction)).first->second;
    schedule(id, kept);
    return arrived;
}

// Answers -----------------------------------------------------------------------------------------

void ServerTransactions::respond(
    ServerTransactionId id, int status, Bytes octets, Instant now, TransactionOutbox& out
) {
    const auto found = transactions_.find(static_cast<std::uint64_t>(id));
    if (found == transactions_.end()) {
        return;
    }
    auto& transaction = found->second;
    if (transaction.state == State::accepted && is_success(status)) {
        out.send(transaction.flow, octets);
        return;
    }
    if (transaction.state != State::trying && transaction.state != State::proceeding) {
        return;
    }
    if (!transaction.is_invite) {
        const bool is_early = !transaction.flow.is_reliable() && now - transaction.began < timers_.t2;
        if (is_provisional(status) && is_early) {
            return;
        }
        if (status == 408) {
            forget(id);
            return;
        }
    }
    out.send(transaction.flow, octets);
    transaction.repeats = Instant::max();
    if (is_provisional(status)) {
        transaction.state = State::proceeding;
        keep(transaction, octets);
        schedule(id, transaction);
    } else {
        keep(transaction, transaction.is_invite && is_success(status) ? Bytes{} : octets);
        complete(id, transaction, status, now);
    }
}

void ServerTransactions::keep(Transaction& transaction, Bytes octets) {
    octets_ -= transaction.answer.size();
    transaction.answer.assign(octets.begin(), octets.end());
    transaction.answer.shrink_to_fit();
    octets_ += transaction.answer.size();
}

void ServerTransactions::complete(Id id, Transaction& transaction, int status, Instant now) {
    const bool is_reliable = transaction.flow.is_reliable();
    if (transaction.is_invite && is_success(status)) {
        transaction.state = State::accepted;
        transaction.ends = now + timers_.end();  // L
    } else if (transaction.is_invite) {
        transaction.state = State::completed;
        transaction.ends = now + timers_.end();  // H
        transaction.pause = timers_.t1;
        transaction.repeats = is_reliable ? Instant::max() : now + transaction.pause;  // G
    } else {
        transaction.state = State::completed;
        transaction.ends = now + (is_reliable ? Duration{} : timers_.end());  // J
    }
    schedule(id, transaction);
}

// Time --------------------------------------------------------------------------------------------

void ServerTransactions::on_wake(Instant now, TransactionOutbox& out) {
    while (const auto due = deadlines_.take_due(now)) {
        const auto found = transactions_.find(due->second);
        if (found == transactions_.end() || found->second.wake != due->first) {
            continue;
        }
        const Id id{due->second};
        auto& transaction = found->second;
        transaction.wake = Instant::max();
        if (transaction.ends <= now) {
            if (transaction.is_invite && transaction.state == State::completed) {
                out.add(NotAcknowledged{id});
            }
            forget(id);
            continue;
        }
        if (transaction.repeats <= now) {
            repeat(transaction, now, out);
        }
        schedule(id, transaction);
    }
}

/// Sends the first 100 of an INVITE, or its final answer again (timer G).
void ServerTransactions::repeat(Transaction& transaction, Instant now, TransactionOutbox& out) {
    out.send(transaction.flow, transaction.answer);
    if (transaction.state == State::proceeding) {
        transaction.repeats = Instant::max();
        return;
    }
    transaction.pause = std::min(2 * transaction.pause, timers_.t2);
    transaction.repeats = now + transaction.pause;
}

void ServerTransactions::schedule(Id id, Transaction& transaction) {
    const auto when = std::min(transaction.ends, transaction.repeats);
    if (when < transaction.wake) {
        transaction.wake = when;
        deadlines_.add(when, static_cast<std::uint64_t>(id));
    }
}

void ServerTransactions::forget(Id id) {
    const auto found = transactions_.find(static_cast<std::uint64_t>(id));
    octets_ -= found->second.answer.size() + found->second.key.size() + found->second.merge_key.size();
    by_key_.erase(found->second.key);
    if (!found->second.merge_key.empty()) {
        by_merge_key_.erase(found->second.merge_key);
    }
    transactions_.erase(found);
}

}  // namespace dialtone::sip
