#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"
#include "common/time/now.hpp"
#include "server/lab/dice.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

namespace dialtone::story {

/// How bad the wire is. Datagrams are lost, doubled and overtake each other; streams stay whole and in order,
/// as TCP makes them, and a loss costs them time instead.
struct Wire {
    Duration latency = std::chrono::microseconds{300};
    Duration jitter =
        std::chrono::microseconds{200};  ///< added, uniformly: datagrams may overtake each other
    double loss = 0.0;
    double duplication = 0.0;
    double reordering = 0.0;  ///< share of datagrams that are held up by `hold_up`
    Duration hold_up = std::chrono::milliseconds{50};
};

/// A network of hosts in one process and virtual time: what is sent now arrives later, by the seed's will.
/// Everything runs in one thread, one event after another; the same seed gives the same story.
class VirtualNetwork {
 public:
    using Task = std::function<void()>;
    using OnDatagram = std::function<void(const Endpoint& from, const Endpoint& to, Bytes payload)>;
    using Connection = std::uint64_t;  ///< one end of a stream; the other end has another number

    /// One end's handlers. `on_open` of a caller tells whether somebody listened.
    struct StreamEnd {
        std::function<void(bool is_open)> on_open;
        std::function<void(Bytes data)> on_data;
        std::function<void()> on_closed;
    };

    /// Returns the handlers of the accepting end.
    using OnAccept = std::function<StreamEnd(Connection connection, const Endpoint& peer)>;

    VirtualNetwork(std::uint64_t seed, const Wire& wire);

    // Time ------------------------------------------------------------------------------------------------
    [[nodiscard]] Now now() const { return now_; }

    void at(Instant when, Task task);

    void after(Duration wait, Task task) { at(now_.mono + wait, std::move(task)); }

    /// Runs the next event; false when there is none.
    bool step();
    /// Runs until `until()` holds or `limit` of virtual time has passed; whether it holds.
    bool run_until(const std::function<bool()>& until, Duration limit);
    void run_for(Duration span);

    // Datagrams -------------------------------------------------------------------------------------------
    /// Delivers what is sent to this address and port. Address 255.255.255.255: what is broadcast to the
    /// port.
    void bind(const Endpoint& at, OnDatagram on_datagram);
    /// As bind(), but one of several that hear the port: phones that hear a server's broadcast. The key takes
    /// it away again.
    std::uint64_t listen_to_broadcasts(std::uint16_t port, OnDatagram on_datagram);

    void stop_listening(std::uint64_t key) { ears_.erase(key); }

    void unbind(const Endpoint& at) { sockets_.erase(at); }

    void send(const Endpoint& from, const Endpoint& to, Buffer payload);

    // Streams ---------------------------------------------------------------------------------------------
    void listen(const Endpoint& at, OnAccept on_accept);
    Connection connect(const Endpoint& from, const Endpoint& to, StreamEnd end);
    void write(Connection connection, Buffer data);
    /// Ends it; the other end hears of it, this one hears nothing more.
    void close(Connection connection);

    /// A host that is gone: no goodbye reaches anybody, and nothing more reaches it.
    void cut(Connection connection) { ends_.erase(connection); }

    [[nodiscard]] std::uint64_t datagrams_sent() const { return datagrams_sent_; }

    [[nodiscard]] std::uint64_t datagrams_lost() const { return datagrams_lost_; }

 private:
    struct Event {
        Instant when;
        std::uint64_t order;
        Task task;
    };

    struct Later {
        bool operator()(const Event& a, const Event& b) const {
            return a.when != b.when ? a.when > b.when : a.order > b.order;
        }
    };

    struct Ear {
        std::uint16_t port;
        OnDatagram on_datagram;
    };

    struct OpenEnd {
        StreamEnd handlers;
        Instant last_arrival{};  ///< of what travels towards this end: nothing overtakes on a stream
    };

    void deliver(const Endpoint& from, const Endpoint& to, const Buffer& payload);
    [[nodiscard]] Duration datagram_delay();
    [[nodiscard]] Duration segment_delay();
    void arrange_arrival(Connection to, Task task);

    [[nodiscard]] static Connection other_end(Connection connection) { return connection ^ 1U; }

    Wire wire_;
    lab::Dice dice_;
    Now now_;
    std::uint64_t order_ = 0;
    std::priority_queue<Event, std::vector<Event>, Later> events_;
    std::unordered_map<Endpoint, OnDatagram> sockets_;
    std::map<std::uint64_t, Ear> ears_;
    std::uint64_t last_ear_ = 0;
    std::unordered_map<Endpoint, OnAccept> listeners_;
    std::unordered_map<Connection, OpenEnd> ends_;
    Connection last_connection_ = 0;
    std::uint64_t datagrams_sent_ = 0;
    std::uint64_t datagrams_lost_ = 0;
};

}  // namespace dialtone::story
