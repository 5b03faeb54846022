#include "server/tftp/service.hpp"

#include "server/net/unpredictable.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::tftp {

namespace {

Counters resolve(Metrics& metrics) {
    const auto transfers = [&](const char* result) {
        return metrics.counter(
            "dialtone_tftp_transfers_total",
            "Requests for a file over TFTP by how they ended",
            {{"result", result}}
        );
    };
    Counters counters;
    counters.requests = metrics.counter("dialtone_tftp_requests_total", "Read and write requests received");
    counters.served = transfers("served");
    counters.missing = transfers("not found");
    counters.refused = transfers("refused");
    counters.broken_off = transfers("broken off");
    counters.unanswered = transfers("unanswered");
    counters.outside = transfers("not allowed");
    counters.malformed = metrics.counter("dialtone_tftp_malformed_total", "Datagrams that make no sense");
    counters.octets = metrics.counter("dialtone_tftp_bytes_total", "Octets of files that were acknowledged");
    counters.repeated =
        metrics.counter("dialtone_tftp_retransmits_total", "Packets sent again after a time-out");
    counters.foreign = metrics.counter("dialtone_tftp_unknown_tid_total", "Packets of no transfer");
    return counters;
}

}  // namespace

Ports open_ports(net::EventLoop& loop, const PortOptions& options) {
    Ports ports;
    ports.requests = net::open_udp(loop, {.bind = options.listen, .receive_buffer = options.request_buffer});
    const auto& range = options.transfer_range;
    const auto count = range ? range->size() : options.transfer_ports;
    for (std::size_t i = 0; i < count; ++i) {
        const auto port = range ? static_cast<std::uint16_t>(range->first + i) : std::uint16_t{0};
        ports.transfers.push_back(net::open_udp(
            loop, {.bind = {options.listen.address, port}, .receive_buffer = options.transfer_buffer}
        ));
    }
    return ports;
}

Service::Service(
    net::EventLoop& loop,
    Ports ports,
    files::Catalog& catalog,
    journal::Recorder& recorder,
    Metrics& metrics,
    const Limits& limits,
    const Patience& patience
)
    : loop_{loop},
      ports_{std::move(ports)},
      outgoing_(std::max<std::size_t>(ports_.transfers.size(), 1)),
      recorder_{recorder},
      engine_{catalog, ports_.transfers.size(), net::unpredictable(), limits, patience, resolve(metrics)},
      timer_{loop.make_timer([this] {
          armed_.reset();
          engine_.on_time(loop_.now());
          carry_out();
      })},
      unsent_{metrics.counter("dialtone_tftp_unsent_total", "Packets that the kernel did not take")},
      active_{metrics.gauge("dialtone_tftp_active", "Transfers under way")},
      dropped_{metrics.gauge("dialtone_tftp_kernel_drops", "Requests the kernel dropped since start")} {}

void Service::start() {
    ports_.requests->start(
        [this](const net::InboundDatagram& in) {
            if (!is_stopped_) {
                engine_.on_request(in.payload, in.peer, in.local, loop_.now());
            }
        },
        [this] {
            dropped_.set(static_cast<double>(ports_.requests->kernel_drops()));
            carry_out();
        }
    );
    for (std::size_t i = 0; i < ports_.transfers.size(); ++i) {
        ports_.transfers[i]->start(
            [this, i](const net::InboundDatagram& in) {
                engine_.on_transfer(i, in.payload, in.peer, in.local, loop_.now());
            },
            [this] { carry_out(); }
        );
    }
}

void Service::stop() {
    is_stopped_ = true;
    engine_.stop(loop_.now());
    carry_out();
    timer_->cancel();
}

/// At the end of a turn: everything that was said in it, and the one timer.
void Service::carry_out() {
    send_packets();
    for (auto& observation : engine_.observations()) {
        recorder_.record(std::move(observation));
    }
    engine_.observations().clear();
    active_.set(static_cast<double>(engine_.active()));
    const auto wake = engine_.next_wake();
    if (wake && (!armed_ || *wake < *armed_)) {
        armed_ = wake;
        timer_->arm(*wake);
    }
}

void Service::send_packets() {
    auto& outbox = engine_.outbox();
    for (std::size_t i = 0; i < outbox.size(); ++i) {
        const auto packet = outbox[i];
        auto& datagrams = outgoing_[packet.route.port];
        if (datagrams.empty()) {
            speaking_.push_back(packet.route.port);
        }
        datagrams.push_back(
            {.peer = packet.route.peer,
             .local = packet.route.local,
             .payload = packet.head,
             .body = packet.body}
        );
    }
    for (const auto port : speaking_) {
        auto& datagrams = outgoing_[port];
        const auto taken = transfer_port(port).send_many(datagrams);
        if (taken < datagrams.size()) {
            unsent_.add(datagrams.size() - taken);  // lost packets like any others: the time-out repeats them
        }
        datagrams.clear();
    }
    speaking_.clear();
    outbox.clear();
}

net::DatagramPort& Service::transfer_port(std::size_t index) {
    return ports_.transfers.empty() ? *ports_.requests : *ports_.transfers[index];
}

}  // namespace dialtone::tftp
