#pragma once

#include "server/provision/phone_source.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What a 7940 or 7960 with a SIP image reads: text, a key and a value on each line. From SEP<MAC>.cnf.xml it
/// takes the load alone.
namespace dialtone::provision {

bool reads_sip_text(const PhoneSource& source);

/// SIP<MAC>.cnf. Every key is there: for one that is missing a phone keeps what it was told before, by
/// whomever.
/// @pre reads_sip_text(source)
std::string render_sip_text(const PhoneSource& source);

/// SIPDefault.cnf, which comes first and which a phone's own file overrides: what all of them share. nullopt
/// while no node of the group for unknown phones has an address.
std::optional<std::string> render_sip_default(const World& world);

/// Whether these phones have a word for the zone; without one they show the hour of Greenwich.
bool has_sip_text_zone(const DateTimeGroup& group);

/// syncinfo.xml. A phone that is told to synchronise fetches it, and starts anew when its number is another
/// than that of the phone's own file: it always is.
inline constexpr std::string_view kSyncInfo = "<IMAGE VERSION=\"*\" SYNC=\"2\"/>\n";

}  // namespace dialtone::provision
