#pragma once

#include "common/model/device_name.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dialtone::provision {

/// What a generated file is about, by its name alone.
struct FileName {
    enum class Kind : std::uint8_t {
        device,        ///< SEP001122334455.cnf.xml, or any other device's name
        os79xx,        ///< OS79XX.TXT
        default_file,  ///< XMLDefault.cnf.xml and what phones or their loaders ask for in its place
    };

    Kind kind = Kind::device;
    DeviceName device;
};

/// Case does not matter; no directory. nullopt for a name that no generated file has: trust lists, signed
/// twins
/// (.sgn), the older text and compiled forms.
std::optional<FileName> parse_file_name(std::string_view name);

}  // namespace dialtone::provision
