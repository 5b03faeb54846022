#pragma once

#include "common/metrics/metrics.hpp"
#include "db/data_directory.hpp"
#include "db/node_state.hpp"
#include "db/writer.hpp"
#include "server/app/roles/role.hpp"
#include "server/app/roles/sent_files.hpp"
#include "server/app/roles/world_keeper.hpp"
#include "server/change/planner.hpp"
#include "server/files/load_directories.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace dialtone::app {

/// A phone registered, and was sent its buttons and lines as `seen` has them; null: its registration ended.
struct RegistrationChange {
    DeviceName name;
    WorldPtr seen;
};

/// The world thread: watcher, loader, difference and planner (design §4, §5).
///
/// It also looks into the directories of files for loads, several times a second, and hands them out with the
/// world: a file that names a load, and whoever serves it, know the same ones.
///
/// The process that registers phones also plans here: what phones are known to have received is restored from
/// the node's state file, and stored there as it changes.
class WorldRole {
 public:
    using OnWorld = std::function<void(const WorldPtr&)>;
    using OnRequests = WorldKeeper::OnRequests;
    using OnProblems = WorldKeeper::OnProblems;
    using OnDirectives = std::function<void(std::vector<change::Directive>)>;

    /// Reads the first world. Throws db::StoreError when the database cannot be read.
    /// @param files_directory of loads, locales, rings and pictures; empty: there is none.
    WorldRole(const db::DataDirectory& directory, const std::string& files_directory, Metrics& metrics);

    [[nodiscard]] const Problems& first_problems() const { return first_problems_; }

    [[nodiscard]] const WorldPtr& first_world() const { return keeper_.world(); }

    /// Before start(): who is told of every new world and of waiting requests, on the world thread.
    void listen(OnWorld on_world) { listeners_.push_back(std::move(on_world)); }

    void listen_requests(OnRequests on_requests) { request_listeners_.push_back(std::move(on_requests)); }

    void listen_problems(OnProblems on_problems) { on_problems_ = std::move(on_problems); }

    /// Before start(), in the process that registers phones.
    /// @param writer  whose node store is attached; what phones received is written there.
    void plan(std::vector<db::GivenRecord> received, db::Writer& writer, OnDirectives on_directives);

    void start();

    /// Ends the thread; what phones received is handed to the writer before this returns.
    void join();

    // From any thread.

    /// Looks for changes, then calls `then` on the world thread, after every listener was told.
    void refresh(net::Task then = {});
    /// Reads everything again (SIGHUP).
    void reload();
    /// In the order in which they happened.
    void on_registrations(std::vector<RegistrationChange> changes);
    void on_files_sent(SentFiles files);

    [[nodiscard]] const net::EventLoop& loop() const { return role_.loop; }

 private:
    void on_world(const WorldPtr& world);
    void look_for_loads();
    void settle();
    void store_soon();
    void store_received();

    Role role_{"world"};
    files::LoadDirectories loads_;
    WorldKeeper keeper_;
    Problems first_problems_;
    std::vector<OnWorld> listeners_;
    std::vector<OnRequests> request_listeners_;
    OnProblems on_problems_;

    std::optional<change::Planner> planner_;
    db::Writer* writer_ = nullptr;
    OnDirectives on_directives_;
    std::unique_ptr<net::Timer> timer_;
    std::unique_ptr<net::Timer> look_;
    std::unique_ptr<net::Timer> store_timer_;
    bool is_storing_soon_ = false;
    Gauge pending_;
};

}  // namespace dialtone::app
