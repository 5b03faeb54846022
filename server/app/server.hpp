#pragma once

#include "common/error/problem.hpp"
#include "common/metrics/metrics.hpp"
#include "db/journal_recorder.hpp"
#include "db/locks.hpp"
#include "db/writer.hpp"
#include "server/admin/admin_service.hpp"
#include "server/app/roles/calls_role.hpp"
#include "server/app/roles/dhcp_role.hpp"
#include "server/app/roles/files_role.hpp"
#include "server/app/roles/lease_names.hpp"
#include "server/app/roles/queue_watch.hpp"
#include "server/app/roles/world_role.hpp"
#include "server/app/start/preparation.hpp"
#include "server/app/start/serve_plan.hpp"

#include <atomic>
#include <memory>
#include <optional>
#include <vector>

namespace dialtone::app {

/// The composition root: every role of the process, wired (design §4). Built with all sockets bound and
/// nothing served; run() serves until a signal ends it.
class Server {
 public:
    /// Takes the locks and binds the sockets. DHCP whose lock another process holds stands by; any other
    /// service of the node that is served already is refused. Throws std::system_error (a port) or
    /// db::StoreError (a database).
    static Outcome<std::unique_ptr<Server>> open(const ServePlan& plan, const Preparation& preparation);

    /// Held for the life of the server.
    struct Locks {
        std::vector<db::FileLock> protocols;
        std::optional<db::FileLock> dhcp;  ///< unset though DHCP is in the plan: stand by
        std::string journal;               ///< which journal of the node is this process's alone
    };

    Server(const ServePlan& plan, const Preparation& preparation, Locks locks);

    /// Serves on the calling thread and those of the roles until SIGTERM or SIGINT; SIGHUP reads everything
    /// again.
    void run();

 private:
    void attach_stores(const std::string& journal);
    void open_roles(std::optional<db::FileLock> dhcp_lock);
    void open_dhcp(const WorldPtr& world, std::optional<db::FileLock> lock);
    [[nodiscard]] std::vector<dhcp::Lease> load_leases();
    void on_take_over(std::size_t leases);
    [[nodiscard]] std::string standing() const;
    void open_files(const WorldPtr& world);
    void open_calls(const WorldPtr& world);
    void name_address(Ipv4 address, const std::string& subject);
    void wire_world();
    void on_signal(int number);
    void reload();
    void stop();
    void watch_queues();
    void do_chores();
    void expire_requests();
    [[nodiscard]] std::vector<admin::HealthCheck> health() const;

    ServePlan plan_;
    NodeId node_;
    std::uint16_t sccp_port_;
    std::vector<db::FileLock> locks_;
    Metrics metrics_;
    db::Writer writer_;
    std::unique_ptr<db::JournalRecorder> recorder_;
    std::optional<LeaseNames> lease_names_;
    net::EventLoop admin_loop_{"admin"};
    std::unique_ptr<WorldRole> world_;
    std::unique_ptr<DhcpRole> dhcp_;
    std::unique_ptr<FilesRole> files_;
    std::unique_ptr<CallsRole> calls_;
    std::optional<admin::AdminService> admin_;
    QueueWatch queues_{metrics_};
    std::unique_ptr<net::Timer> chores_;
    std::atomic<bool> has_requests_{
        false};          ///< set by the world thread: some live action waits for its process
    Problems problems_;  ///< of the newest configuration; the admin loop's copy
    bool is_stopping_ = false;
};

}  // namespace dialtone::app
