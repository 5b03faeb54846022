#pragma once

#include "tests/bench/load/burst.hpp"

#include "common/time/now.hpp"
#include "server/tftp/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::load {

/// The clients' side of TFTP (RFC 1350, 2348, 7440) for many clients at once, one file at a time each. All
/// share one port and are told apart by the address that they speak from.
class Fetching {
 public:
    struct Settings {
        Endpoint server;
        std::uint32_t clients = 1;
        std::uint16_t block = 512;  ///< other than 512 is asked for with blksize
        std::uint16_t window = 1;   ///< more than 1 is asked for with windowsize
        Duration patience = std::chrono::seconds{2};
        unsigned tries = 5;
    };

    enum class Result : std::uint8_t { fetched, missing, failed };

    struct Ended {
        std::uint32_t client;
        Result result;
        std::size_t octets;
        Instant asked;
    };

    explicit Fetching(const Settings& settings) : settings_{settings}, clients_(settings.clients) {}

    void fetch(std::uint32_t client, Ipv4 speaks_from, std::string name, Instant now, Burst& out);

    /// @param client whose address the datagram came to. @return what it ended, if it did.
    std::optional<Ended> on_datagram(
        std::uint32_t client, const Endpoint& from, Bytes datagram, Instant now, Burst& out
    );

    /// Repeats what was not answered in time; those who gave up are added to `ended`.
    void on_time(Instant now, Burst& out, std::vector<Ended>& ended);

    [[nodiscard]] std::size_t lost() const { return lost_; }

    [[nodiscard]] std::size_t lost_by(std::uint32_t client) const { return clients_[client].lost; }

    /// Blocks that came twice: the server's impatience.
    [[nodiscard]] std::size_t repeated_blocks() const { return repeated_blocks_; }

 private:
    enum class Step : std::uint8_t { idle, asking, reading };

    struct Client {
        Step step = Step::idle;
        bool has_complained = false;  ///< of a block missing in this window
        std::uint8_t repeats = 0;
        std::uint16_t block = 512;
        std::uint16_t window = 1;
        std::uint16_t in_window = 0;
        std::uint16_t last_block = 0;  ///< the last one that came in order
        std::uint16_t lost = 0;
        Endpoint peer;
        Ipv4 address;
        std::size_t octets = 0;
        std::string name;
        Instant asked;
        Instant deadline;
    };

    void say(Client& client, Instant now, Burst& out) const;
    void acknowledge(Client& client, Instant now, Burst& out) const;
    [[nodiscard]] bool take_block(Client& client, const tftp::DataView& data, Instant now, Burst& out);
    static Ended end(std::uint32_t number, Client& client, Result result);

    Settings settings_;
    std::vector<Client> clients_;
    std::size_t lost_ = 0;
    std::size_t repeated_blocks_ = 0;
};

}  // namespace dialtone::load
