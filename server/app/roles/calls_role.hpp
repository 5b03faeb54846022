#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "db/requests.hpp"
#include "db/writer.hpp"
#include "server/app/roles/registration_log.hpp"
#include "server/app/roles/role.hpp"
#include "server/app/roles/sent_files.hpp"
#include "server/app/roles/world_role.hpp"
#include "server/change/directive.hpp"
#include "server/journal/observation.hpp"
#include "server/sccp/service.hpp"
#include "server/sccp/service/zone_directory.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace dialtone::app {

struct CallsPlan {
    NodeId node;
    Endpoint listen;
    sccp::Limits limits;
};

/// The calls thread: SCCP, registrar and call control together, so that a call between two phones is one
/// thread's work.
class CallsRole final : private sccp::AutoRegistrar {
 public:
    /// Binds the socket. @throws std::system_error when the port is taken.
    CallsRole(
        const CallsPlan& plan,
        WorldPtr world,
        WorldRole& world_role,
        db::Writer& writer,
        journal::Recorder& recorder,
        Metrics& metrics
    );

    void start();
    /// Ends every session so that phones turn to their next server, then the thread.
    void stop();

    // From any thread.
    void use(WorldPtr world);
    void direct(std::vector<change::Directive> directives);
    void on_own_files_sent(SentFiles files);
    /// Takes those requests whose phones are registered here; the others are somebody else's.
    void request(const std::vector<db::Request>& requests);

    [[nodiscard]] const net::EventLoop& loop() const { return role_.loop; }

 private:
    void auto_register(std::uint64_t ticket, const AutoRegisterRequest& request) override;

    Role role_{"calls"};
    WorldRole& world_role_;
    db::Writer& writer_;
    RegistrationLog registrations_;
    sccp::ZoneDirectory zones_;
    sccp::Service service_;
};

}  // namespace dialtone::app
