#pragma once

#include "server/lab/phone.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

/// What a sandbox's server is told before it starts, in the commands that a person would type.
namespace dialtone::lab {

inline constexpr Cidr kSandboxSubnet{Ipv4{10, 77, 0, 0}, 16};
/// Where phones are that take no lease: another network of the site, on the phones' side.
inline constexpr Cidr kSandboxOffices{Ipv4{10, 78, 0, 0}, 16};
inline constexpr const char* kSandboxNode = "lab";

/// Runs a command of this program on the sandbox's data and returns its exit status.
using TryCommand = std::function<int(std::vector<std::string>)>;
/// The same for one that must succeed. @throws std::runtime_error with what it said.
using Command = std::function<void(const std::vector<std::string>&)>;

struct SandboxSite {
    Ipv4 address;  ///< of the server
    std::uint16_t port_offset = 0;
    bool is_private = false;  ///< phones broadcast on a wire; else they are behind `relay`
    Ipv4 relay;
    const std::vector<PhoneSettings>* phones = nullptr;
};

/// Node, group, numbers for all phones, the subnet, and what ailing phones need to be found out: devices of
/// another group, a load that lacks a file, a short keepalive.
void configure_site(const SandboxSite& site, const Command& command, const TryCommand& try_command);

/// Whether some phone needs firmware to be there.
bool needs_firmware(const std::vector<PhoneSettings>& phones);

/// Made-up firmware of the models whose phones are to change their image, and half of one that others lack.
/// @throws std::ofstream::failure
void write_firmware(const std::filesystem::path& directory, const std::vector<PhoneSettings>& phones);

}  // namespace dialtone::lab
