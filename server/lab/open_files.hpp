#pragma once

#include "common/error/problem.hpp"

#include <cstddef>

namespace dialtone::lab {

/// Sees to it that this process, and those that it starts, may have so many files and connections open:
/// raises the limit as far as is allowed. failed() that names the limit when that is not enough.
Outcome<void> allow_open_files(std::size_t wanted);

/// What a fleet of phones needs: each has one connection, and at times one of two a second while the first is
/// being closed.
constexpr std::size_t open_files_for(std::size_t phones) {
    return phones + phones / 2 + 256;
}

}  // namespace dialtone::lab
