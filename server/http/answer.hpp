#pragma once

#include "common/bytes/bytes.hpp"
#include "common/time/now.hpp"
#include "server/http/message.hpp"

namespace dialtone::http {

/// A response as it goes onto one connection, conditions and range applied (RFC 9110 §13, §14).
struct Answer {
    unsigned status = 200;
    Buffer head;  ///< rendered
    Body body;    ///< what follows it: the asked part, nothing for HEAD
};

/// @param keep_alive what the connection does after this answer; the head says so.
Answer make_answer(const RequestHead& request, Response response, bool keep_alive, WallTime now);

/// An answer to what could not be read as a request; the connection closes after it.
Answer make_refusal(unsigned status, WallTime now);

}  // namespace dialtone::http
