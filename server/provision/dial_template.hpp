#pragma once

#include "common/model/world.hpp"

#include <string>
#include <string_view>

/// After which digits SIP phones send what was dialled. Without such a file they wait fifteen seconds after
/// the last digit.
namespace dialtone::provision {

/// dialplan.xml: the dial rules, and behind them that anything else is sent when nothing follows for the T302
/// timer.
std::string render_dial_template(const World& world);

/// The same in the dialect of the 7940 and 7960.
std::string render_legacy_dial_template(const World& world);

/// AppDialRules.xml and DirLookupDialRules.xml while nothing rewrites what is dialled from lists: softphones
/// want the file all the same.
inline constexpr std::string_view kNoApplicationRules = "<DialRules>\n</DialRules>\n";

}  // namespace dialtone::provision
