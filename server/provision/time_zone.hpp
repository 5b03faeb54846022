#pragma once

#include <optional>
#include <string_view>

namespace dialtone::provision {

/// The phone's own name for an Olson zone, exactly as phones compare it: "W. Europe Standard/Daylight Time"
/// for "Europe/Berlin". Phones hold the summer time rules behind these names; a name they do not know shows
/// UTC. nullopt for a zone that no phone has.
std::optional<std::string_view> phone_time_zone(std::string_view olson);

/// What a file says for such a zone: no summer time, the hour of Greenwich.
inline constexpr std::string_view kFallbackTimeZone = "Greenwich Standard Time";

/// True for what phones accept as dateTemplate: D, M and Y (or YY) in one of the orders D/M/Y, M/D/Y, Y/M/D
/// with one kind of separator, '/', '-' or '.', and perhaps an A at the end for the 12-hour clock.
bool is_date_template(std::string_view text);

}  // namespace dialtone::provision
