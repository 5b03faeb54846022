#include "server/sccp/service/zone_directory.hpp"

#include "common/log/log.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace dialtone::sccp {

namespace {

/// A name is a path, and nothing may lead it out of the directory.
bool is_name(std::string_view zone) {
    constexpr std::string_view kCharacters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
    return !zone.empty() && zone.size() <= 64 && zone.front() != '/' &&
           zone.find_first_not_of(kCharacters) == std::string_view::npos;
}

}  // namespace

ZoneDirectory::ZoneDirectory(std::filesystem::path directory) : directory_{std::move(directory)} {}

std::chrono::seconds ZoneDirectory::offset(std::string_view zone, WallTime when) const {
    std::string name{zone};
    auto found = zones_.find(name);
    if (found == zones_.end()) {
        auto rules = load(name);
        if (!rules) {
            log::warning(
                "sccp.zone.unknown",
                "phones of this zone show UTC: the host does not have it",
                {{"zone", name}}
            );
        }
        found = zones_.emplace(std::move(name), std::move(rules)).first;
    }
    return found->second ? found->second->offset(when) : std::chrono::seconds{};
}

std::optional<ZoneRules> ZoneDirectory::load(const std::string& zone) const {
    if (!is_name(zone)) {
        return std::nullopt;
    }
    std::ifstream file{directory_ / zone, std::ios::binary};
    Buffer octets(ZoneRules::kMostOctets + 1);
    file.read(reinterpret_cast<char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
    octets.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
    auto rules = ZoneRules::parse(octets);
    return rules ? std::optional{std::move(*rules)} : std::nullopt;
}

}  // namespace dialtone::sccp
