#include "server/provision/file_name.hpp"

#include "common/text/ascii.hpp"

namespace dialtone::provision {

namespace {

constexpr std::string_view kSuffix = ".cnf.xml";
constexpr std::string_view kLegacyLoader = "OS79XX.TXT";

/// XMLDefault, ATADefault, and the XMLDefault7960 and the like that Call Manager Express writes for single
/// models.
bool is_default_stem(std::string_view stem) {
    return iequals(stem, "ATADefault") || istarts_with(stem, "XMLDefault");
}

}  // namespace

std::optional<FileName> parse_file_name(std::string_view name) {
    if (iequals(name, kLegacyLoader)) {
        return FileName{.kind = FileName::Kind::os79xx, .device = {}};
    }
    if (!iends_with(name, kSuffix)) {
        return std::nullopt;
    }
    const auto stem = name.substr(0, name.size() - kSuffix.size());
    if (is_default_stem(stem)) {
        return FileName{.kind = FileName::Kind::default_file, .device = {}};
    }
    const auto device = DeviceName::parse(stem);
    return device ? std::optional{FileName{.kind = FileName::Kind::device, .device = *device}} : std::nullopt;
}

}  // namespace dialtone::provision
