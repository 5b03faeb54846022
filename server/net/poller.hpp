#pragma once

#include <boost/asio/posix/stream_descriptor.hpp>

#include <sys/epoll.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

/// Inside floor 4 only: readiness of a loop's TCP sockets.
namespace dialtone::net {

/// The TCP sockets of one loop, in an epoll of their own that the loop waits for as for one descriptor.
///
/// Asio arms its own epoll again for every wait, which is a system call for each message. Here a socket is
/// registered once, and a turn asks once for all that are ready. Level-triggered: whoever leaves octets
/// unread is told again.
class Poller {
 public:
    /// Somebody with a socket.
    class Watched {
     public:
        Watched() = default;
        Watched(const Watched&) = delete;
        Watched& operator=(const Watched&) = delete;
        virtual ~Watched() = default;

        /// @param events EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP. It may unwatch and close itself or others.
        virtual void on_ready(std::uint32_t events) = 0;
    };

    /// A place among the watched. Stale once unwatched.
    using Place = std::uint64_t;

    explicit Poller(boost::asio::io_context& context);
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// Keeps `who` alive until unwatched. nullopt, and errno, when the kernel has no room for it.
    std::optional<Place> watch(int socket, std::uint32_t events, std::shared_ptr<Watched> who);
    void change(Place place, int socket, std::uint32_t events);
    /// Before the socket is closed; no event of it comes any more, not even of this turn.
    void unwatch(Place place, int socket);

 private:
    struct Slot {
        std::shared_ptr<Watched> who;
        std::uint32_t generation = 0;  ///< events of an earlier socket in this slot are stale
    };

    void wait();
    void turn();
    Slot* find(Place place);

    boost::asio::posix::stream_descriptor epoll_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
    std::array<epoll_event, 256> events_{};  ///< then the loop's timers and messages have their turn
};

}  // namespace dialtone::net
