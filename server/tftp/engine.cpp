#include "server/tftp/engine.hpp"

#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace dialtone::tftp {

namespace {

/// A request that comes again within this time, before anything was acknowledged, is the same
/// request repeated.
constexpr Duration kRepeatWindow = std::chrono::seconds{5};
/// How often the journal is told of requests from networks that may not ask: their sources may be invented.
constexpr Duration kOutsiderPause = std::chrono::seconds{1};

files::Opened unopened(std::string_view name, std::string subject) {
    files::Opened file;
    file.name = printable(name);
    file.subject = std::move(subject);
    return file;
}

std::size_t digest_of(std::string_view octets) {
    return std::hash<std::string_view>{}(octets);
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
      is_single_port_{ports == 0},
      ports_{std::max<std::size_t>(ports, 1)},
      limits_{std::move(limits)},
      patience_{patience},
      counters_{counters},
      allowed_{limits_.allowed},
      random_{seed},
      request_gate_{limits_.requests_per_second, limits_.request_burst, random_()},
      note_gate_{1, 1, random_()},
      sessions_{0, files::SeededHash{random_()}},
      active_by_source_{0, files::SeededHash{random_()}} {}

void Engine::on_request(Bytes datagram, const Endpoint& peer, Ipv4 local, Now now) {
    if (!is_answerable(peer, local)) {
        return;
    }
    if (!allowed_.contains(peer.address)) {
        ignore_outsider(peer.address, now);
        return;
    }
    const auto message = parse(datagram);
    const auto* view = message ? std::get_if<RequestView>(&*message) : nullptr;
    if (view == nullptr && message && is_single_port_) {
        on_packet(message, {0, peer, local}, now);
        return;
    }
    if (view == nullptr) {
        // Nothing is answered: two servers that answer each other's errors never end (RFC 1350 §2).
        counters_.malformed.add();
        refuse_unread(peer.address, message ? "not a request" : message.error().what, now);
        return;
    }
    counters_.requests.add();
    if (!request_gate_.pass(peer.address, now)) {
        counters_.unanswered.add();
        refuse_unread(peer.address, "too many requests at once: left unanswered", now);
        return;
    }
    on_read({*view, {random_port(), peer, local}, digest_of(text_of(datagram)), now});
}

void Engine::on_read(const Request& request) {
    const auto& view = request.view;
    const auto& peer = request.route.peer;
    const auto now = request.now;
    if (view.opcode == Opcode::write_request) {
        refuse(request, ErrorCode::access_violation, "writing is not allowed");
        return;
    }
    const auto mode = mode_from(view.mode);
    if (!mode || view.file.empty()) {
        refuse(request, ErrorCode::illegal_operation, mode ? "empty file name" : "unknown transfer mode");
        return;
    }
    if (repeat_answer(request)) {
        return;
    }
    supersede(request);
    if (!has_room(peer, now)) {
        counters_.unanswered.add();
        refuse_unread(peer.address, "too many transfers at once: left unanswered", now);
        return;
    }
    auto opened = catalog_.open(view.file, {peer.address, files::Transport::tftp});
    switch (opened.status) {
        case files::Status::found:
            begin(request, *mode, std::move(opened));
            break;
        case files::Status::not_found:
            counters_.missing.add();
            observations_.push_back(files::file_missing(now.wall, opened, files::Transport::tftp));
            send_error(request.route, ErrorCode::file_not_found, "File not found");
            break;
        case files::Status::illegal:
            refuse(request, ErrorCode::file_not_found, opened.reason);
            break;
        case files::Status::not_ready:
            // Silence: the phone asks again within seconds, while "not found" would send it elsewhere.
            counters_.unanswered.add();
            if (note_gate_.pass(peer.address, now)) {
                observations_.push_back(
                    files::file_refused(now.wall, opened, files::Transport::tftp, opened.reason)
                );
            }
            break;
    }
}

/// True when the peer only says again what it said, before it acknowledged anything: one transfer answers
/// twice. A request for the same file with other options is a new one; a 7960 that cannot read our OACK asks
/// again without any.
bool Engine::repeat_answer(const Request& request) {
    const auto found = sessions_.find(request.route.peer);
    if (found == sessions_.end() || !found->second.transfer || found->second.datagram != request.datagram) {
        return false;
    }
    auto& session = found->second;
    auto& transfer = *session.transfer;
    if (!transfer.is_at_start() || request.now.mono - transfer.started().mono >= kRepeatWindow) {
        return false;
    }
    transfer.repeat_start(request.now, outbox_);
    queue_wake(found->first, session);
    return true;
}

void Engine::ignore_outsider(Ipv4 address, Now now) {
    counters_.outside.add();
    if (now.mono >= next_outsider_note_) {
        next_outsider_note_ = now.mono + kOutsiderPause;
        refuse_unread(address, "not from a network that may ask for files: left unanswered", now);
    }
}

void Engine::refuse(const Request& request, ErrorCode code, std::string_view why) {
    counters_.refused.add();
    const auto address = request.route.peer.address;
    if (note_gate_.pass(address, request.now)) {
        const auto name = files::Name::parse(request.view.file);
        const auto file = unopened(request.view.file, catalog_.subject(name ? &*name : nullptr, address));
        observations_.push_back(files::file_refused(request.now.wall, file, files::Transport::tftp, why));
    }
    // What the client is told reveals nothing about names that are not served.
    send_error(request.route, code, code == ErrorCode::file_not_found ? "File not found" : why);
}

void Engine::refuse_unread(Ipv4 address, std::string_view why, Now now) {
    if (note_gate_.pass(address, now)) {
        const auto file = unopened({}, catalog_.subject(nullptr, address));
        observations_.push_back(files::file_refused(now.wall, file, files::Transport::tftp, why));
    }
}

void Engine::send_error(const Route& route, ErrorCode code, std::string_view text) {
    render_error(outbox_.begin(), code, text);
    outbox_.end(route);
}

/// A new request ends the peer's earlier transfer. A phone that goes on to another file while only the last
/// ACK is missing has the earlier one: that ACK was lost.
void Engine::supersede(const Request& request) {
    const auto found = sessions_.find(request.route.peer);
    if (found == sessions_.end() || !found->second.transfer) {
        return;
    }
    auto& session = found->second;
    const bool goes_on = session.name != digest_of(request.view.file);
    const bool is_served = goes_on && session.transfer->awaits_last_ack();
    record_end(
        session,
        is_served,
        goes_on ? "the phone asked for another file" : "the phone asked again",
        request.now
    );
    finish(found->first, session, request.now);
}

void Engine::begin(const Request& request, Mode mode, files::Opened opened) {
    auto route = request.route;
    const auto [place, is_new] = sessions_.try_emplace(route.peer);
    auto& session = place->second;
    session.former_port = is_new || is_single_port_ ? kNoPort : session.port;
    if (route.port == session.former_port) {
        route.port = random_port(session.former_port);
    }
    session.port = route.port;
    session.datagram = request.datagram;
    session.name = digest_of(request.view.file);
    auto content = std::exchange(opened.file.content, {});
    session.size = content.octets.size();
    session.progress = files::Progress{session.size, request.now.mono};
    session.file = std::move(opened);
    auto agreement = agree(request.view, mode, session.size);
    session.transfer.emplace(std::move(content), route, std::move(agreement), patience_, request.now);
    ++active_;
    ++active_by_source_[route.peer.address];
    note_begun(route.peer, request.now);
    session.transfer->start(request.now, outbox_);
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

std::size_t Engine::random_port(std::size_t except) {
    if (except >= ports_ || ports_ == 1) {
        return std::uniform_int_distribution<std::size_t>{0, ports_ - 1}(random_);
    }
    const auto step = std::uniform_int_distribution<std::size_t>{1, ports_ - 1}(random_);
    return (except + step) % ports_;
}

}  // namespace dialtone::tftp
