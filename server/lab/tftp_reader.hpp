#pragma once

#include "common/time/now.hpp"
#include "server/lab/action.hpp"
#include "server/lab/dice.hpp"
#include "server/lab/phone_models.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace dialtone::lab {

inline constexpr std::size_t kLargestFile = 550'001;      ///< octets: what a 7942 says that it takes
inline constexpr std::size_t kLargestImage = 64U << 20U;  ///< octets of one file of a load

/// How the attempt to get a file stands.
enum class Fetch : std::uint8_t {
    going_on,
    fetched,
    missing,  ///< the server says that it does not have it: final, the next server is not asked
    silence,  ///< nobody answers
    failed,   ///< refused, broken off, or larger than a phone takes
};

/// One TFTP read at a time (RFC 1350), the phone's side, as a pure state machine. Silence is answered by
/// repeating the last packet, first the request and later the acknowledgement, with the same port.
class TftpReader {
 public:
    /// @param is_deaf  takes no data, and so never acknowledges any.
    TftpReader(const ModelFacts& model, Dice& dice, bool is_deaf = false)
        : model_{&model}, dice_{&dice}, is_deaf_{is_deaf} {}

    /// @param server address and port of its request socket. @param largest octets that the phone takes.
    void fetch(
        Now now, const Endpoint& server, std::string name, Actions& out, std::size_t largest = kLargestFile
    );
    void abandon();

    Fetch on_datagram(Now now, const Endpoint& from, std::uint16_t slot, Bytes datagram, Actions& out);
    Fetch on_timer(Now now, Actions& out);

    [[nodiscard]] std::optional<Instant> wake_at() const { return wake_at_; }

    /// The octets so far; all of them after Fetch::fetched.
    [[nodiscard]] const std::string& body() const { return body_; }

 private:
    void send(const Endpoint& to, Buffer packet, Actions& out) const;
    void send_and_wait(Now now, Actions& out);
    void acknowledge(Now now, std::uint16_t block, Actions& out);
    Fetch take_data(Now now, const tftp::DataView& data, Actions& out);
    Fetch end(Fetch how);
    void answer_repeated_end(const Endpoint& from, const tftp::DataView& data, Actions& out) const;

    const ModelFacts* model_;
    Dice* dice_;
    bool is_deaf_;

    bool is_busy_ = false;
    Endpoint server_;
    std::optional<Endpoint> peer_;  ///< the server's own port for this transfer, known from its first packet
    std::uint16_t slot_ = 0;
    std::size_t largest_ = kLargestFile;
    std::string body_;
    Buffer last_packet_;
    std::size_t block_size_ = tftp::kDefaultBlockSize;
    std::uint64_t next_block_ = 1;
    unsigned tries_ = 0;
    std::optional<Instant> wake_at_;
};

}  // namespace dialtone::lab
