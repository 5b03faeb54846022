#pragma once

#include "common/address/mac.hpp"
#include "common/time/now.hpp"
#include "server/dhcp/message.hpp"
#include "server/lab/action.hpp"
#include "server/lab/dice.hpp"
#include "server/lab/phone_models.hpp"
#include "server/lab/ports.hpp"

#include <optional>
#include <vector>

namespace dialtone::lab {

/// What a phone keeps of a DHCPACK.
struct Binding {
    Ipv4 address;
    Cidr network;
    Ipv4 server;                     ///< option 54
    std::vector<Ipv4> tftp_servers;  ///< option 150, else 66, else siaddr; at most two, as phones use them
    Instant renew_at{};              ///< T1
    Instant rebind_at{};             ///< T2
    Instant expires_at{};
};

/// The DHCP client of a phone (RFC 2131 §4.4) as a pure state machine: it asks with the broadcast flag, takes
/// the first offer, renews at T1, rebinds at T2.
class DhcpClient {
 public:
    enum class Event : std::uint8_t {
        none,
        bound,    ///< binding() is new
        renewed,  ///< the same address for longer
        lost,     ///< refused or run out: the address must not be used any more
        silence,  ///< a round of DISCOVERs went unanswered; it goes on asking
    };

    DhcpClient(const ModelFacts& model, const MacAddress& mac, const Ports& ports, Dice& dice);

    /// Begins anew with DISCOVER, forgetting the binding.
    void start(Now now, Actions& out);
    /// Falls silent, as a phone without power does.
    void stop();

    Event on_datagram(Now now, Bytes datagram, Actions& out);
    Event on_timer(Now now, Actions& out);

    [[nodiscard]] std::optional<Instant> wake_at() const { return wake_at_; }

    [[nodiscard]] const std::optional<Binding>& binding() const { return binding_; }

 private:
    enum class State : std::uint8_t { off, selecting, requesting, bound, renewing, rebinding };

    [[nodiscard]] dhcp::Message make(dhcp::MessageType type) const;
    void send(const dhcp::Message& message, Ipv4 to, Actions& out) const;
    void send_discover(Now now, Actions& out);
    void send_request(Now now, Actions& out);
    void send_renewal(Now now, Actions& out);
    void back_off(Now now);
    Event take_offer(Now now, const dhcp::Message& offer, Actions& out);
    Event take_ack(Now now, const dhcp::Message& ack);
    Event give_up(Now now, Actions& out);
    [[nodiscard]] bool is_mine(const dhcp::Message& reply) const;

    const ModelFacts* model_;
    MacAddress mac_;
    Ports ports_;
    Dice* dice_;

    State state_ = State::off;
    std::uint32_t xid_ = 0;
    Instant began_{};
    unsigned tries_ = 0;
    Ipv4 offered_;
    Ipv4 offered_by_;
    std::optional<Binding> binding_;
    std::optional<Instant> wake_at_;
};

}  // namespace dialtone::lab
