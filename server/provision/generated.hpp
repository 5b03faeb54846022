#pragma once

#include "common/model/loads.hpp"
#include "common/model/world.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::provision {

/// A file made from the world. The body is shared by all transfers that send it.
struct Generated {
    std::shared_ptr<const std::string> body;
    std::shared_ptr<const WithheldLoad> withheld;  ///< set when it names no load although one is wanted
};

/// Makes the file called `name` (any case, no directory) for whoever asks, as a pure function of the world
/// and its loads: a load is named only if all its files are there. nullopt: no such file is generated, or it
/// must not exist now (XMLDefault.cnf.xml while auto-registration is off and no parameter wants it then).
std::optional<Generated> generate(const World& world, std::string_view name);

}  // namespace dialtone::provision
