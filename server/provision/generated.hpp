#pragma once

#include "common/model/loads.hpp"
#include "common/model/world.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::provision {

class Given;

/// A file made from the world. The body is shared by all transfers that send it.
struct Generated {
    std::shared_ptr<const std::string> body;
    std::shared_ptr<const WithheldLoad> withheld{};  ///< set when it names no load although one is wanted
    std::uint64_t version = 0;                       ///< a digest: equal bodies, equal versions; 0: not known
    /// Of a phone's own file file_given(), which is known once it is rendered; null when the file differs
    /// from that for what lies on this process's disk.
    std::shared_ptr<const Given> given{};
};

/// Makes the file called `name` (any case, no directory) for whoever asks, as a pure function of the world
/// and its loads: a load is named only if all its files are there. nullopt: no such file is generated, or it
/// must not exist now (XMLDefault.cnf.xml while auto-registration is off and no parameter wants it then).
std::optional<Generated> generate(const World& world, std::string_view name);

}  // namespace dialtone::provision
