#pragma once

#include "common/error/wire_error.hpp"
#include "server/sip/message/address.hpp"
#include "server/sip/message/fields.hpp"
#include "server/sip/message/message.hpp"
#include "server/sip/message/via.hpp"

#include <string_view>

namespace dialtone::sip {

/// What every message must have to be taken further: who, whom, which transaction.
struct Essentials {
    Via via;  ///< the topmost
    Address from;
    Address to;
    std::string_view call_id;
    CSeq cseq;
};

/// The error tells what is missing or malformed, in words for a reason phrase (RFC 3261 §21.4.1).
///
/// Max-Forwards may be absent, since RFC 2543 had none (RFC 4475 §3.4.1); it must be 0 to 255 if it is there.
Parsed<Essentials> read_essentials(const Message& message);

}  // namespace dialtone::sip
