#pragma once

#include "common/time/now.hpp"
#include "server/files/catalog.hpp"
#include "server/journal/observation.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace dialtone::files {

/// When the sending of a large file is worth a word in the journal while it goes on. Kept beside the
/// transfer.
///
/// Says something at every tenth of the file, and when kSilence passed since the last word; never twice
/// within kPause, so that a file which is through in a moment leaves one step behind as any other, and at
/// most (time / kPause) words whatever the requester does. Small files say nothing.
class Progress {
 public:
    static constexpr std::uint64_t kLarge = 128U << 10U;  ///< octets
    static constexpr Duration kPause = std::chrono::seconds{1};
    static constexpr Duration kSilence = std::chrono::seconds{5};

    /// Says nothing.
    Progress() = default;

    /// @param size of what is sent, octets. @param began when the first was sent.
    Progress(std::uint64_t size, Instant began) : size_{size}, last_{began} {}

    /// To be asked as octets are taken. @param octets of the file that the requester has by now.
    std::optional<journal::Observation> at(
        Now now, const Opened& file, Transport transport, std::uint64_t octets
    );

 private:
    std::uint64_t size_ = 0;
    std::uint64_t tenths_ = 0;  ///< said already
    std::uint64_t octets_ = 0;  ///< at the last word
    Instant last_{};
};

}  // namespace dialtone::files
