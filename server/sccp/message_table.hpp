#pragma once

#include "server/sccp/message_id.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// The table of SCCP messages: what exists, who sends it, and when it may be sent.
namespace dialtone::sccp {

enum class Direction : std::uint8_t { to_server, to_phone };

struct MessageEntry {
    MessageId id;
    std::string_view name;
    Direction direction;
    std::uint8_t since;        ///< lowest protocol version seen to use it
    bool before_registration;  ///< a phone may send it on a connection that is not registered
    bool plain_header;         ///< its header version is 0 whatever was negotiated
};

/// Ascending by id.
std::span<const MessageEntry> messages();

/// Null for an id that is not in the table.
const MessageEntry* find_message(MessageId id);

/// "RegisterReq", or "0x1234" for an unknown id.
std::string name_of(MessageId id);

}  // namespace dialtone::sccp
