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

/// The template of that model and protocol with the fewest line buttons that are at least `lines`; null when
/// no template has so many.
const ButtonTemplate* template_with_lines(
    const World& world, ModelId model, Protocol protocol, std::uint32_t lines
);

/// conflict when line `line` has no button on the template; says which template of the same model has one.
Outcome<void> check_line_fits(const World& world, const ButtonTemplate& buttons, std::uint32_t line);

/// --display, --label, --external-mask, --max-calls, --busy-trigger and --ring, where given.
Outcome<void> edit_appearance(const Call& call, LineAppearance& appearance);

/// "SEP001122334455 line 1 and SEP001122334466 line 2": who has a number.
std::string holders_of(const World& world, DirectoryNumberId number);

}  // namespace dialtone::operations
