#include "server/tftp/engine.hpp"

#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace dialtone::tftp {

namespace {

/// A request that comes again within this time, before anything was acknowledged, is the same
/// request repeated.
constexpr Duration kRepeatWindow = std::chrono::seconds{5};
/// How long an ended transfer swallows what is still on its way.
constexpr Duration kLinger = std::chrono::seconds{3};

files::Opened unopened(std::string_view name, std::string subject) {
    files::Opened file;
    file.name = printable(name);
    file.subject = std::move(subject);
    return file;
}

/// Broadcast and multicast requests are ignored (RFC 1123 §4.2.3.5), and so is port 0, which
/// cannot be answered.
bool is_answerable(const Endpoint& peer, Ipv4 local) {
    const bool is_to_many = local == Ipv4::broadcast() || local.value() >> 28U == 0xe;
    return peer.port != 0 && !peer.address.is_unspecified() && !is_to_many;
}

}  // namespace

Engine::Engine(
    files::Catalog& catalog,
    std::size_t ports,
    std::uint64_t seed,
    Limits limits,
    Patience patience,
    Counters counters
)
    : catalog_{catalog},
      ports_{std::max<std::size_t>(ports, 1)},
      limits_{limits},
      patience_{patience},
      counters_{counters},
      random_{seed},
      request_gate_{limits.requests_per_second, limits.request_burst, random_()},
      note_gate_{1, 1, random_()} {}

void Engine::on_request(Bytes datagram, const Endpoint& peer, Ipv4 local, Now now) {
    if (!is_answerable(peer, local)) {
        return;
    }
    const auto message = parse(datagram);
    const auto* request = message ? std::get_if<RequestView>(&*message) : nullptr;
    if (request == nullptr) {
        // Nothing is answered: two servers that answer each other's errors never end (RFC 1350 §2).
        counters_.malformed.add();
        refuse_unread(peer, message ? "not a request" : message.error().what, now);
        return;
    }
    counters_.requests.add();
    if (!request_gate_.pass(peer.address, now)) {
        counters_.unanswered.add();
        refuse_unread(peer, "too many requests at once: left unanswered", now);
        return;
    }
    on_read(*request, {random_port(), peer, local}, now);
}

void Engine::on_read(const RequestView& request, const Route& route, Now now) {
    if (request.opcode == Opcode::write_request) {
        refuse(request, route, ErrorCode::access_violation, "writing is not allowed", now);
        return;
    }
    const auto mode = mode_from(request.mode);
    if (!mode) {
        refuse(request, route, ErrorCode::illegal_operation, "unknown transfer mode", now);
        return;
    }
    if (request.file.empty()) {
        refuse(request, route, ErrorCode::illegal_operation, "empty file name", now);
        return;
    }
    const auto found = sessions_.find(route.peer);
    if (found != sessions_.end() && found->second.transfer && found->second.asked == request.file) {
        auto& session = found->second;
        const bool is_repeat =
            session.transfer->is_at_start() && now.mono - session.transfer->started().mono < kRepeatWindow;
        if (is_repeat) {
            session.transfer->repeat_start(now, outbox_);
            queue_wake(route.peer, session);
            return;
        }
    }
    supersede(route.peer, request.file, now);
    if (is_full(route.peer)) {
        counters_.unanswered.add();
        refuse_unread(route.peer, "too many transfers at once: left unanswered", now);
        return;
    }
    auto opened = catalog_.open(request.file, {route.peer.address, files::Transport::tftp});
    switch (opened.status) {
        case files::Status::found:
            begin(request, *mode, std::move(opened), route, now);
            break;
        case files::Status::not_found:
            counters_.missing.add();
            observations_.push_back(files::file_missing(now.wall, opened, files::Transport::tftp));
            send_error(route, ErrorCode::file_not_found, "File not found");
            break;
        case files::Status::illegal:
            refuse(request, route, ErrorCode::file_not_found, opened.reason, now);
            break;
        case files::Status::not_ready:
            // Silence: the phone asks again within seconds, while "not found" would send it elsewhere.
            counters_.unanswered.add();
            if (note_gate_.pass(route.peer.address, now)) {
                observations_.push_back(
                    files::file_refused(now.wall, opened, files::Transport::tftp, opened.reason)
                );
            }
            break;
    }
}

void Engine::refuse(
    const RequestView& request, const Route& route, ErrorCode code, std::string_view why, Now now
) {
    counters_.refused.add();
    if (note_gate_.pass(route.peer.address, now)) {
        const auto name = files::Name::parse(request.file);
        const auto file =
            unopened(request.file, catalog_.subject(name ? &*name : nullptr, route.peer.address));
        observations_.push_back(files::file_refused(now.wall, file, files::Transport::tftp, why));
    }
    // What the client is told reveals nothing about names that are not served.
    send_error(route, code, code == ErrorCode::file_not_found ? "File not found" : why);
}

void Engine::refuse_unread(const Endpoint& peer, std::string_view why, Now now) {
    if (note_gate_.pass(peer.address, now)) {
        const auto file = unopened({}, catalog_.subject(nullptr, peer.address));
        observations_.push_back(files::file_refused(now.wall, file, files::Transport::tftp, why));
    }
}

void Engine::send_error(const Route& route, ErrorCode code, std::string_view text) {
    render_error(outbox_.begin(), code, text);
    outbox_.end(route);
}

bool Engine::is_full(const Endpoint& peer) const {
    const auto of_source = active_by_source_.find(peer.address);
    const auto count = of_source == active_by_source_.end() ? 0 : of_source->second;
    return active_ >= limits_.transfers || count >= limits_.transfers_per_source;
}

/// A new request ends the peer's earlier transfer. A phone that goes on to another file while only the last
/// ACK is missing has the earlier one: that ACK was lost.
void Engine::supersede(const Endpoint& peer, std::string_view asked, Now now) {
    const auto found = sessions_.find(peer);
    if (found == sessions_.end()) {
        return;
    }
    if (auto& session = found->second; session.transfer) {
        const bool goes_on = session.asked != asked;
        const bool is_served = goes_on && session.transfer->awaits_last_ack();
        record_end(
            session, is_served, goes_on ? "the phone asked for another file" : "the phone asked again", now
        );
        finish(peer, session, now);
    }
    sessions_.erase(found);  // its entries in wakes_ find nobody, or a session that is not due
}

void Engine::begin(const RequestView& request, Mode mode, files::Opened opened, const Route& route, Now now) {
    auto& session = sessions_[route.peer];
    session.asked = request.file;
    session.port = route.port;
    auto content = std::exchange(opened.file.content, {});
    session.size = content.octets.size();
    session.progress = files::Progress{session.size, now.mono};
    auto agreement = agree(request, mode, content.octets.size());
    session.file = std::move(opened);
    session.transfer.emplace(std::move(content), route, std::move(agreement), patience_, now);
    ++active_;
    ++active_by_source_[route.peer.address];
    session.transfer->start(now, outbox_);
    queue_wake(route.peer, session);
}

Agreement Engine::agree(const RequestView& request, Mode mode, std::size_t size) const {
    Agreement agreement{.mode = mode};
    const auto wanted = read_options(request.options);
    OptionViews accepted;
    fmt::basic_memory_buffer<char, 128> text;
    text.reserve(128);  // the views below point into it: four numbers, of 20 digits at most
    const auto accept = [&](std::string_view name, std::uint64_t value) {
        // Named as the client spelled it, once, however often it was asked for.
        const auto asked = std::find_if(request.options.begin(), request.options.end(), [&](const auto& o) {
            return iequals(o.name, name);
        });
        const auto begin = text.size();
        fmt::format_to(std::back_inserter(text), "{}", value);
        accepted.push_back({asked->name, {text.data() + begin, text.size() - begin}});
    };
    if (wanted.block_size) {
        agreement.block_size = std::min(*wanted.block_size, limits_.block_size);
        accept("blksize", agreement.block_size);
    }
    if (wanted.timeout) {
        agreement.timeout = std::chrono::seconds{*wanted.timeout};
        accept("timeout", *wanted.timeout);
    }
    // In netascii the size is not known before the end; curl takes a size of 0 for an error.
    if (wanted.transfer_size && mode == Mode::octet && size > 0) {
        accept("tsize", size);
    }
    if (wanted.window_size && mode == Mode::octet) {
        agreement.window = std::min(*wanted.window_size, limits_.window);
        accept("windowsize", agreement.window);
    }
    if (!accepted.empty()) {
        render_option_ack(agreement.option_ack, accepted);
    }
    return agreement;
}

void Engine::on_transfer(std::size_t port, Bytes datagram, const Endpoint& peer, Ipv4 local, Now now) {
    const auto message = parse(datagram);
    const auto found = sessions_.find(peer);
    if (found == sessions_.end()) {
        counters_.foreign.add();
        const bool is_error = message && std::holds_alternative<ErrorView>(*message);
        // RFC 1350 §4: told so, and the transfer of whoever owns that port goes on. An error
        // is never answered.
        if (message && !is_error && is_answerable(peer, local) && request_gate_.pass(peer.address, now)) {
            send_error({port, peer, local}, ErrorCode::unknown_transfer_id, "Unknown transfer ID");
        }
        return;
    }
    auto& session = found->second;
    if (!message) {
        counters_.malformed.add();
        return;
    }
    if (session.port != port || !session.transfer) {
        return;  // late, of the peer's earlier transfer
    }
    if (const auto* ack = std::get_if<Ack>(&*message)) {
        session.transfer->on_ack(ack->block, now, outbox_);
        const auto taken = session.transfer->acknowledged();
        if (auto step = session.progress.at(now, session.file, files::Transport::tftp, taken)) {
            observations_.push_back(std::move(*step));
        }
    } else if (const auto* error = std::get_if<ErrorView>(&*message)) {
        session.transfer->on_error(*error);
    } else {
        counters_.malformed.add();
        return;
    }
    settle(peer, session, now);
}

/// After an event: goes on waiting, or records the end.
void Engine::settle(const Endpoint& peer, Session& session, Now now) {
    const auto& transfer = *session.transfer;
    if (transfer.state() == Transfer::State::sending) {
        queue_wake(peer, session);
        return;
    }
    const bool is_served = transfer.state() == Transfer::State::complete;
    const auto reason = transfer.peer_text().empty()
                            ? std::string{transfer.reason()}
                            : fmt::format("{}: {}", transfer.reason(), transfer.peer_text());
    record_end(session, is_served, reason, now);
    finish(peer, session, now);
}

void Engine::record_end(const Session& session, bool is_served, std::string_view reason, Now now) {
    const auto& transfer = *session.transfer;
    const files::Delivery delivery{
        is_served ? session.size : transfer.acknowledged(), now.mono - transfer.started().mono};
    counters_.octets.add(delivery.octets);
    counters_.repeated.add(transfer.repeated_packets());
    (is_served ? counters_.served : counters_.broken_off).add();
    observations_.push_back(
        is_served ? files::file_served(now.wall, session.file, files::Transport::tftp, delivery)
                  : files::file_broken_off(now.wall, session.file, files::Transport::tftp, delivery, reason)
    );
}

/// Lets the content go; the session lingers.
void Engine::finish(const Endpoint& peer, Session& session, Now now) {
    session.transfer.reset();
    session.file = {};
    session.asked.clear();
    session.linger_until = now.mono + kLinger;
    --active_;
    const auto of_source = active_by_source_.find(peer.address);
    if (--of_source->second == 0) {
        active_by_source_.erase(of_source);
    }
    if (sessions_.size() > 2 * limits_.transfers) {
        session.linger_until = now.mono;
    }
    queue_wake(peer, session);
}

Instant Engine::wake_of(const Session& session) {
    return session.transfer ? session.transfer->deadline() : session.linger_until;
}

/// A session has an entry no later than its deadline; one that comes too early is put back (on_time). So an
/// ACK moves the deadline without touching the heap.
void Engine::queue_wake(const Endpoint& peer, Session& session) {
    const auto at = wake_of(session);
    if (session.queued == Instant{} || at < session.queued) {
        session.queued = at;
        wakes_.add(at, peer);
    }
    if (wakes_.size() > 8 * limits_.transfers + 1024) {
        rebuild_wakes();
    }
}

/// Entries of sessions that are gone wait for their time to come; a flood of them is thrown away here.
void Engine::rebuild_wakes() {
    wakes_ = {};
    for (auto& [peer, session] : sessions_) {
        session.queued = wake_of(session);
        wakes_.add(session.queued, peer);
    }
}

void Engine::on_time(Now now) {
    while (const auto due = wakes_.take_due(now.mono)) {
        const auto& [at, peer] = *due;
        const auto found = sessions_.find(peer);
        if (found == sessions_.end() || found->second.queued != at) {
            continue;  // replaced by an earlier entry, or of a session that is gone
        }
        auto& session = found->second;
        session.queued = Instant{};
        if (wake_of(session) > now.mono) {
            queue_wake(peer, session);
        } else if (session.transfer) {
            session.transfer->on_time(now, outbox_);
            settle(peer, session, now);
        } else {
            sessions_.erase(found);
        }
    }
}

void Engine::stop(Now now) {
    for (auto& [peer, session] : sessions_) {
        if (session.transfer) {
            session.transfer->stop("Server is stopping", outbox_);
            settle(peer, session, now);
        }
    }
}

std::optional<Instant> Engine::next_wake() const {
    return wakes_.next();
}

std::size_t Engine::random_port() {
    return std::uniform_int_distribution<std::size_t>{0, ports_ - 1}(random_);
}

}  // namespace dialtone::tftp
