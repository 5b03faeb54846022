#pragma once

#include "common/model/world.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::provision {

/// A file made from the world. The body is shared by all transfers that send it.
struct Generated {
    std::shared_ptr<const std::string> body;
};

/// Makes the file called `name` (any case, no directory) for whoever asks, as a pure function of the world.
/// nullopt: no such file is generated, or it must not exist now (XMLDefault.cnf.xml while auto-registration
/// is off).
std::optional<Generated> generate(const World& world, std::string_view name);

}  // namespace dialtone::provision
