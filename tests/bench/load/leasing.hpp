#pragma once

#include "tests/bench/load/burst.hpp"
#include "tests/bench/load/phones.hpp"

#include "common/time/now.hpp"
#include "server/dhcp/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace dialtone::load {

/// The clients' side of DHCP for many phones at once: DISCOVER to ACK, and renewals. Silence is answered by
/// saying the last thing again.
class Leasing {
 public:
    struct Settings {
        Endpoint server;
        Ipv4 relay;  ///< unspecified: none
        std::uint32_t phones = 1;
        Duration patience = std::chrono::milliseconds{500};  ///< doubled at every repetition
        unsigned tries = 5;
    };

    enum class Step : std::uint8_t { idle, discovering, requesting, renewing, bound, failed };

    struct Phone {
        Step step = Step::idle;
        std::uint8_t repeats = 0;  ///< since it last heard anything
        std::uint16_t lost = 0;    ///< times that it waited in vain
        Ipv4 address;
        Ipv4 server;
        Instant asked;  ///< when this exchange began
        Instant deadline;
    };

    explicit Leasing(const Settings& settings);

    void discover(std::uint32_t phone, Instant now, Burst& out);
    void renew(std::uint32_t phone, Instant now, Burst& out);

    /// @return the phone whose exchange has ended with this datagram; see its step.
    std::optional<std::uint32_t> on_datagram(Bytes datagram, Instant now, Burst& out);

    /// Repeats what was not answered in time. @return how many phones gave up.
    std::size_t on_time(Instant now, Burst& out);

    [[nodiscard]] const Phone& phone(std::uint32_t number) const { return phones_[number]; }

    [[nodiscard]] std::size_t lost() const { return lost_; }

 private:
    void say(std::uint32_t number, Instant now, Burst& out);

    Settings settings_;
    LeaseMessages messages_;
    std::vector<Phone> phones_;
    std::size_t lost_ = 0;
};

}  // namespace dialtone::load
