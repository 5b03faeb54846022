#pragma once

#include "common/model/rows.hpp"
#include "server/sccp/messages/softkeys.hpp"

#include <optional>
#include <string_view>

/// Softkeys by the names that softkey templates use, and the two messages made from a template.
namespace dialtone::sccp {

/// "Redial", "NewCall", "<<" …, regardless of case.
std::optional<SoftKey> find_softkey(std::string_view name);

/// "on hook", "connected" … in the order of SoftKeyMode.
std::optional<SoftKeyMode> find_softkey_mode(std::string_view call_mode);

/// Every key that some set of the template uses, each once, by event.
SoftKeyTemplate softkey_template(const SoftkeyTemplate& row);

/// The sets, by SoftKeyMode; a key that nobody knows is left out, an empty name leaves a blank key.
SoftKeySet softkey_set(const SoftkeyTemplate& row);

}  // namespace dialtone::sccp
