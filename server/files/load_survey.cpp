#include "server/files/load_survey.hpp"

#include "common/text/ascii.hpp"
#include "server/files/load_list.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

namespace dialtone::files {

namespace {

/// Names that are looked at; far more than there are loads in the world.
constexpr std::size_t kMaxLoads = 8192;

/// Images that are one file: these models know no ".loads". Where a list of the same name lies beside it, the
/// list decides.
struct SingleImage {
    std::string_view prefix;
    std::string_view ending;
};

constexpr std::array kSingleImages = {
    SingleImage{"P004", ".bin"},     // 7910
    SingleImage{"P005", ".bin"},     // 7935
    SingleImage{"CP7902", ".sbin"},  // 7902, 7905 and 7912: signed, or the older form without signature
    SingleImage{"CP7902", ".zup"},
    SingleImage{"CP7905", ".sbin"},
    SingleImage{"CP7905", ".zup"},
    SingleImage{"CP7912", ".sbin"},
    SingleImage{"CP7912", ".zup"},
    SingleImage{"cmterm_79", ".bin"},   // 7920, 7936, 7985
    SingleImage{"apps37sccp", ".bin"},  // 7937
    SingleImage{"ATA0", ".zup"},        // ATA 186 and 188
    SingleImage{"S001", ".sbn"},        // 7914
    SingleImage{"B015", ".sbn"},        // 7915
    SingleImage{"B016", ".sbn"},        // 7916
};

/// The load whose only file this is; empty: it is none.
std::string_view single_image(std::string_view file) {
    const auto* found = std::find_if(kSingleImages.begin(), kSingleImages.end(), [&](const SingleImage& i) {
        return istarts_with(file, i.prefix) && iends_with(file, i.ending);
    });
    return found == kSingleImages.end() ? std::string_view{}
                                        : file.substr(0, file.size() - found->ending.size());
}

LoadMember on_disk(Shelves& shelves, ListedMember listed) {
    const auto name = Name::parse(listed.name);
    const auto size = name ? shelves.size(*name) : std::nullopt;
    return {std::move(listed.name), size.value_or(0), listed.octets};
}

std::optional<Load> read_load(Shelves& shelves, const std::string& file) {
    Load load;
    load.name = file.substr(0, file.size() - kLoadListEnding.size());
    load.list = file;
    const auto name = Name::parse(file);
    const auto text = name ? shelves.read(*name, kMaxLoadList) : std::nullopt;
    if (!text) {
        load.fault = "it cannot be read";
        return load;
    }
    if (text->starts_with('<')) {
        return std::nullopt;
    }
    auto list = parse_load_list(bytes_of(*text));
    if (!list) {
        load.fault = list.error().what;
        return load;
    }
    for (auto& member : *list) {
        load.members.push_back(on_disk(shelves, std::move(member)));
    }
    return load;
}

/// How files of a locale end, as phones of one family or another ask for them.
constexpr std::array<std::string_view, 7> kLocaleEndings{
    ".jar", "-dictionary.xml", "-dictionary-ext.xml", "-font.xml", "-font.dat", "-tones.xml", "-kate.xml"};
constexpr std::size_t kMaxLocales = 1024;

bool is_of_locale(std::string_view folded) {
    return std::any_of(kLocaleEndings.begin(), kLocaleEndings.end(), [&](std::string_view ending) {
        return folded.ends_with(ending);
    });
}

}  // namespace

std::vector<std::string> survey_locales(Shelves& shelves) {
    std::set<std::string> directories;
    shelves.for_each_below([&](const std::string& path) {
        const auto folded = to_lower(path);
        if (is_of_locale(folded) && directories.size() < kMaxLocales) {
            directories.insert(folded.substr(0, folded.rfind('/')));
        }
    });
    return {directories.begin(), directories.end()};
}

LoadInventory survey_loads(Shelves& shelves) {
    // By folded name, so that neither a second spelling nor a second directory makes a second load.
    std::map<std::string, std::string> lists;
    std::map<std::string, std::string> images;
    shelves.for_each_name([&](const std::string& file) {
        if (lists.size() + images.size() >= kMaxLoads) {
            return;
        }
        if (iends_with(file, kLoadListEnding) && file.size() > kLoadListEnding.size()) {
            lists.emplace(to_lower(file), file);
        } else if (!single_image(file).empty()) {
            images.emplace(to_lower(file), file);
        }
    });
    std::vector<Load> loads;
    for (const auto& [folded, file] : lists) {
        if (auto load = read_load(shelves, file)) {
            loads.push_back(std::move(*load));
        }
    }
    for (const auto& [folded, file] : images) {
        auto& load = loads.emplace_back();
        load.name = single_image(file);
        load.members.push_back(on_disk(shelves, {file, 0}));
    }
    return LoadInventory{std::move(loads)};
}

}  // namespace dialtone::files
