#pragma once

#include "server/journal/image_change.hpp"
#include "server/journal/observation.hpp"
#include "server/journal/steps.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// The boot timeline of a phone: its journal, read aloud (design §6).
namespace dialtone::journal {

/// One step placed in its boot.
struct TimelineEntry {
    Observation observation;
    bool starts_boot = false;
    Duration since_boot{};  ///< since the first step of this boot; never negative
    std::string area;
    std::string sentence;
};

/// Reads observations of one phone in order, as they come.
///
/// A boot begins with a DISCOVER (or the REQUEST of a phone that knows its address) unless it is repeated,
/// and with the first file or connection after a registration ended. The renewal of a lease and a file
/// fetched while registered begin none. A change of image is told in steps of its own, between the others.
/// Not thread-safe.
class TimelineReader {
 public:
    /// The step itself, and behind it what it means.
    std::vector<TimelineEntry> next(Observation observation);

 private:
    TimelineEntry place(Observation observation);
    [[nodiscard]] bool begins_boot(Stage stage, WallTime at) const;

    std::optional<WallTime> boot_;
    WallTime last_{};
    Stage reached_ = Stage::none;
    ImageChange image_;
};

/// "+0.4 s", "+1.5 min", "+3.2 h", "+12.0 d": time since the boot began, one decimal, cut and not rounded.
std::string to_relative(Duration since);

/// The entry as text lines, at most `width` columns each: time of day (UTC), relative time, area, sentence;
/// a long sentence goes on below itself. A first line with the date precedes the entry that starts a boot.
std::vector<std::string> lines_of(const TimelineEntry& entry, std::size_t width = 80);

/// All of it as one text, newline after each line.
std::string read_aloud(std::span<const Observation> observations, std::size_t width = 80);

}  // namespace dialtone::journal
