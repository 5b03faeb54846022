#include "server/app/roles/dhcp_role.hpp"

namespace dialtone::app {

namespace {

constexpr std::size_t kReceiveBuffer = 32U << 20U;  ///< the morning after a power cut

}  // namespace

DhcpRole::DhcpRole(
    const DhcpPlan& plan,
    dhcp::EngineSettings settings,
    WorldPtr world,
    std::vector<dhcp::Lease> leases,
    db::Writer& writer,
    journal::Recorder& recorder,
    Metrics& metrics
)
    : leases_{writer, role_.loop},
      service_{
          std::move(settings),
          std::move(world),
          plan.interfaces,
          dhcp::Clockwork::of(role_.loop),
          leases_,
          recorder,
          metrics} {
    service_.load(std::move(leases));
    net::UdpOptions options{
        .bind = {plan.listen, plan.port}, .broadcast = true, .receive_buffer = kReceiveBuffer};
    if (!plan.listen.is_unspecified()) {
        ports_.push_back({net::open_udp(role_.loop, options), 0});
        return;
    }
    for (const auto& interface : plan.interfaces) {
        options.interface = interface.name;
        ports_.push_back({net::open_udp(role_.loop, options), interface.index});
    }
}

void DhcpRole::start() {
    role_.loop.post([this] {
        for (auto& [port, interface_index] : ports_) {
            service_.add_port(std::move(port), interface_index);
        }
    });
    role_.start();
}

void DhcpRole::use(WorldPtr world) {
    role_.loop.post([this, world = std::move(world)] { service_.on_world(world); });
}

void DhcpRole::release(std::string target) {
    role_.loop.post([this, target = std::move(target)] { service_.release(target); });
}

}  // namespace dialtone::app
