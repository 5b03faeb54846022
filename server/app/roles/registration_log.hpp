#pragma once

#include "db/node_state.hpp"
#include "db/writer.hpp"
#include "server/app/roles/world_role.hpp"
#include "server/net/event_loop.hpp"
#include "server/sccp/service.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace dialtone::app {

/// Where registrations go from the calls thread: into the node's state file, and to the planner of changes.
///
/// What happens within kGather goes in one piece. A thousand phones that register in the same second would
/// wake the two other threads two thousand times, and on a machine with one core each time in their own way.
class RegistrationLog final : public sccp::RegistrationSink {
 public:
    static constexpr Duration kGather = std::chrono::milliseconds{100};
    static constexpr std::size_t kMostGathered = 4096;

    /// Belongs to `loop`; all outlive it.
    RegistrationLog(net::EventLoop& loop, WorldRole& world_role, db::Writer& writer);

    void store(const registrar::Registration& registration, const WorldPtr& world) override;
    void remove(const DeviceName& name, registrar::StatusReason reason) override;

    /// Hands over what was gathered, at once.
    void flush();

 private:
    void add(std::optional<db::Registration> row, RegistrationChange change);

    net::EventLoop& loop_;
    WorldRole& world_role_;
    db::Writer& writer_;
    std::vector<std::optional<db::Registration>> rows_;  ///< beside changes_; no value: removed
    std::vector<RegistrationChange> changes_;
    std::unique_ptr<net::Timer> timer_;
};

}  // namespace dialtone::app
