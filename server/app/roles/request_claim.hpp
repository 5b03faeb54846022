#pragma once

#include "db/requests.hpp"
#include "db/writer.hpp"

#include <functional>

namespace dialtone::app {

/// Takes a live action that a command asked for: `carry_out` is called, on the writer's thread, only in the
/// one process whose deletion of the row succeeds. A full writer leaves the request for later.
void claim_request(db::Writer& writer, const db::Request& request, std::function<void()> carry_out);

}  // namespace dialtone::app
