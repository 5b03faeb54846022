#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "server/app/roles/role.hpp"
#include "server/app/roles/sent_files.hpp"
#include "server/files/catalog.hpp"
#include "server/files/disk_store.hpp"
#include "server/http/file_service.hpp"
#include "server/journal/observation.hpp"
#include "server/provision/phone_notes.hpp"
#include "server/tftp/service.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dialtone::app {

/// Where files come from and where they are asked for.
struct FilesPlan {
    std::string placed_directory;  ///< of the data directory: what lies here wins
    std::string fixed_directory;   ///< the operator's tftpboot; empty: none besides the placed one
    std::optional<tftp::PortOptions> tftp;
    std::optional<Endpoint> http;
    tftp::Limits tftp_limits;
    http::Options http_options;
};

/// The files thread: TFTP and HTTP 6970 over one catalog.
///
/// It also watches what it serves: a phone that was sent its own file whole has received what the world says,
/// as of the moment when the transfer began.
class FilesRole final : private journal::Recorder {
 public:
    /// Phones were sent their own files whole; called on the files thread.
    using OnFilesSent = std::function<void(const SentFiles&)>;

    /// Binds the sockets. @throws std::system_error when a port is taken.
    FilesRole(
        const FilesPlan& plan,
        WorldPtr world,
        journal::Recorder& recorder,
        Metrics& metrics,
        OnFilesSent on_files_sent
    );

    void start();
    /// Ends all transfers, then the thread.
    void stop();

    /// From any thread.
    void use(WorldPtr world);
    /// DHCP gave `address` to `subject`. Counts from the next request on.
    void learn(Ipv4 address, std::string subject);

    [[nodiscard]] const net::EventLoop& loop() const { return role_.loop; }

 private:
    void record(journal::Observation observation) override;
    void adopt(WorldPtr world);
    void note_sent(SentFile file);
    void tell_sent();
    [[nodiscard]] std::string leased_to(Ipv4 address) const;
    [[nodiscard]] const WorldPtr& world_at(WallTime time) const;

    Role role_{"files"};
    journal::Recorder& recorder_;
    OnFilesSent on_files_sent_;
    std::vector<SentFile> sent_;  ///< in this turn

    // Told at every lease and asked for hardly ever: not worth waking this thread thousands of times a
    // second.
    mutable std::mutex leased_mutex_;
    std::unordered_map<Ipv4, std::string> leased_;  ///< guarded; bounded by the addresses of our subnets

    files::DiskStore placed_;
    std::optional<files::DiskStore> fixed_;
    files::Catalog catalog_;
    std::optional<tftp::Service> tftp_;
    std::optional<http::FileService> http_;
    provision::PhoneNotes notes_;

    struct Adopted {
        WallTime at;
        WorldPtr world;
    };

    std::deque<Adopted> worlds_;  ///< newest first, as long as a transfer that began under one may still run
};

}  // namespace dialtone::app
