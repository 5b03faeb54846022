#include "server/dhcp/server_watch.hpp"

#include "common/log/log.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::dhcp {

ServerWatch::ServerWatch(ServerWatchOptions options, Clockwork clockwork, Handlers handlers)
    : options_{options},
      clockwork_{std::move(clockwork)},
      handlers_{std::move(handlers)},
      timer_{clockwork_.make_timer([this] { on_timer(); })} {
    timer_->arm(clockwork_.now().mono);
}

/// Comes at once after a wire was asked, and when it is time for the next round.
void ServerWatch::on_timer() {
    if (probe_ == nullptr) {
        waiting_ = handlers_.wires();
        std::ranges::reverse(waiting_);
    }
    probe_.reset();  // the port of DHCP clients belongs to them in between
    ask_next();
}

void ServerWatch::ask_next() {
    while (!waiting_.empty()) {
        asked_ = std::move(waiting_.back());
        waiting_.pop_back();
        std::string obstacle;
        if (auto port = handlers_.open_port(asked_, obstacle)) {
            probe_ = std::make_unique<WireProbe>(
                std::move(port),
                ProbeOptions{
                    .interface_index = asked_.index,
                    .port_offset = options_.port_offset,
                    .seed = options_.seed},
                clockwork_,
                [this](const std::vector<ServerSeen>& servers) { on_answers(servers); }
            );
            return;
        }
        if (obstacle != obstacle_) {
            log::warning(
                "dhcp.server_watch",
                "whether another DHCP server is on this wire cannot be asked",
                {{"interface", asked_.name}, {"why", obstacle}}
            );
            obstacle_ = obstacle;
        }
    }
    timer_->arm(clockwork_.now().mono + options_.interval);
}

void ServerWatch::on_answers(const std::vector<ServerSeen>& servers) {
    for (const auto& server : servers) {
        handlers_.on_server(server, asked_);
    }
    timer_->arm(clockwork_.now().mono);
}

}  // namespace dialtone::dhcp
