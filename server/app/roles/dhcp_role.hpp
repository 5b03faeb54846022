#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "db/locks.hpp"
#include "db/writer.hpp"
#include "server/app/roles/lease_writer.hpp"
#include "server/app/roles/role.hpp"
#include "server/dhcp/server_watch.hpp"
#include "server/dhcp/service.hpp"
#include "server/journal/observation.hpp"
#include "server/net/interface_watch.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::app {

/// What DHCP is to serve. On loopback there is one socket bound to `listen`, which relay agents can reach;
/// otherwise one for each interface, since a broadcast reaches every socket that shares the port (design §4),
/// and interfaces that come or go while it serves are followed.
struct DhcpPlan {
    Ipv4 listen;                                               ///< loopback address, or unspecified
    std::function<std::vector<dhcp::Interface>()> interfaces;  ///< as they are now; none on loopback
    std::uint16_t port = 67;
    std::uint16_t client_port = 68;
    std::filesystem::path lock;                      ///< held by the one process that serves
    std::function<std::vector<dhcp::Lease>()> load;  ///< leases.db, once the lock is ours
    std::optional<Duration> server_watch;            ///< how often to look for other servers; never
};

/// The dhcp thread. One process of a data directory serves; others stand by, and the first that gets the lock
/// when it frees loads the leases and goes on where the former ended (design §5).
class DhcpRole {
 public:
    /// From the dhcp thread: this process serves from now on. @param leases  how many were taken over.
    using OnTakeOver = std::function<void(std::size_t leases)>;

    DhcpRole(
        DhcpPlan plan,
        dhcp::EngineSettings settings,
        WorldPtr world,
        db::Writer& writer,
        journal::Recorder& recorder,
        Metrics& metrics
    );

    /// Loads the leases and binds the sockets. @throws std::system_error when a port is taken.
    void serve(db::FileLock lock);

    /// Instead: waits for the lock, once the thread runs.
    void stand_by(OnTakeOver on_take_over);

    void start() { role_.start(); }

    void join() { role_.join(); }

    // From any thread.

    void use(WorldPtr world);
    /// Carries out a release-lease that a command asked for.
    void release(std::string target);

    /// False while another process does.
    [[nodiscard]] bool is_serving() const { return is_serving_; }

    [[nodiscard]] bool is_storing() const { return leases_.is_storing(); }

    /// Why the lock could be taken and DHCP not be served: empty when all is well.
    [[nodiscard]] std::string trouble() const;

    [[nodiscard]] const net::EventLoop& loop() const { return role_.loop; }

 private:
    struct OpenPort {
        std::unique_ptr<net::DatagramPort> port;
        int interface_index;
    };

    [[nodiscard]] std::vector<OpenPort> open_ports(const std::vector<dhcp::Interface>& interfaces);
    [[nodiscard]] OpenPort open_port(const dhcp::Interface& interface);
    void open_frames();
    void open_prober();
    void watch_servers();
    void watch_interfaces();
    void follow_interfaces();
    [[nodiscard]] bool open_new_port(const dhcp::Interface& interface);
    void try_to_take_over();
    void set_trouble(std::string trouble);

    DhcpPlan plan_;
    std::uint64_t watch_seed_;
    Role role_{"dhcp"};
    LeaseWriter leases_;
    dhcp::Service service_;
    Gauge serving_;
    std::optional<db::FileLock> lock_;
    std::unique_ptr<dhcp::ServerWatch> watch_;
    std::vector<dhcp::Interface> interfaces_;  ///< with a socket each, where there is one for each
    std::unique_ptr<net::InterfaceWatch> interface_watch_;
    std::unique_ptr<net::Timer> interface_pause_;
    std::string interface_obstacle_;  ///< the last one that was logged
    std::unique_ptr<net::Timer> patience_;
    OnTakeOver on_take_over_;
    std::atomic<bool> is_serving_{false};
    mutable std::mutex trouble_mutex_;
    std::string trouble_;
};

}  // namespace dialtone::app
