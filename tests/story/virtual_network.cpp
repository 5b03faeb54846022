#include "tests/story/virtual_network.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::story {

namespace {

using namespace std::chrono_literals;

/// 2026-11-02 06:30 UTC, a Monday: power returns before the office opens.
constexpr WallTime kMorning{std::chrono::seconds{1793601000}};
constexpr Duration kRetransmission = 200ms;  ///< TCP's least timeout on Linux; doubles with every loss

}  // namespace

VirtualNetwork::VirtualNetwork(std::uint64_t seed, const Wire& wire)
    : wire_{wire}, dice_{seed}, now_{Instant{1s}, kMorning} {}

void VirtualNetwork::at(Instant when, Task task) {
    events_.push({std::max(when, now_.mono), ++order_, std::move(task)});
}

bool VirtualNetwork::step() {
    if (events_.empty()) {
        return false;
    }
    // A priority_queue gives its top as const; the task is moved out before the entry goes.
    auto event = std::move(const_cast<Event&>(events_.top()));
    events_.pop();
    now_ = now_ + (event.when - now_.mono);
    event.task();
    return true;
}

bool VirtualNetwork::run_until(const std::function<bool()>& until, Duration limit) {
    const auto end = now_.mono + limit;
    while (!until()) {
        if (events_.empty() || events_.top().when > end) {
            now_ = now_ + (end - now_.mono);
            return until();
        }
        step();
    }
    return true;
}

void VirtualNetwork::run_for(Duration span) {
    run_until([] { return false; }, span);
}

void VirtualNetwork::bind(const Endpoint& at, OnDatagram on_datagram) {
    sockets_[at] = std::move(on_datagram);
}

std::uint64_t VirtualNetwork::listen_to_broadcasts(std::uint16_t port, OnDatagram on_datagram) {
    ears_.emplace(++last_ear_, Ear{port, std::move(on_datagram)});
    return last_ear_;
}

Duration VirtualNetwork::datagram_delay() {
    const auto held_up = dice_.chance(wire_.reordering) ? wire_.hold_up : Duration{0};
    return wire_.latency + dice_.between(0us, wire_.jitter) + held_up;
}

/// One segment's way: every loss costs a retransmission timeout, twice as long each time.
Duration VirtualNetwork::segment_delay() {
    auto delay = wire_.latency + dice_.between(0us, wire_.jitter);
    auto timeout = kRetransmission;
    while (dice_.chance(wire_.loss)) {
        delay += timeout;
        timeout = std::min<Duration>(timeout * 2, 60s);
    }
    return delay;
}

void VirtualNetwork::send(const Endpoint& from, const Endpoint& to, Buffer payload) {
    const int copies = dice_.chance(wire_.duplication) ? 2 : 1;
    for (int copy = 0; copy < copies; ++copy) {
        ++datagrams_sent_;
        if (dice_.chance(wire_.loss)) {
            ++datagrams_lost_;
            continue;
        }
        after(datagram_delay(), [this, from, to, payload] { deliver(from, to, payload); });
    }
}

void VirtualNetwork::deliver(const Endpoint& from, const Endpoint& to, const Buffer& payload) {
    const auto socket = sockets_.find(to);
    if (socket != sockets_.end()) {
        const auto handler = socket->second;  // the handler may unbind itself
        handler(from, to, payload);
    }
    if (to.address != Ipv4::broadcast()) {
        return;
    }
    std::vector<OnDatagram> hearing;
    for (const auto& [key, ear] : ears_) {
        if (ear.port == to.port) {
            hearing.push_back(ear.on_datagram);
        }
    }
    for (const auto& on_datagram : hearing) {
        on_datagram(from, to, payload);
    }
}

void VirtualNetwork::listen(const Endpoint& at, OnAccept on_accept) {
    listeners_[at] = std::move(on_accept);
}

/// Schedules what travels to one end so that it arrives after all that was sent before it.
void VirtualNetwork::arrange_arrival(Connection to, Task task) {
    const auto end = ends_.find(to);
    if (end == ends_.end()) {
        return;
    }
    end->second.last_arrival = std::max(end->second.last_arrival, now_.mono + segment_delay());
    at(end->second.last_arrival, std::move(task));
}

VirtualNetwork::Connection VirtualNetwork::connect(const Endpoint& from, const Endpoint& to, StreamEnd end) {
    last_connection_ += 2;
    const auto caller = last_connection_;
    ends_.emplace(caller, OpenEnd{std::move(end), now_.mono});
    after(segment_delay(), [this, caller, from, to] {
        const auto listener = listeners_.find(to);
        if (ends_.count(caller) == 0) {
            return;
        }
        const bool is_heard = listener != listeners_.end();
        if (is_heard) {
            const auto accept = listener->second;
            ends_.emplace(other_end(caller), OpenEnd{{}, now_.mono});
            ends_[other_end(caller)].handlers = accept(other_end(caller), from);
        }
        arrange_arrival(caller, [this, caller, is_heard] {
            const auto opened = ends_.find(caller);
            if (opened == ends_.end()) {
                return;
            }
            const auto on_open = opened->second.handlers.on_open;
            if (!is_heard) {
                ends_.erase(opened);
            }
            on_open(is_heard);
        });
    });
    return caller;
}

void VirtualNetwork::write(Connection connection, Buffer data) {
    if (ends_.count(connection) == 0) {
        return;
    }
    const auto to = other_end(connection);
    arrange_arrival(to, [this, to, data = std::move(data)] {
        const auto end = ends_.find(to);
        if (end != ends_.end()) {
            const auto on_data = end->second.handlers.on_data;
            on_data(data);
        }
    });
}

void VirtualNetwork::close(Connection connection) {
    if (ends_.erase(connection) == 0) {
        return;
    }
    const auto to = other_end(connection);
    arrange_arrival(to, [this, to] {
        const auto end = ends_.find(to);
        if (end == ends_.end()) {
            return;
        }
        const auto on_closed = end->second.handlers.on_closed;
        ends_.erase(end);
        on_closed();
    });
}

}  // namespace dialtone::story
