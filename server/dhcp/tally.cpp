#include "server/dhcp/tally.hpp"

namespace dialtone::dhcp {

std::string_view to_string(Event event) {
    constexpr std::array<std::string_view, kEvents> kNames{
        "discover",
        "offer",
        "request",
        "ack",
        "nak",
        "decline",
        "release",
        "inform",
        "lease_query",
        "malformed",
        "malformed_option",
        "contradictory",
        "not_for_servers",
        "no_identity",
        "flooded",
        "no_subnet",
        "not_a_phone",
        "other_server",
        "unknown_client",
        "wrong_client",
        "exhausted",
        "limited",
        "store_failed",
        "unused_relay_info",
        "query_refused",
        "probed",
        "unprobed",
        "conflict",
        "other_server_seen"};
    return kNames[static_cast<std::size_t>(event)];
}

}  // namespace dialtone::dhcp
