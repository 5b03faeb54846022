#include "server/app/roles/dhcp_role.hpp"

#include "common/log/log.hpp"
#include "db/store_error.hpp"
#include "server/net/unpredictable.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace dialtone::app {

namespace {

constexpr std::size_t kReceiveBuffer = 32U << 20U;  ///< the morning after a power cut
constexpr std::chrono::seconds kBetweenLooks{1};    ///< at the lock that another process holds, and the like
constexpr std::chrono::milliseconds kInterfacePause{100};  ///< a link and its addresses come one by one

dhcp::EngineSettings with_own_probe(dhcp::EngineSettings settings, std::uint64_t seed) {
    settings.own_probe = dhcp::ServerProbe::mac_of(seed);
    return settings;
}

}  // namespace

DhcpRole::DhcpRole(
    DhcpPlan plan,
    dhcp::EngineSettings settings,
    WorldPtr world,
    db::Writer& writer,
    journal::Recorder& recorder,
    Metrics& metrics
)
    : plan_{std::move(plan)},
      watch_seed_{net::unpredictable()},
      leases_{writer, role_.loop},
      service_{
          with_own_probe(std::move(settings), watch_seed_),
          std::move(world),
          plan_.interfaces(),
          dhcp::Clockwork::of(role_.loop),
          leases_,
          recorder,
          metrics},
      serving_{metrics.gauge(
          "dialtone_dhcp_serving", "1 when this process does DHCP, 0 while it stands by for another"
      )},
      patience_{role_.loop.make_timer([this] { try_to_take_over(); })} {}

void DhcpRole::serve(db::FileLock lock) {
    const auto interfaces = plan_.interfaces();
    auto ports = open_ports(interfaces);
    auto leases = plan_.load();
    service_.on_interfaces(interfaces);
    service_.load(std::move(leases));
    if (plan_.listen.is_unspecified()) {
        open_frames();
        open_prober();
    }
    for (auto& [port, interface_index] : ports) {
        service_.add_port(std::move(port), interface_index);
    }
    if (plan_.listen.is_unspecified()) {
        watch_servers();
        interfaces_ = interfaces;
        watch_interfaces();
    }
    lock_ = std::move(lock);
    serving_.set(1);
    is_serving_ = true;
}

std::vector<DhcpRole::OpenPort> DhcpRole::open_ports(const std::vector<dhcp::Interface>& interfaces) {
    std::vector<OpenPort> ports;
    if (!plan_.listen.is_unspecified()) {
        const net::UdpOptions options{
            .bind = {plan_.listen, plan_.port}, .broadcast = true, .receive_buffer = kReceiveBuffer};
        ports.push_back({net::open_udp(role_.loop, options), 0});
        return ports;
    }
    for (const auto& interface : interfaces) {
        ports.push_back(open_port(interface));
    }
    return ports;
}

DhcpRole::OpenPort DhcpRole::open_port(const dhcp::Interface& interface) {
    return {
        net::open_udp(
            role_.loop,
            {.bind = {Ipv4{}, plan_.port},
             .interface = interface.name,
             .broadcast = true,
             .receive_buffer = kReceiveBuffer}
        ),
        interface.index};
}

void DhcpRole::open_frames() {
    try {
        service_.unicast_with(net::open_packet_sender(role_.loop, net::EtherType::ipv4));
    } catch (const std::system_error& error) {
        log::warning(
            "dhcp.broadcast_only",
            "phones without an address are answered by broadcast: frames need CAP_NET_RAW",
            {{"why", error.what()}}
        );
    }
}

void DhcpRole::open_prober() {
    try {
        auto arp = net::open_packet_port(role_.loop, net::EtherType::arp);
        auto icmp = net::open_icmp_echo(role_.loop);
        service_.probe_with(std::make_unique<dhcp::AddressProber>(std::move(arp), std::move(icmp)));
    } catch (const std::system_error& error) {
        log::warning(
            "dhcp.no_probe",
            "addresses are offered without asking whether they are in use: that needs CAP_NET_RAW",
            {{"why", error.what()}}
        );
    }
}

void DhcpRole::watch_servers() {
    if (!plan_.server_watch) {
        return;
    }
    const auto open_port = [this](const dhcp::Interface& interface, std::string& obstacle) {
        try {
            return net::open_udp(
                role_.loop,
                {.bind = {Ipv4{}, plan_.client_port},
                 .interface = interface.name,
                 .broadcast = true,
                 .reuse_address = true}
            );
        } catch (const std::system_error& error) {
            obstacle = error.what();
            return std::unique_ptr<net::DatagramPort>{};
        }
    };
    watch_ = std::make_unique<dhcp::ServerWatch>(
        dhcp::ServerWatchOptions{
            .interval = *plan_.server_watch,
            .port_offset = static_cast<std::uint16_t>(plan_.port - dhcp::kServerPort),
            .seed = watch_seed_},
        dhcp::Clockwork::of(role_.loop),
        dhcp::ServerWatch::Handlers{
            .wires = [this] { return service_.served_interfaces(); },
            .open_port = open_port,
            .on_server =
                [this](const dhcp::ServerSeen& server, const dhcp::Interface& interface) {
                    service_.on_other_server(server, interface);
                }}
    );
}

void DhcpRole::watch_interfaces() {
    interface_pause_ = role_.loop.make_timer([this] { follow_interfaces(); });
    const auto soon = [this] { interface_pause_->arm(role_.loop.now().mono + kInterfacePause); };
    try {
        interface_watch_ = std::make_unique<net::InterfaceWatch>(role_.loop, soon);
        soon();  // what changed between the look at the start and the watch
    } catch (const std::system_error& error) {
        log::warning(
            "dhcp.interfaces",
            "interfaces that appear later are not served before a restart",
            {{"why", error.what()}}
        );
    }
}

/// Interfaces that are gone lose their socket, new ones get theirs; one that cannot have it is tried again.
void DhcpRole::follow_interfaces() {
    std::vector<dhcp::Interface> present;
    try {
        present = plan_.interfaces();
    } catch (const std::system_error&) {  // the kernel has no answer now
        interface_pause_->arm(role_.loop.now().mono + kBetweenLooks);
        return;
    }
    const auto is_among = [](const std::vector<dhcp::Interface>& interfaces, const dhcp::Interface& one) {
        return std::ranges::any_of(interfaces, [&](const dhcp::Interface& other) {
            return other.index == one.index && other.name == one.name;
        });
    };
    for (const auto& interface : interfaces_) {
        if (!is_among(present, interface)) {
            service_.remove_port(interface.index);
        }
    }
    const auto wanted = present.size();
    std::erase_if(present, [&](const dhcp::Interface& interface) {
        return !is_among(interfaces_, interface) && !open_new_port(interface);
    });
    if (present.size() < wanted) {
        interface_pause_->arm(role_.loop.now().mono + kBetweenLooks);
    }
    if (present != interfaces_) {
        interfaces_ = std::move(present);
        service_.on_interfaces(interfaces_);
    }
}

bool DhcpRole::open_new_port(const dhcp::Interface& interface) {
    try {
        auto opened = open_port(interface);
        service_.add_port(std::move(opened.port), opened.interface_index);
        return true;
    } catch (const std::system_error& error) {
        const auto obstacle = interface.name + ": " + error.what();
        if (interface_obstacle_ != obstacle) {
            log::error(
                "dhcp.interfaces",
                "a new interface cannot be served yet; trying again",
                {{"interface", interface.name}, {"why", error.what()}}
            );
            interface_obstacle_ = obstacle;
        }
        return false;
    }
}

void DhcpRole::stand_by(OnTakeOver on_take_over) {
    on_take_over_ = std::move(on_take_over);
    serving_.set(0);
    patience_->arm(role_.loop.now().mono);
}

/// Looks at the lock, and serves when it is ours. What goes wrong then is tried again: the lock is given back
/// meanwhile, since another process may have better luck.
void DhcpRole::try_to_take_over() {
    auto lock = db::FileLock::acquire(plan_.lock, "dhcp");
    if (lock) {
        try {
            serve(std::move(*lock));
            set_trouble({});
            on_take_over_(service_.engine().bindings().leases().size());
            return;
        } catch (const std::system_error& error) {
            set_trouble(error.what());
        } catch (const db::StoreError& error) {
            set_trouble(error.what());
        }
    } else if (lock.error().kind != ProblemKind::busy) {
        set_trouble(lock.error().sentence);
    } else {
        set_trouble({});
    }
    patience_->arm(role_.loop.now().mono + kBetweenLooks);
}

void DhcpRole::set_trouble(std::string trouble) {
    const std::lock_guard guard{trouble_mutex_};
    if (!trouble.empty() && trouble != trouble_) {
        log::error("dhcp.takeover", "DHCP cannot be taken over; trying again", {{"why", trouble}});
    }
    trouble_ = std::move(trouble);
}

std::string DhcpRole::trouble() const {
    const std::lock_guard guard{trouble_mutex_};
    return trouble_;
}

void DhcpRole::use(WorldPtr world) {
    role_.loop.post([this, world = std::move(world)] { service_.on_world(world); });
}

void DhcpRole::release(std::string target) {
    role_.loop.post([this, target = std::move(target)] { service_.release(target); });
}

}  // namespace dialtone::app
