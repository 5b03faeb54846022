#include "server/files/observations.hpp"

#include "common/text/utf8.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

namespace dialtone::files {

namespace {

using journal::Observation;
using journal::Step;

Observation about(WallTime at, const Opened& file, Transport transport, Step step) {
    return {at, file.subject, step, {{"name", file.name}, {"transport", std::string{to_string(transport)}}}};
}

/// Who wonders at what a phone does must see that it did not get what the device database says.
constexpr std::string_view kPlaced = "placed by hand";

void add_delivery(Observation& observation, const Opened& file, const Delivery& delivery) {
    const auto milliseconds = std::chrono::duration<double, std::milli>(delivery.took).count();
    observation.fields.push_back({"bytes", std::to_string(delivery.octets)});
    observation.fields.push_back({"ms", fmt::format("{:.1f}", milliseconds)});
    // The file is there, but under another spelling: worth knowing when a second server is
    // asked by exact case.
    if (!file.file.spelled.empty() && file.file.spelled != file.name) {
        observation.fields.push_back({"spelled", printable(file.file.spelled, Name::kMaxLength)});
    }
}

/// What a phone learns from the file about its image, and what kept it from learning more.
void add_load(Observation& observation, const Opened& file) {
    if (!file.members.empty()) {
        observation.fields.push_back({"members", file.members});
    }
    if (const auto* withheld = file.file.withheld.get()) {
        observation.fields.push_back({"withheld", withheld->load});
        observation.fields.push_back({"missing", withheld->missing});
    }
}

}  // namespace

Observation file_served(WallTime at, const Opened& file, Transport transport, const Delivery& delivery) {
    auto observation = about(at, file, transport, Step::file_served);
    if (file.origin == Origin::placed) {
        observation.fields.push_back({"origin", std::string{kPlaced}});
    }
    add_delivery(observation, file, delivery);
    add_load(observation, file);
    return observation;
}

Observation file_progress(
    WallTime at, const Opened& file, Transport transport, std::uint64_t octets, std::uint64_t size
) {
    auto observation = about(at, file, transport, Step::file_progress);
    observation.fields.push_back({"percent", std::to_string(octets * 100 / size)});
    observation.fields.push_back({"bytes", std::to_string(octets)});
    observation.fields.push_back({"size", std::to_string(size)});
    return observation;
}

Observation file_missing(WallTime at, const Opened& file, Transport transport) {
    return about(at, file, transport, Step::file_missing);
}

Observation file_broken_off(
    WallTime at, const Opened& file, Transport transport, const Delivery& delivery, std::string_view reason
) {
    auto observation = about(at, file, transport, Step::file_broken_off);
    add_delivery(observation, file, delivery);
    observation.fields.push_back({"reason", std::string{reason}});
    return observation;
}

Observation file_refused(WallTime at, const Opened& file, Transport transport, std::string_view reason) {
    auto observation = about(at, file, transport, Step::file_refused);
    observation.fields.push_back({"reason", std::string{reason}});
    return observation;
}

}  // namespace dialtone::files
