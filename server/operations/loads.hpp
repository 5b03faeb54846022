#pragma once

#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dialtone::operations {

/// load list, show: the firmware in the directories of files, whole or not.
std::span<const Operation> load_operations();

/// --load as loadInformation has it; nullopt when it was not given. Refuses a name with an ending or blanks.
Outcome<std::optional<std::string>> load_name_of(const Call& call);

/// "complete", "lacks apps45.9-4-2ES26.sbn". @param world with_loads()
std::string load_state(const World& world, std::string_view load);

/// What happens next with a load that was just chosen.
std::string load_remark(const World& world, std::string_view load);

}  // namespace dialtone::operations
