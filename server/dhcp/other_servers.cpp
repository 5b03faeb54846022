#include "server/dhcp/other_servers.hpp"

#include <algorithm>

namespace dialtone::dhcp {

namespace {

constexpr Duration kBetweenNotes = std::chrono::minutes{1};

}  // namespace

OtherServers::News OtherServers::note(Ipv4 server, Instant now) {
    const auto known = std::ranges::find(servers_, server, &Server::address);
    if (known == servers_.end()) {
        auto* place = place_for(server, now);
        if (place == nullptr) {
            return News::nothing;
        }
        *place = {server, now, now, now};
        return News::fresh;
    }
    const bool is_back = known->seen + kMemory < now;
    known->seen = now;
    if (is_back || known->warned + kReminder <= now) {
        known->noted = now;
        known->warned = now;
        return News::fresh;
    }
    if (known->noted + kBetweenNotes > now) {
        return News::nothing;
    }
    known->noted = now;
    return News::still;
}

/// A row for a server not known yet: a new one, or that of one that is gone.
OtherServers::Server* OtherServers::place_for(Ipv4 address, Instant now) {
    if (servers_.size() < kMost) {
        return &servers_.emplace_back(Server{address, now, now, now});
    }
    const auto oldest = std::ranges::min_element(servers_, {}, &Server::seen);
    return oldest->seen + kMemory < now ? &*oldest : nullptr;
}

std::size_t OtherServers::present(Instant now) const {
    return static_cast<std::size_t>(std::ranges::count_if(servers_, [&](const Server& server) {
        return server.seen + kMemory >= now;
    }));
}

}  // namespace dialtone::dhcp
