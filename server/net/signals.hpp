#pragma once

#include "server/net/event_loop.hpp"

#include <functional>
#include <initializer_list>
#include <memory>

namespace dialtone::net {

/// The process's signals as events of one loop. One object for each process; destroying it restores the
/// defaults.
class Signals {
 public:
    /// @param on_signal called with the signal's number.
    Signals(EventLoop& loop, std::initializer_list<int> numbers, std::function<void(int)> on_signal);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

 private:
    struct Internals;
    std::unique_ptr<Internals> internals_;
};

}  // namespace dialtone::net
