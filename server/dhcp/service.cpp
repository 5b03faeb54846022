#include "server/dhcp/service.hpp"

#include "common/log/log.hpp"
#include "server/dhcp/udp_packet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace dialtone::dhcp {

namespace {

/// The wall clock may be set at any time, so that a deadline by it is looked at again this soon.
constexpr Duration kLongestSleep = std::chrono::seconds{30};

}  // namespace

Service::Service(
    EngineSettings settings,
    WorldPtr world,
    std::vector<Interface> interfaces,
    Clockwork clockwork,
    LeaseSink& sink,
    journal::Recorder& recorder,
    Metrics& metrics
)
    : clockwork_{std::move(clockwork)},
      sink_{sink},
      recorder_{recorder},
      metrics_{metrics},
      engine_{settings, std::move(world), std::move(interfaces)},
      send_failures_{metrics.counter(
          "dialtone_dhcp_send_failures_total", "DHCP replies that the kernel refused to send"
      )},
      broadcasts_instead_{metrics.counter(
          "dialtone_dhcp_broadcasts_instead_total",
          "DHCP replies meant for one client alone that were broadcast, since no frame could be sent to it"
      )},
      unasked_{metrics.counter(
          "dialtone_dhcp_probe_failures_total",
          "Addresses offered although the kernel refused to ask whether they are in use"
      )},
      other_servers_{metrics.gauge(
          "dialtone_dhcp_other_servers", "Other DHCP servers seen on our wires within the last hour"
      )},
      kernel_drops_{metrics.counter(
          "dialtone_dhcp_kernel_drops_total", "DHCP datagrams dropped because the receive buffer was full"
      )} {
    for (std::size_t i = 0; i < kEvents; ++i) {
        counters_[i] = metrics.counter(
            "dialtone_dhcp_events_total",
            "DHCP messages by type, and why they were not answered",
            {{"event", std::string{to_string(static_cast<Event>(i))}}}
        );
    }
    make_gauges();
    timer_ = clockwork_.make_timer([this] {
        armed_.reset();
        Actions actions;
        engine_.on_time(clockwork_.now());
        engine_.tend_stores(clockwork_.now(), actions);
        engine_.finish_probes(clockwork_.now(), actions);
        carry_out(actions);
        end_turn();
    });
    arm();
}

Service::~Service() {
    *alive_ = false;
}

void Service::load(std::vector<Lease> leases) {
    engine_.load(std::move(leases), clockwork_.now());
    show_gauges();
    arm();
}

void Service::add_port(std::unique_ptr<net::DatagramPort> port, int interface_index) {
    ports_.push_back({interface_index, std::move(port)});
    ports_.back().port->start(
        [this](const net::InboundDatagram& datagram) { on_datagram(datagram); }, [this] { end_turn(); }
    );
}

void Service::remove_port(int interface_index) {
    const auto found = std::ranges::find(ports_, interface_index, &Port::interface_index);
    if (found != ports_.end()) {
        drops_counted_ -= std::min(drops_counted_, found->port->kernel_drops());
        ports_.erase(found);
    }
}

void Service::probe_with(std::unique_ptr<AddressProber> prober) {
    prober_ = std::move(prober);
    engine_.use_probes(true);
    prober_->start([this](Ipv4 address, std::optional<MacAddress> by) {
        Actions actions;
        engine_.on_address_in_use(address, by, clockwork_.now(), actions);
        if (!actions.empty()) {
            carry_out(actions);
            end_turn();
        }
    });
}

void Service::on_other_server(const ServerSeen& server, const Interface& interface) {
    Actions actions;
    engine_.on_other_server(server, interface.name, clockwork_.now(), actions);
    carry_out(actions);
    end_turn();
}

std::vector<Interface> Service::served_interfaces() const {
    auto served = engine_.interfaces();
    std::erase_if(served, [this](const Interface& interface) {
        return engine_.subnets().of_interface(interface).empty();
    });
    return served;
}

void Service::on_world(WorldPtr world) {
    engine_.on_world(std::move(world));
    make_gauges();
}

void Service::on_interfaces(std::vector<Interface> interfaces) {
    const auto before = served_wires();
    engine_.on_interfaces(std::move(interfaces));
    make_gauges();
    const auto after = served_wires();
    report(before, after, true);
    report(after, before, false);
}

Service::ServedWires Service::served_wires() const {
    ServedWires wires;
    for (const auto& interface : engine_.interfaces()) {
        for (const auto* policy : engine_.subnets().of_interface(interface)) {
            const auto& cidr = policy->row().cidr;
            const auto ours =
                std::ranges::find_if(interface.addresses, [&](Ipv4 a) { return cidr.contains(a); });
            const auto address = ours == interface.addresses.end() ? interface.addresses.front() : *ours;
            wires.emplace(fmt::format("{} on {}", cidr.to_string(), interface.name), address);
        }
    }
    return wires;
}

void Service::report(const ServedWires& wires, const ServedWires& except, bool are_gone) {
    for (const auto& [wire, address] : wires) {
        if (except.contains(wire)) {
            continue;
        }
        const auto sentence = fmt::format(
            "DHCP: {} {}",
            wire,
            are_gone ? "is not served any more: the interface or its address is gone"
                     : "is served from now on"
        );
        if (are_gone) {
            log::warning("dhcp.wire.gone", sentence);
        } else {
            log::info("dhcp.wire.served", sentence);
        }
        recorder_.record(
            {clockwork_.now().wall, journal::subject_of(address), journal::Step::note, {{"text", sentence}}}
        );
    }
}

void Service::release(std::string_view target) {
    Actions actions;
    engine_.release(target, clockwork_.now(), actions);
    carry_out(actions);
    end_turn();
}

void Service::on_datagram(const net::InboundDatagram& datagram) {
    actions_.clear();
    const Arrival arrival{datagram.peer, datagram.local, datagram.interface_index};
    engine_.on_datagram(arrival, datagram.payload, clockwork_.now(), actions_);
    carry_out(actions_);
}

void Service::carry_out(Actions& actions) {
    for (auto& action : actions) {
        std::visit([this](auto& what) { carry_out_one(what); }, action);
    }
}

void Service::carry_out_one(Send& send) {
    if (const auto& hardware = send.route.hardware) {
        if (send_frame(send, *hardware)) {
            return;
        }
        broadcasts_instead_.add();
        send.route.to.address = Ipv4::broadcast();
    }
    to_send_.push_back(std::move(send));
}

/// To a client that has no address yet, and so cannot be found by one.
bool Service::send_frame(const Send& send, const MacAddress& to) {
    const auto* port = port_for(send.route);
    if (frames_ == nullptr || port == nullptr) {
        return false;
    }
    frame_.clear();
    const Endpoint from{send.route.from, port->local().port};
    render(UdpPacket{from, send.route.to, ++last_identification_, send.payload}, frame_);
    return frames_->send({send.route.interface_index, to, frame_});
}

void Service::carry_out_one(Store& store) {
    tickets_.push_back(store.ticket);
    to_store_.push_back(std::move(store.lease));
}

void Service::carry_out_one(Probe& probe) {
    if (prober_ == nullptr || !prober_->ask(probe)) {
        unasked_.add();
    }
}

void Service::carry_out_one(Observe& observe) {
    recorder_.record(std::move(observe.observation));
}

void Service::carry_out_one(Warn& warn) {
    log::warning(warn.event, warn.sentence);
}

net::DatagramPort* Service::port_for(const Route& route) const {
    const auto found = std::ranges::find(ports_, route.heard_on, &Port::interface_index);
    if (found != ports_.end()) {
        return found->port.get();
    }
    const auto wildcard = std::ranges::find(ports_, 0, &Port::interface_index);
    return wildcard == ports_.end() ? nullptr : wildcard->port.get();
}

/// The leases of a turn are one job for the store, and their ACKs one burst once it is done.
void Service::store_together() {
    if (to_store_.empty()) {
        return;
    }
    sink_.store(
        std::exchange(to_store_, {}),
        [this, tickets = std::exchange(tickets_, {}), alive = alive_](bool stored) {
            if (!*alive) {
                return;
            }
            Actions actions;
            for (const auto ticket : tickets) {
                engine_.on_store_result(ticket, stored, clockwork_.now(), actions);
            }
            carry_out(actions);
            end_turn();
        }
    );
}

void Service::send_together() {
    std::size_t sent = 0;
    for (const auto& port : ports_) {
        datagrams_.clear();
        for (const auto& send : to_send_) {
            if (port_for(send.route) == port.port.get()) {
                datagrams_.push_back(
                    {send.route.to, send.route.from, send.route.interface_index, send.payload}
                );
            }
        }
        sent += datagrams_.empty() ? 0 : port.port->send_many(datagrams_);
    }
    if (sent < to_send_.size()) {
        send_failures_.add(to_send_.size() - sent);
    }
    to_send_.clear();
}

void Service::end_turn() {
    store_together();
    send_together();
    count();
    if (gauge_pace_.admit(clockwork_.now().mono)) {
        show_gauges();
    }
    arm();
}

void Service::arm() {
    const auto now = clockwork_.now();
    const auto latest = now.mono + kLongestSleep;
    const auto wanted = std::min(engine_.next_deadline(now).value_or(latest), latest);
    if (!armed_ || wanted < *armed_) {
        armed_ = wanted;
        timer_->arm(wanted);
    }
}

void Service::count() {
    const auto& tally = engine_.tally();
    for (std::size_t i = 0; i < kEvents; ++i) {
        const auto event = static_cast<Event>(i);
        if (const auto fresh = tally[event] - counted_[event]; fresh > 0) {
            counters_[i].add(fresh);
        }
    }
    counted_ = tally;
    std::uint64_t drops = 0;
    for (const auto& port : ports_) {
        drops += port.port->kernel_drops();
    }
    if (drops > drops_counted_) {
        kernel_drops_.add(drops - drops_counted_);
        drops_counted_ = drops;
    }
}

void Service::make_gauges() {
    gauges_.clear();
    for (const auto& policy : engine_.subnets().all()) {
        const auto cidr = policy->row().cidr.to_string();
        gauges_.push_back(
            {metrics_.gauge(
                 "dialtone_dhcp_addresses", "Addresses that the subnet may lease", {{"subnet", cidr}}
             ),
             metrics_.gauge(
                 "dialtone_dhcp_addresses_taken",
                 "Addresses of them leased, offered or in quarantine",
                 {{"subnet", cidr}}
             ),
             metrics_.counter(
                 "dialtone_dhcp_exhausted_total",
                 "Clients that asked while no address of the subnet was free",
                 {{"subnet", cidr}}
             )}
        );
    }
    show_gauges();
}

void Service::show_gauges() {
    other_servers_.set(static_cast<double>(engine_.other_servers().present(clockwork_.now().mono)));
    // Both lists are in the order of the engine's subnets, which changes in on_world() and on_interfaces()
    // only.
    const auto& policies = engine_.subnets().all();
    for (std::size_t i = 0; i < gauges_.size() && i < policies.size(); ++i) {
        gauges_[i].size.set(static_cast<double>(policies[i]->pool().size()));
        gauges_[i].taken.set(static_cast<double>(policies[i]->pool().taken()));
        auto& counted = exhausted_counted_[policies[i]->row().id];
        const auto count = policies[i]->exhaustion.count;
        gauges_[i].exhausted.add(count < counted ? count : count - counted);  // less: it was away meanwhile
        counted = count;
    }
}

}  // namespace dialtone::dhcp
