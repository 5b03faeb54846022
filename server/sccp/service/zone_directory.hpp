#pragma once

#include "server/sccp/time_zones.hpp"
#include "server/sccp/zone_rules.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dialtone::sccp {

/// The zones of this host: compiled files by Olson name, each read once. Belongs to one thread.
class ZoneDirectory final : public TimeZones {
 public:
    explicit ZoneDirectory(std::filesystem::path directory = "/usr/share/zoneinfo");

    /// UTC, and one warning in the log, for a zone that the host does not have.
    [[nodiscard]] std::chrono::seconds offset(std::string_view zone, WallTime when) const override;

 private:
    [[nodiscard]] std::optional<ZoneRules> load(const std::string& zone) const;

    std::filesystem::path directory_;
    mutable std::unordered_map<std::string, std::optional<ZoneRules>> zones_;
};

}  // namespace dialtone::sccp
