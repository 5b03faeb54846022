#pragma once

#include "common/model/world.hpp"
#include "db/data_directory.hpp"
#include "db/database.hpp"
#include "db/world_loader.hpp"
#include "server/change/planner.hpp"
#include "server/dhcp/engine.hpp"
#include "server/files/catalog.hpp"
#include "server/journal/observation.hpp"
#include "server/provision/phone_notes.hpp"
#include "server/sccp/engine.hpp"
#include "server/sccp/time_zones.hpp"
#include "server/tftp/engine.hpp"
#include "tests/story/virtual_network.hpp"
#include "tests/support/memory_store.hpp"

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::story {

struct SiteSettings {
    bool autoreg = true;
    bool asks = false;  ///< unknown phones wait until they are approved
    std::int64_t first_number = 1000;
    std::int64_t last_number = 1999;
    std::uint32_t lease_seconds = 86400;
    /// From the writer's queue to the disk and back; everything asked for meanwhile shares the commit.
    Duration commit = std::chrono::milliseconds{4};
    std::uint64_t seed = 1;
};

/// A whole server on the virtual network: the engines of DHCP, TFTP and SCCP with registrar, calls and change
/// planner, wired as the program wires them, over a real device database in a directory of its own. Only the
/// shells are missing: sockets, threads and the clock.
class Site {
 public:
    static constexpr Ipv4 kAddress{10, 77, 0, 1};
    static constexpr std::size_t kTransferPorts = 64;

    Site(VirtualNetwork& network, const SiteSettings& settings);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    /// One transaction of another process; the watcher sees it a moment later.
    void change(const std::function<void(db::Database&)>& write);

    /// Somebody copies a file into the static directory; the next look for loads sees it a moment later.
    void put_file(const std::string& name, std::string content);
    /// Somebody takes it away. What was looked at before still counts for a moment.
    void take_file(const std::string& name);

    [[nodiscard]] const World& world() const { return *world_; }

    [[nodiscard]] NodeId node() const { return node_; }

    [[nodiscard]] const sccp::Engine& phones() const { return sccp_; }

    [[nodiscard]] const dhcp::Engine& leases() const { return dhcp_; }

    /// What the journal holds, oldest first.
    [[nodiscard]] const std::vector<journal::Observation>& journal() const { return journal_; }

    [[nodiscard]] std::size_t count(journal::Step step, std::string_view subject = {}) const;

    /// Leases that were on disk when their ACK left, by address.
    [[nodiscard]] const std::unordered_map<Ipv4, dhcp::Lease>& stored_leases() const {
        return stored_leases_;
    }

    /// The journal is kept for stories, not for benchmarks.
    void keep_no_journal() { keeps_journal_ = false; }

 private:
    struct SentFile {
        WallTime at;
        WorldPtr world;
    };

    /// One timer of an engine, in virtual time.
    struct Alarm {
        std::optional<Instant> due;
        void set(VirtualNetwork& network, std::optional<Instant> when, std::function<void()> ring);
    };

    class Utc final : public sccp::TimeZones {
        [[nodiscard]] std::chrono::seconds offset(std::string_view, WallTime) const override { return {}; }
    };

    void fill(const SiteSettings& settings);
    void publish();
    void announce();
    void look_for_loads();
    void hop(VirtualNetwork::Task task);
    void record(journal::Observation observation);

    void open_dhcp();
    void on_dhcp(const Endpoint& from, Ipv4 to, Bytes payload);
    void settle_dhcp();
    void open_tftp();
    void settle_tftp();
    void note_own_file(const journal::Observation& observation);
    void open_sccp();
    VirtualNetwork::StreamEnd accept(VirtualNetwork::Connection connection, const Endpoint& peer);
    void settle_sccp();
    void perform(sccp::Effect& effect);
    void auto_register(const registrar::AutoRegister& wanted);
    void commit_devices();
    void settle_planner();

    VirtualNetwork& network_;
    SiteSettings settings_;
    std::filesystem::path directory_;
    std::optional<db::Database> database_;
    std::optional<db::WorldLoader> loader_;
    NodeId node_;
    WorldPtr world_;
    WorldPtr calls_world_;
    WorldPtr files_world_;

    change::Planner planner_;
    Alarm planner_alarm_;
    test::MemoryStore static_files_;
    files::Catalog catalog_;
    provision::PhoneNotes notes_;
    tftp::Engine tftp_;
    Alarm tftp_alarm_;
    dhcp::Engine dhcp_;
    dhcp::Actions dhcp_actions_;
    Alarm dhcp_alarm_;
    std::vector<dhcp::Store> lease_group_;
    std::unordered_map<Ipv4, dhcp::Lease> stored_leases_;
    Utc zones_;
    sccp::Engine sccp_;
    sccp::Outbox outbox_;
    Alarm sccp_alarm_;
    std::unordered_map<SessionId, VirtualNetwork::Connection> connections_;
    std::vector<registrar::AutoRegister> device_group_;
    std::vector<journal::Observation> journal_;
    bool keeps_journal_ = true;
};

}  // namespace dialtone::story
