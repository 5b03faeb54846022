#pragma once

#include "server/net/event_loop.hpp"

#include <functional>
#include <memory>

namespace dialtone::net {

/// Tells when an interface of this host came, went, was switched on or off, or got or lost an IPv4 address
/// (rtnetlink). What changed is for interface_addresses() to say.
class InterfaceWatch {
 public:
    /// @param on_change  called on the loop, once for what the kernel reports together; not from within the
    /// constructor. Must not destroy the watch.
    /// @throws std::system_error when the kernel reports to nobody.
    InterfaceWatch(EventLoop& loop, std::function<void()> on_change);
    ~InterfaceWatch();
    InterfaceWatch(const InterfaceWatch&) = delete;
    InterfaceWatch& operator=(const InterfaceWatch&) = delete;

 private:
    struct Internals;
    std::shared_ptr<Internals> internals_;
};

}  // namespace dialtone::net
