#pragma once

#include "common/model/world.hpp"
#include "server/operations/operation.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Putting numbers on lines: what phone and line operations share.
namespace dialtone::operations {

struct WantedNumber {
    std::string pattern;
    PartitionId partition;
    bool may_share = false;  ///< several phones may have it
};

/// The number's row: the existing one, or a new one. conflict when other phones have it and sharing was not
/// said.
Outcome<DirectoryNumberId> obtain_number(Session& session, const World& world, const WantedNumber& wanted);

/// The partition that `--partition` names; <None> when it is not given.
Outcome<PartitionId> partition_of(const World& world, const Call& call);

/// How many line buttons a template has.
std::uint32_t line_buttons(const ButtonTemplate& buttons);

/// conflict when line `line` has no button on the template.
Outcome<void> check_line_fits(const ButtonTemplate& buttons, std::uint32_t line);

/// --display, --label, --max-calls, --busy-trigger and --ring, where given.
Outcome<void> edit_appearance(const Call& call, LineAppearance& appearance);

/// "SEP001122334455 line 1 and SEP001122334466 line 2": who has a number.
std::string holders_of(const World& world, DirectoryNumberId number);

}  // namespace dialtone::operations
