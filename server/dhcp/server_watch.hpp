#pragma once

#include "common/address/mac.hpp"
#include "server/dhcp/clockwork.hpp"
#include "server/dhcp/interface.hpp"
#include "server/dhcp/probe_service.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::dhcp {

struct ServerWatchOptions {
    Duration interval = std::chrono::minutes{5};  ///< from the end of one round to the next; at least 1 s
    std::uint16_t port_offset = 0;                ///< added to 67 and 68
    std::uint64_t seed =
        0;  ///< see ServerProbe: one for the life of the process, or servers run out of offers
};

/// Asks every wire that is served whether another DHCP server answers there: now, and again and again, one
/// wire after the other. Belongs to one loop; ends when destroyed.
class ServerWatch {
 public:
    /// The wires to ask now.
    using Wires = std::function<std::vector<Interface>()>;
    /// A port as WireProbe wants it, or null with a sentence why there is none.
    using OpenPort =
        std::function<std::unique_ptr<net::DatagramPort>(const Interface&, std::string& obstacle)>;
    using OnServer = std::function<void(const ServerSeen&, const Interface&)>;

    struct Handlers {
        Wires wires;
        OpenPort open_port;
        OnServer on_server;
    };

    ServerWatch(ServerWatchOptions options, Clockwork clockwork, Handlers handlers);

    /// The address that the questions come from: to be ignored by our own server, which hears them too.
    [[nodiscard]] MacAddress mac() const { return ServerProbe::mac_of(options_.seed); }

 private:
    void on_timer();
    void ask_next();
    void on_answers(const std::vector<ServerSeen>& servers);

    ServerWatchOptions options_;
    Clockwork clockwork_;
    Handlers handlers_;
    std::vector<Interface> waiting_;  ///< of this round, last first
    Interface asked_;
    std::unique_ptr<WireProbe> probe_;
    std::string obstacle_;  ///< the last one that was logged
    std::unique_ptr<net::Timer> timer_;
};

}  // namespace dialtone::dhcp
