#pragma once

#include "common/metrics/metrics.hpp"
#include "common/time/deadlines.hpp"
#include "common/time/now.hpp"
#include "server/files/catalog.hpp"
#include "server/files/observations.hpp"
#include "server/files/progress.hpp"
#include "server/files/seeded_hash.hpp"
#include "server/files/source_gate.hpp"
#include "server/journal/observation.hpp"
#include "server/tftp/allowed_networks.hpp"
#include "server/tftp/message.hpp"
#include "server/tftp/outbox.hpp"
#include "server/tftp/transfer.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::tftp {

/// What the network may make us hold or do. Settings.
struct Limits {
    std::size_t transfers = 8192;
    std::size_t transfers_per_source = 2048;  ///< a NAT may hide a whole office
    double requests_per_second = 1000;        ///< of one source, errors included
    double request_burst = 4000;
    std::uint16_t block_size = 1468;  ///< what an Ethernet frame carries; larger means IP fragments
    std::uint16_t window = 64;        ///< blocks; more gains nothing (RFC 7440 §4)
    std::vector<Cidr> allowed = private_networks();  ///< who may ask, besides our subnets
};

/// Metric handles; default ones count nowhere.
struct Counters {
    Counter requests;
    Counter served;
    Counter missing;
    Counter refused;
    Counter broken_off;
    Counter unanswered;  ///< over a limit, or nothing to be said yet
    Counter malformed;
    Counter octets;
    Counter repeated;
    Counter foreign;  ///< packets of a transfer that does not exist
    Counter outside;  ///< requests from networks that may not ask
};

/// The TFTP server as a state machine: requests, transfers told apart by peer, limits, the journal.
///
/// Belongs to one thread. After every turn the shell sends what outbox() holds, records observations() and
/// clears both, then arms its timer for next_wake(). A peer (address and port) has one transfer at most: a
/// new request from it means that the old one is not wanted any more, as from a 7921, which asks for
/// everything from port 1024.
///
/// No source address is proven before its first ACK. Until then a transfer sends one packet of at most 512
/// octets of a file, repeated three times; and when all places are taken, it is the first to give way.
class Engine {
 public:
    /// @param catalog outlives the engine. @param ports how many transfer ports the shell has. 0 is
    /// single-port mode, for NAT and containers: everything leaves from port 69 as transfer port 0, and
    /// whatever comes goes to on_request(). @param seed unpredictable outside of tests: transfer ids are
    /// chosen with it (RFC 1350 §4).
    Engine(
        files::Catalog& catalog,
        std::size_t ports,
        std::uint64_t seed,
        Limits limits = {},
        Patience patience = {},
        Counters counters = {}
    );

    /// The subnets whose hosts may ask besides those of the limits.
    void allow_subnets(std::span<const Cidr> subnets) { allowed_.use_subnets(subnets); }

    /// A datagram came to port 69. `local` is the address it was sent to.
    void on_request(Bytes datagram, const Endpoint& peer, Ipv4 local, Now now);

    /// A datagram came to transfer port `port`.
    void on_transfer(std::size_t port, Bytes datagram, const Endpoint& peer, Ipv4 local, Now now);

    void on_time(Now now);

    /// Ends every transfer with ERROR 0: the phones ask again, elsewhere if need be.
    void stop(Now now);

    /// When on_time() is wanted; nullopt while nothing waits. Perhaps a little early, never late.
    [[nodiscard]] std::optional<Instant> next_wake() const;

    [[nodiscard]] std::size_t active() const { return active_; }

    Outbox& outbox() { return outbox_; }

    std::vector<journal::Observation>& observations() { return observations_; }

 private:
    /// A peer's transfer. When it has ended it lingers, without its content, to swallow late packets of it.
    struct Session {
        std::optional<Transfer> transfer;
        files::Opened file;
        std::size_t datagram = 0;  ///< digest of the request
        std::size_t name = 0;      ///< digest of the name as it was received
        std::size_t size = 0;      ///< octets of the file
        files::Progress progress;
        std::size_t port = 0;
        std::size_t former_port = kNoPort;  ///< of the transfer before: its late packets are swallowed, too
        Instant linger_until{};
        Instant queued{};  ///< its earliest entry in wakes_
    };

    /// A request with what it takes to answer it.
    struct Request {
        const RequestView& view;
        Route route;
        std::size_t datagram;  ///< digest
        Now now;
    };

    /// A transfer that began and perhaps waits for its first ACK.
    struct Begun {
        Endpoint peer;
        Instant at{};
    };

    static constexpr std::size_t kNoPort = static_cast<std::size_t>(-1);
    using Sessions = std::unordered_map<Endpoint, Session, files::SeededHash>;

    void ignore_outsider(Ipv4 address, Now now);
    void on_read(const Request& request);
    void on_packet(const Parsed<MessageView>& message, const Route& route, Now now);
    void on_foreign(const Parsed<MessageView>& message, const Route& route, Now now);
    [[nodiscard]] bool repeat_answer(const Request& request);
    void refuse(const Request& request, ErrorCode code, std::string_view why);
    void refuse_unread(Ipv4 address, std::string_view why, Now now);
    void send_error(const Route& route, ErrorCode code, std::string_view text);
    [[nodiscard]] bool has_room(const Endpoint& peer, Now now);
    [[nodiscard]] bool is_unproven(const Begun& begun) const;
    bool end_oldest_unproven(Now now);
    void note_begun(const Endpoint& peer, Now now);
    void supersede(const Request& request);
    void begin(const Request& request, Mode mode, files::Opened opened);
    [[nodiscard]] Agreement agree(const RequestView& request, Mode mode, std::size_t size) const;
    void settle(const Endpoint& peer, Session& session, Now now);
    void finish(const Endpoint& peer, Session& session, Now now);
    void record_end(const Session& session, bool is_served, std::string_view reason, Now now);
    void queue_wake(const Endpoint& peer, Session& session);
    void rebuild_wakes();
    [[nodiscard]] static Instant wake_of(const Session& session);
    [[nodiscard]] std::size_t random_port(std::size_t except = kNoPort);

    files::Catalog& catalog_;
    bool is_single_port_;
    std::size_t ports_;
    Limits limits_;
    Patience patience_;
    Counters counters_;
    AllowedNetworks allowed_;
    std::mt19937_64 random_;
    files::SourceGate request_gate_;
    files::SourceGate note_gate_;  ///< bad input is noted once per source and second
    Instant next_outsider_note_{};

    Sessions sessions_;
    std::size_t active_ = 0;
    std::unordered_map<Ipv4, std::size_t, files::SeededHash> active_by_source_;
    std::deque<Begun> begun_;  ///< oldest first; those that were acknowledged or ended leave late
    Deadlines<Endpoint> wakes_;
    Outbox outbox_;
    std::vector<journal::Observation> observations_;
};

}  // namespace dialtone::tftp
