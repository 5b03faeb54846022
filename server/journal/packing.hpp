#pragma once

#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"
#include "server/journal/observation.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

/// Several observations of one subject as octets, for one row of a journal file.
///
/// Layout: version (1), count, time of the first in microseconds; then each observation as step, microseconds
/// since the one before, number of fields, fields. Numbers are LEB128, signed ones in zigzag. A field's key
/// is a code of a table that only grows, or 0 and its text; texts carry their length in front.
namespace dialtone::journal {

/// Bounds that pack() enforces by cutting and unpack() by refusing.
inline constexpr std::size_t kMaxPacked = 1024;       ///< observations in a row
inline constexpr std::size_t kMaxFields = 16;         ///< of an observation
inline constexpr std::size_t kMaxKeyLength = 64;      ///< octets
inline constexpr std::size_t kMaxValueLength = 2048;  ///< octets

/// @param observations all of the same subject, which is not stored; at most kMaxPacked, the rest is left
/// out. Fields beyond kMaxFields are left out, texts beyond their bound cut.
Buffer pack(std::span<const Observation> observations);

/// What pack() made, as observations of `subject`.
Parsed<std::vector<Observation>> unpack(const std::string& subject, Bytes packed);

}  // namespace dialtone::journal
