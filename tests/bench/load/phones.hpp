#pragma once

#include "common/address/ipv4.hpp"
#include "common/address/mac.hpp"
#include "common/bytes/bytes.hpp"
#include "server/dhcp/message.hpp"

#include <cstdint>
#include <string>

/// The phones that the load generators play, told apart by number: what make_site puts into a database.
namespace dialtone::load {

/// Where a phone that takes no lease speaks from; the clients' namespace owns all of 10.96.0.0/12.
inline Ipv4 address_of(std::uint32_t phone) {
    return Ipv4{Ipv4{10, 96, 0, 0}.value() + 1 + phone};
}

inline std::uint32_t phone_at(Ipv4 address) {
    return address.value() - Ipv4{10, 96, 0, 0}.value() - 1;
}

MacAddress mac_of(std::uint32_t phone);

/// "SEP" and the hardware address.
std::string name_of(std::uint32_t phone);

/// The messages of a 7965 behind a relay agent. The xid is the phone's number.
class LeaseMessages {
 public:
    /// @param relay the agent's address; unspecified: the phones are on the server's own wire.
    explicit LeaseMessages(Ipv4 relay);

    void discover(std::uint32_t phone, Buffer& out);
    void request(std::uint32_t phone, Ipv4 offered, Ipv4 server, Buffer& out);
    /// RENEWING: to the server itself, past the agent.
    void renewal(std::uint32_t phone, Ipv4 leased, Buffer& out);

 private:
    dhcp::Message make(std::uint32_t phone, dhcp::MessageType type) const;

    Ipv4 relay_;
};

}  // namespace dialtone::load
