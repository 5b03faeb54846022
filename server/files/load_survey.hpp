#pragma once

#include "common/model/loads.hpp"
#include "server/files/name.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dialtone::files {

/// The directories of files as a survey needs them: seen as the catalog sees them, so that a load is complete
/// exactly when every request for its files would be answered. What was placed by hand comes first, names
/// match in any case.
class Shelves {
 public:
    virtual ~Shelves() = default;

    /// The names that can be asked for without a directory in front; one may come twice.
    virtual void for_each_name(const std::function<void(const std::string&)>& visit) = 0;

    /// The paths of files in directories below; one may come twice.
    virtual void for_each_below(const std::function<void(const std::string&)>& visit) = 0;

    /// Octets of the file that a request for `name` would get; nullopt when it would get none.
    virtual std::optional<std::uint64_t> size(const Name& name) = 0;

    /// That file whole; nullopt also when it has more than `most` octets.
    virtual std::optional<std::string> read(const Name& name, std::size_t most) = 0;
};

/// Every load that lies there, with what it lacks: for each "NAME.loads" its members, and the images that are
/// one file without a list, as the oldest models have them. XML under that ending, as IP Communicator's
/// locales have it, is no load.
LoadInventory survey_loads(Shelves& shelves);

/// The directories, in lower case, in which something of a locale lies: an archive (*-sccp.jar), dictionaries
/// and fonts of the older phones, or tones.
std::vector<std::string> survey_locales(Shelves& shelves);

}  // namespace dialtone::files
