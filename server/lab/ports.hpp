#pragma once

#include <cstdint>

namespace dialtone::lab {

/// The ports of the services that a phone speaks to. Real phones have them in their image; a sandbox without
/// root shifts all of them by the same number.
struct Ports {
    std::uint16_t dhcp_server = 67;
    std::uint16_t dhcp_client = 68;
    std::uint16_t tftp = 69;
    std::uint16_t http = 6970;
    std::uint16_t sccp = 2000;

    /// @param offset such that no port exceeds 65535.
    static Ports shifted(std::uint16_t offset) {
        const auto add = [offset](std::uint16_t port) { return static_cast<std::uint16_t>(port + offset); };
        return {add(67), add(68), add(69), add(6970), add(2000)};
    }
};

}  // namespace dialtone::lab
