#pragma once

#include "common/model/world.hpp"

#include <optional>
#include <string_view>

/// Names that files placed by hand have only under conditions.
namespace dialtone::provision {

/// How the catalog treats a name.
struct PlacedName {
    /// Set: no directory is looked at for it, whatever lies there; "withheld while …".
    std::optional<std::string_view> withheld;
    /// The file in the directories that answers for the name when there is none of that name; empty: none.
    std::string_view stand_in;
};

/// @param name  without directory, any case.
///
/// SEPDEFAULT.cnf, the compiled default file of CallManager 3, is for phones that nobody knows: it exists
/// while auto-registration is on. To a phone in the database it answers for SEP<MAC>.cnf, too. Nobody but
/// Cisco knows how such a file is made, so it can only be placed by hand; without it these phones go to the
/// server that told them so.
///
/// OS79XX.TXT re-flashes every 7940 and 7960 in reach whose image is another, so one that lies in an old
/// tftpboot directory is not served: see os79xx.hpp.
PlacedName placed_name(const World& world, std::string_view name);

}  // namespace dialtone::provision
