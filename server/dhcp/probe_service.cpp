#include "server/dhcp/probe_service.hpp"

#include "server/dhcp/message.hpp"

#include <utility>

namespace dialtone::dhcp {

WireProbe::WireProbe(
    std::unique_ptr<net::DatagramPort> port, ProbeOptions options, const Clockwork& clockwork, OnDone on_done
)
    : options_{options},
      probe_{options.seed},
      port_{std::move(port)},
      on_done_{std::move(on_done)},
      now_{clockwork.now},
      end_{clockwork.now().mono + options.deadline},
      timer_{clockwork.make_timer([this] { on_timer(); })} {
    port_->start(
        [this](const net::InboundDatagram& datagram) {
            probe_.on_datagram(datagram.peer.address, datagram.payload);
        },
        [] {}
    );
    ask();
    timer_->arm(end_ - options_.deadline / 2);
}

void WireProbe::ask() {
    const auto datagram = probe_.discover();
    const auto port = static_cast<std::uint16_t>(kServerPort + options_.port_offset);
    // Refused by the kernel or lost on the wire comes to the same: the second one may arrive.
    port_->send({{Ipv4::broadcast(), port}, {}, options_.interface_index, datagram});
}

void WireProbe::on_timer() {
    if (now_().mono < end_) {
        ask();
        timer_->arm(end_);
        return;
    }
    const auto on_done = std::move(on_done_);
    on_done(probe_.servers());
}

}  // namespace dialtone::dhcp
