#include "server/sip/transaction/client_transactions.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/builder.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace dialtone::sip {

namespace {

bool is_provisional(int status) {
    return status < 200;
}

bool is_success(int status) {
    return status >= 200 && status < 300;
}

/// RFC 3261 §17.1.3: branch and method in CSeq.
std::string key_of(const Essentials& essentials) {
    return to_lower(essentials.via.branch()) + '\n' + std::string{essentials.cseq.method_name};
}

/// The ACK of an answer that is no 2xx (RFC 3261 §17.1.1.3): the INVITE's own way and names, the answer's To.
Buffer acknowledge(Bytes invite, const Message& response) {
    Buffer out;
    Message request;
    if (!request.parse(invite)) {
        return out;
    }
    Values vias{request, HeaderId::via};
    Builder builder{out};
    builder.request(Method::ack, request.request_uri())
        .field(HeaderId::via, vias.next().value_or(std::string_view{}))
        .field(HeaderId::max_forwards, 70)
        .field(HeaderId::from, request.value(HeaderId::from))
        .field(HeaderId::to, response.value(HeaderId::to))
        .field(HeaderId::call_id, request.value(HeaderId::call_id));
    for (const auto* route = request.find(HeaderId::route); route != nullptr; route = request.next(*route)) {
        builder.field(HeaderId::route, route->value);
    }
    const auto cseq = parse_cseq(request.value(HeaderId::cseq));
    builder.field(HeaderId::cseq, {std::to_string(cseq ? cseq->number : 0), " ACK"}).finish();
    return out;
}

}  // namespace

std::optional<ClientTransactionId> ClientTransactions::send(
    Bytes request, const Flow& flow, Instant now, TransactionOutbox& out
) {
    Message message;
    if (!message.parse(request) || message.fault() || !message.is_request()) {
        return std::nullopt;
    }
    const auto essentials = read_essentials(message);
    if (!essentials || !essentials->via.has_magic_branch() || message.method() == Method::ack ||
        transactions_.size() >= limits_.transactions || octets_ + request.size() > limits_.octets) {
        return std::nullopt;
    }
    const Id id{++last_};
    Transaction transaction;
    transaction.is_invite = message.method() == Method::invite;
    transaction.flow = flow;
    transaction.key = key_of(*essentials);
    if (!by_key_.emplace(transaction.key, id).second) {
        return std::nullopt;
    }
    transaction.request.assign(request.begin(), request.end());
    transaction.ends = now + timers_.end();  // B, F
    transaction.pause = timers_.t1;
    transaction.repeats = flow.is_reliable() ? Instant::max() : now + transaction.pause;  // A, E
    octets_ += request.size() + transaction.key.size();
    out.send(flow, request);
    auto& kept = transactions_.emplace(static_cast<std::uint64_t>(id), std::move(transaction)).first->second;
    schedule(id, kept);
    return id;
}

// Answers -----------------------------------------------------------------------------------------

std::optional<ClientTransactionId> ClientTransactions::on_response(
    const Message& response, const Essentials& essentials, Instant now, TransactionOutbox& out
) {
    const auto known = by_key_.find(key_of(essentials));
    if (known == by_key_.end()) {
        return std::nullopt;
    }
    const auto id = known->second;
    auto& transaction = transactions_.at(static_cast<std::uint64_t>(id));
    const auto status = response.status();
    if (transaction.state == State::completed) {
        if (transaction.is_invite && !is_provisional(status) && !is_success(status)) {
            out.send(transaction.flow, transaction.ack);  // ours was lost
        }
        return std::nullopt;
    }
    if (transaction.state == State::accepted) {
        return is_success(status) ? std::optional{id} : std::nullopt;
    }
    if (is_provisional(status)) {
        on_provisional(transaction);
    } else {
        on_final(transaction, response, now, out);
    }
    schedule(id, transaction);
    return id;
}

/// An INVITE is heard now, and its end is its caller's to decide. All others are asked for further, at the
/// longest pause, until their time is over.
void ClientTransactions::on_provisional(Transaction& transaction) {
    transaction.state = State::proceeding;
    if (transaction.is_invite) {
        transaction.repeats = Instant::max();
        transaction.ends = Instant::max();
    } else {
        transaction.pause = timers_.t2;
    }
}

void ClientTransactions::on_final(
    Transaction& transaction, const Message& response, Instant now, TransactionOutbox& out
) {
    const bool is_reliable = transaction.flow.is_reliable();
    transaction.repeats = Instant::max();
    if (!transaction.is_invite) {
        transaction.state = State::completed;
        transaction.ends = now + (is_reliable ? Duration{} : timers_.t4);  // K
    } else if (is_success(response.status())) {
        transaction.state = State::accepted;
        transaction.ends = now + timers_.end();  // M
    } else {
        transaction.state = State::completed;
        transaction.ends = now + (is_reliable ? Duration{} : timers_.d());
        transaction.ack = acknowledge(transaction.request, response);
        octets_ += transaction.ack.size();
        out.send(transaction.flow, transaction.ack);
    }
    drop_request(transaction);
}

void ClientTransactions::on_lost(const Flow& flow, TransactionOutbox& out) {
    std::vector<Id> lost;
    for (const auto& [number, transaction] : transactions_) {
        if (transaction.flow == flow) {
            lost.push_back(Id{number});
        }
    }
    std::sort(lost.begin(), lost.end());
    for (const auto id : lost) {
        const auto state = transactions_.at(static_cast<std::uint64_t>(id)).state;
        if (state == State::calling || state == State::proceeding) {
            out.add(NotAnswered{id});
        }
        forget(id);
    }
}

// Time --------------------------------------------------------------------------------------------

void ClientTransactions::on_wake(Instant now, TransactionOutbox& out) {
    while (const auto due = deadlines_.take_due(now)) {
        const auto found = transactions_.find(due->second);
        if (found == transactions_.end() || found->second.wake != due->first) {
            continue;
        }
        const Id id{due->second};
        auto& transaction = found->second;
        transaction.wake = Instant::max();
        if (transaction.ends <= now) {
            if (transaction.state == State::calling || transaction.state == State::proceeding) {
                out.add(NotAnswered{id});
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

/// Timer A doubles without end, timer E up to T2.
void ClientTransactions::repeat(Transaction& transaction, Instant now, TransactionOutbox& out) {
    out.send(transaction.flow, transaction.request);
    transaction.pause *= 2;
    if (!transaction.is_invite) {
        transaction.pause = std::min(transaction.pause, timers_.t2);
    }
    transaction.repeats = now + transaction.pause;
}

/// It will not be sent again.
void ClientTransactions::drop_request(Transaction& transaction) {
    octets_ -= transaction.request.size();
    transaction.request = {};
}

void ClientTransactions::schedule(Id id, Transaction& transaction) {
    const auto when = std::min(transaction.ends, transaction.repeats);
    if (when < transaction.wake) {
        transaction.wake = when;
        deadlines_.add(when, static_cast<std::uint64_t>(id));
    }
}

void ClientTransactions::forget(Id id) {
    const auto found = transactions_.find(static_cast<std::uint64_t>(id));
    octets_ -= found->second.request.size() + found->second.ack.size() + found->second.key.size();
    by_key_.erase(found->second.key);
    transactions_.erase(found);
}

}  // namespace dialtone::sip
