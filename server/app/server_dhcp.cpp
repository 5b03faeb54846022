// DHCP in the composition root: serving or standing by, and the leases at either's beginning.
#include "common/log/log.hpp"
#include "db/lease_store.hpp"
#include "db/stores.hpp"
#include "server/app/roles/read_state.hpp"
#include "server/app/server.hpp"
#include "server/app/start/service_manager.hpp"

#include <fmt/format.h>

#include <iostream>

namespace dialtone::app {

namespace {

/// A phone that was away for longer may come back to another address.
constexpr std::chrono::hours kLeaseMemory{24 * 90};

}  // namespace

void Server::open_dhcp(const WorldPtr& world, std::optional<db::FileLock> lock) {
    if (!plan_.serves("dhcp")) {
        return;
    }
    DhcpPlan dhcp{
        .listen = plan_.listen.is_loopback() ? plan_.listen : Ipv4{},
        .interfaces = [this] { return dhcp_interfaces(plan_); },
        .port = plan_.port(ports::kDhcp),
        .client_port = plan_.port(ports::kDhcpClient),
        .lock = plan_.directory.dhcp_lock(),
        .load = [this] { return load_leases(); },
        .server_watch = std::nullopt};
    if (const auto seconds = plan_.settings.server_watch_seconds; seconds > 0) {
        dhcp.server_watch = std::chrono::seconds{seconds};
    }
    dhcp_ = std::make_unique<DhcpRole>(
        std::move(dhcp),
        dhcp::EngineSettings{.node = node_, .port_offset = plan_.settings.port_offset},
        world,
        writer_,
        *lease_names_,
        metrics_
    );
    if (lock) {
        dhcp_->serve(std::move(*lock));
    } else {
        dhcp_->stand_by([this](std::size_t leases) { on_take_over(leases); });
    }
}

/// At the start, or on the dhcp thread when another process's lock has become ours.
std::vector<dhcp::Lease> Server::load_leases() {
    const auto now = admin_loop_.now().wall;
    auto leases =
        read_state(db::open_leases(plan_.directory, db::Access::read_write), [now](db::Database& stored) {
            db::forget_leases(stored, now - kLeaseMemory);
            return db::load_leases(stored);
        });
    for (const auto& lease : leases) {
        if (lease.mac != MacAddress{}) {
            name_address(lease.address, DeviceName::of(lease.mac).text());
        }
    }
    return leases;
}

void Server::on_take_over(std::size_t leases) {
    log::warning(
        "dhcp.serving",
        "the process that did DHCP is gone; this one serves from now on",
        {{"leases", std::to_string(leases)}}
    );
    std::cout << fmt::format("DHCP is served here from now on; {} leases taken over", leases) << std::endl;
    notify_service_manager("STATUS=serving");
}

/// "ready", and what of DHCP a person should know.
std::string Server::standing() const {
    if (!dhcp_ || dhcp_->is_serving()) {
        return "ready";
    }
    const auto holder = db::FileLock::holder(plan_.directory.dhcp_lock());
    return fmt::format(
        "ready; DHCP stands by: {} serves it, and this process takes over when that ends",
        holder && *holder != 0 ? fmt::format("process {}", *holder) : "another process"
    );
}

}  // namespace dialtone::app
