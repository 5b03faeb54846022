#pragma once

#include "common/error/problem.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What can be wrong with a simulated phone. Each kind is a row of a table that also says what a server has
/// to make of it, so that a run can be judged by it.
namespace dialtone::lab {

struct ModelFacts;

enum class Ailment : std::uint8_t {
    none,
    stale_trust,
    nat,
    old_load,
    refuses_load,
    lacking_load,
    dribble,
    deaf,
    mute,
    wrong_group,
};

/// What the server's journal must hold of such a phone.
struct JournalSign {
    std::string_view step;   ///< as `dialtone phone timeline --json` names it
    std::string_view words;  ///< in the sentence; empty: any
};

struct AilmentFacts {
    Ailment ailment = Ailment::none;
    std::string_view word;      ///< "stale-trust", as on the command line
    std::string_view summary;   ///< what the phone does, for help
    std::string_view expected;  ///< of phone and server, at most 52 characters
    JournalSign sign;
    bool is_known_before = false;  ///< the sandbox makes its device before the phone is switched on
    bool needs_load = false;       ///< the sandbox has firmware for its model
};

/// All kinds but none.
std::span<const AilmentFacts> ailment_table();

/// @param ailment not none.
const AilmentFacts& facts_of(Ailment ailment);

/// Whether phones of the model can have it: those without trust list files hold no trust list.
bool can_have(const ModelFacts& model, Ailment ailment);

struct AilingCount {
    Ailment ailment = Ailment::none;
    std::uint32_t count = 1;
};

/// "stale-trust", "nat=3", "all=2": what was said, in order. invalid() with the kinds there are.
Outcome<std::vector<AilingCount>> parse_ailing(const std::vector<std::string>& words);

/// The kinds as a table of two columns, at most 80 wide, for help.
std::string ailment_help();

}  // namespace dialtone::lab
