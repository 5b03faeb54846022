#include "server/files/progress.hpp"

#include "server/files/observations.hpp"

namespace dialtone::files {

std::optional<journal::Observation> Progress::at(
    Now now, const Opened& file, Transport transport, std::uint64_t octets
) {
    // The end is file_served's to say.
    if (size_ < kLarge || octets >= size_ || octets <= octets_ || now.mono - last_ < kPause) {
        return std::nullopt;
    }
    const auto tenths = octets * 10 / size_;
    if (tenths == tenths_ && now.mono - last_ < kSilence) {
        return std::nullopt;
    }
    tenths_ = tenths;
    octets_ = octets;
    last_ = now.mono;
    return file_progress(now.wall, file, transport, octets, size_);
}

}  // namespace dialtone::files
