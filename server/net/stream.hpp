#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"
#include "server/net/event_loop.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace dialtone::net {

/// Who listens to one connection. Owned by whoever registered it; must outlive the connection or be detached
/// by close().
class StreamHandler {
 public:
    virtual ~StreamHandler() = default;

    /// New octets, in the thread's one buffer: consume or copy what must be kept before returning.
    virtual void on_data(Bytes data) = 0;

    /// All that was queued has left for the kernel: whoever sends more than the queue holds goes on here.
    virtual void on_drained() {}

    /// The peer will say nothing more, but may still listen, as `nc` does. True: something is still to be
    /// sent to it, and the handler closes the stream after that; false: the connection ends with on_closed().
    virtual bool on_end() { return false; }

    /// The connection is gone; called exactly once unless close() was called first. `reason` is for the
    /// journal.
    virtual void on_closed(std::string_view reason) = 0;
};

enum class Closing {
    graceful,   ///< what is queued is sent first, then FIN
    lingering,  ///< the same to a peer that is still speaking: a while longer, what it says is read and
                ///< dropped. The kernel would answer it with RST, and the peer lose what it was sent last.
    reset,      ///< RST, at once: the other side must not wait (SCCP keepalive expiry)
};

/// One TCP connection of one loop. What is sent during a turn leaves in one write at the turn's end.
class Stream {
 public:
    virtual ~Stream() = default;  ///< destroying it closes at once, without on_closed

    /// Begins to deliver to `handler`.
    virtual void start(StreamHandler& handler) = 0;

    /// Queues octets. False when the peer reads too slowly and the bound of the queue is passed: then the
    /// connection ends with on_closed("send queue full") in a later turn.
    virtual bool send(Bytes data) = 0;

    virtual void close(Closing how) = 0;

    [[nodiscard]] virtual Endpoint peer() const = 0;
    [[nodiscard]] virtual Endpoint local() const = 0;
};

class StreamListener {
 public:
    using OnAccept = std::function<void(std::unique_ptr<Stream>)>;
    virtual ~StreamListener() = default;
    virtual void start(OnAccept on_accept) = 0;
    [[nodiscard]] virtual Endpoint local() const = 0;
};

struct TcpOptions {
    Endpoint bind;
    int backlog = 4096;
    std::size_t send_queue = 256U << 10U;  ///< octets a slow reader may leave unread per connection
};

/// @throws std::system_error when the address cannot be bound; the message names it.
std::unique_ptr<StreamListener> listen_tcp(EventLoop& loop, const TcpOptions& options);

/// Connects from `local` (unspecified: any address; port 0: any port). The outcome arrives in a later turn: a
/// stream, or null and the reason.
using OnConnect = std::function<void(std::unique_ptr<Stream>, std::string_view reason)>;
void connect_tcp(EventLoop& loop, const Endpoint& local, const Endpoint& remote, OnConnect on_connect);

}  // namespace dialtone::net
