#pragma once

#include "common/model/rows.hpp"
#include "common/time/now.hpp"
#include "server/dhcp/action.hpp"
#include "server/dhcp/client_identity.hpp"
#include "server/dhcp/message.hpp"
#include "server/dhcp/relay_information.hpp"
#include "server/dhcp/reply.hpp"
#include "server/dhcp/subnet_policy.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialtone::dhcp {

/// How a datagram came in. RENEWING and REBINDING differ in `destination` only.
struct Arrival {
    Endpoint source;
    Ipv4 destination;         ///< one of our addresses, or 255.255.255.255
    int interface_index = 0;  ///< 0 when unknown
};

/// One request being answered: lives during one call of the engine.
struct Exchange {
    const Message& request;
    const Arrival& arrival;
    Now now;
    Actions& out;
    MessageType type = MessageType::discover;
    ClientIdentity client;
    RelayInformation relay;  ///< what is believed of option 82
    /// Its octets, to be kept with the lease: of this request, else of the lease that it renews.
    std::string relay_information;
    Echoes echoes;
    bool is_relayed = false;
    std::string wire_name;  ///< interface or relay, for people
    Wire wire;
    const Interface* interface = nullptr;  ///< where a client that is not behind a relay was heard
    Ipv4 reached;              ///< the address of ours that was written to; unspecified: a broadcast
    std::string vendor_class;  ///< printable
    std::string model;         ///< "7960" as the vendor class says; "" when it does not
    ModelId model_id;          ///< that, else the model of the known device
    bool is_phone = false;

    [[nodiscard]] std::string subject() const;

    /// What chooses this client's options.
    [[nodiscard]] ClientTraits traits() const;

    /// Our address that a reply leaves from: the one the client wrote to, else the interface's in `subnet`
    /// (null: any of its addresses). Unspecified: the kernel chooses.
    [[nodiscard]] Ipv4 local_in(const Subnet* subnet) const;

    /// Records a step of this client.
    void observe(journal::Step step, std::vector<journal::Field> fields);

    /// Sends a reply, rendered for this client.
    void send(const Route& route, const Message& reply);
};

/// Those of the fields that have a value. Unlike a list in braces it copies none of them.
template <class... Fields>
std::vector<journal::Field> fields_of(Fields... fields) {
    std::vector<journal::Field> kept;
    kept.reserve(sizeof...(fields));
    const auto keep = [&](journal::Field& field) {
        if (!field.value.empty()) {
            kept.push_back(std::move(field));
        }
    };
    (keep(fields), ...);
    return kept;
}

/// How clients state what they want in a REQUEST (RFC 2131 §4.3.2).
enum class RequestKind : std::uint8_t { selecting, init_reboot, renewing, rebinding, nonsense };

RequestKind kind_of(const Message& request, const Arrival& arrival);

/// "selecting", "reboot", "renewal", "rebinding": as the journal says it.
std::string_view to_string(RequestKind kind);

}  // namespace dialtone::dhcp
