#pragma once

#include "server/journal/observation.hpp"

#include <span>
#include <string>
#include <string_view>

/// The table of steps: their stable names for machines and the sentences that people read.
namespace dialtone::journal {

/// How far on its way a phone is with a step; a timeline cuts the journal into boots by it.
enum class Stage : std::uint8_t {
    address,     ///< asks for an address
    files,       ///< fetches files
    connecting,  ///< talks to a Call Manager
    up,          ///< registered
    leaving,     ///< its registration ended, or it was told to come again
    none,        ///< says nothing about the way
};

struct StepEntry {
    Step step;
    std::string_view name;  ///< stable: "dhcp.ack"; what JSON and filters use
    std::string_view area;  ///< at most five letters, the middle column of a timeline; "" = field `transport`
    Stage stage;
    /// "{key}" stands for a field; a part in [brackets] is left out unless every field in it is there.
    std::string_view sentence;
};

/// Every step there is, in the order of its number.
std::span<const StepEntry> steps();

/// The entry of a step; one called "unknown" for a number that a newer program wrote.
const StepEntry& entry_of(Step step);

/// The observation as one sentence. Fields that the template does not use follow it as "key value", so that
/// nothing recorded is lost to the reader. The result is printable UTF-8 whatever was recorded.
std::string sentence_of(const Observation& observation);

/// "DHCP", "TFTP", "SCCP": which part of the program saw it.
std::string area_of(const Observation& observation);

}  // namespace dialtone::journal
