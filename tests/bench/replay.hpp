#pragma once

#include "common/bytes/bytes.hpp"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// A server that knows nothing and does nothing but receive and send: what the kernel alone takes for a load.
namespace dialtone::bench {

/// What a real server answered once: after how many octets of its client, and what.
struct ReplayStep {
    std::size_t heard = 0;  ///< octets from the client by then, all together
    Buffer answer;
};

struct ReplayPlace {
    std::uint16_t port = 0;
    int core = 0;         ///< the processor that it keeps to
    std::string network;  ///< file of a network namespace; empty: ours
};

/// A child process on a core of its own with the plainest loop that Linux allows: accept4, epoll_wait, recv
/// and send, level-triggered, no timers, no other thread. Each connection gets the same steps, then `echo`
/// for as many octets as it has.
class ReplayServer {
 public:
    /// @param most  connections at one time.
    /// @param steps  at least one.
    ReplayServer(const ReplayPlace& place, std::size_t most, std::vector<ReplayStep> steps, Buffer echo);
    ~ReplayServer();
    ReplayServer(const ReplayServer&) = delete;
    ReplayServer& operator=(const ReplayServer&) = delete;

    /// Seconds of processor time that the child has used.
    [[nodiscard]] double cpu() const;

 private:
    pid_t child_ = 0;
};

}  // namespace dialtone::bench
