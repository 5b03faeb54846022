#pragma once

#include "server/operations/operation.hpp"

namespace dialtone::operations {

/// `line list` and `line show`: numbers and the phones they are on.
Outcome<Report> list_lines(Session& session, const Call& call);
Outcome<Report> show_line(Session& session, const Call& call);

}  // namespace dialtone::operations
