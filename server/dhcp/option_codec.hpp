#pragma once

#include "server/dhcp/option_catalogue.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dialtone::dhcp {

/// How values of one type are read from people's words, and shown to them.
struct OptionCodec {
    using Octets = std::optional<std::string>;  ///< nullopt: the text does not fit the type
    using Text = std::optional<std::string>;    ///< nullopt: the octets do not fit the type

    Octets (*parse)(std::string_view text);
    Text (*print)(std::string_view octets);
};

const OptionCodec& codec_of(OptionType type);

}  // namespace dialtone::dhcp
