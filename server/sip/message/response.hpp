#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"
#include "server/sip/message/builder.hpp"
#include "server/sip/message/message.hpp"

#include <string_view>

namespace dialtone::sip {

/// Begins the answer to a request (RFC 3261 §8.2.6): its Vias, From, To, Call-ID and CSeq as they came, as
/// far as they are there; the topmost Via with `received` and `rport` as RFC 3261 §18.2.1 and RFC 3581 §4
/// want.
/// @param source  where the request came from.
/// @param to_tag  given to a To that has none; empty: none is given, as in a 100.
Builder begin_response(
    Buffer& out,
    const Message& request,
    const Endpoint& source,
    int status,
    std::string_view to_tag,
    std::string_view phrase = {}
);

/// Where an answer goes that cannot go back over a connection (RFC 3261 §18.2.2, RFC 3581 §4): to `rport` if
/// the client asked for that, else to the port that its Via names, whatever it sent from: a 7960 sends from
/// any port and listens at 5060. Always to the address that the request came from, since a name or another
/// address in a Via is a claim that would let anybody point us at somebody else; `maddr` is for multicast,
/// and not followed either.
Endpoint response_destination(const Message& request, const Endpoint& source);

}  // namespace dialtone::sip
