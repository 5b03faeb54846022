#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "db/requests.hpp"
#include "db/writer.hpp"
#include "server/app/roles/lease_writer.hpp"
#include "server/app/roles/role.hpp"
#include "server/dhcp/service.hpp"
#include "server/journal/observation.hpp"

#include <memory>
#include <string>
#include <vector>

namespace dialtone::app {

/// Which sockets DHCP opens. On loopback there is one bound to `listen`, which relay agents can reach;
/// otherwise one for each interface, since a broadcast reaches every socket that shares the port (design §4).
struct DhcpPlan {
    Ipv4 listen;  ///< loopback address, or unspecified
    std::vector<dhcp::Interface> interfaces;
    std::uint16_t port = 67;
};

/// The dhcp thread.
class DhcpRole {
 public:
    /// Binds the sockets. @throws std::system_error when a port is taken.
    DhcpRole(
        const DhcpPlan& plan,
        dhcp::EngineSettings settings,
        WorldPtr world,
        std::vector<dhcp::Lease> leases,
        db::Writer& writer,
        journal::Recorder& recorder,
        Metrics& metrics
    );

    void start();

    void join() { role_.join(); }

    /// From any thread.
    void use(WorldPtr world);
    /// Carries out a release-lease that a command asked for. From any thread.
    void release(std::string target);

    [[nodiscard]] bool is_storing() const { return leases_.is_storing(); }

    [[nodiscard]] const net::EventLoop& loop() const { return role_.loop; }

 private:
    Role role_{"dhcp"};
    LeaseWriter leases_;
    dhcp::Service service_;

    struct OpenPort {
        std::unique_ptr<net::DatagramPort> port;
        int interface_index;
    };

    std::vector<OpenPort> ports_;
};

}  // namespace dialtone::app
