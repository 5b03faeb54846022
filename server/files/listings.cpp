#include "server/files/listings.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace dialtone::files {

namespace {

constexpr std::size_t kMaxEntries = 50;
constexpr std::size_t kMaxRingName = 25;
/// Directories of backgrounds; real ones are a dozen.
constexpr std::size_t kMaxDesktops = 64;
constexpr std::string_view kDesktops = "desktops/";
constexpr std::string_view kDesktopList = "/list.xml";
constexpr std::string_view kSmall = "TN-";

/// What phones play, by the ending of the file.
struct RingForm {
    std::string_view ending;
    std::uint64_t least;  ///< octets
    std::uint64_t most;
    std::uint64_t step;
    bool is_wide;
};

constexpr std::array kRingForms = {
    RingForm{".raw", 240, 16080, 240, false},
    RingForm{".pcm", 240, 16080, 240, false},
    RingForm{".rwb", 480, 321600, 2, true},
};

constexpr std::array<std::string_view, 2> kNarrowLists{"ringlist.xml", "distinctiveringlist.xml"};
constexpr std::string_view kWideList = "ringlist-wb.xml";
constexpr std::string_view kTextList = "ringlist.dat";

/// Files by folded path, as spelled on disk.
using Paths = std::map<std::string, std::string>;

const RingForm* form_of(std::string_view folded) {
    const auto* found = std::find_if(kRingForms.begin(), kRingForms.end(), [&](const RingForm& form) {
        return folded.ends_with(form.ending);
    });
    return found == kRingForms.end() ? nullptr : found;
}

/// Octets of the file that a phone would get; nullopt when it would get none.
std::optional<std::uint64_t> size_of(const std::string& path, Store* placed, Store* fixed) {
    const auto name = Name::parse(path);
    for (auto* store : {placed, fixed}) {
        if (store == nullptr || !name) {
            continue;
        }
        if (const auto answer = store->open(*name); answer.outcome == Store::Outcome::found) {
            return answer.file.content.octets.size();
        }
    }
    return std::nullopt;
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
}

/// File names that a phone can say again: the oldest know ASCII alone.
bool is_plain(std::string_view path) {
    return std::all_of(path.begin(), path.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

struct Ring {
    std::string display;
    std::string file;
    bool is_wide = false;
};

/// "Old phone" for "Old_phone.raw".
std::string display_of(std::string_view file) {
    std::string display{file.substr(0, file.rfind('.'))};
    std::replace(display.begin(), display.end(), '_', ' ');
    return display;
}

std::vector<Ring> rings_of(const Paths& paths, Store* placed, Store* fixed) {
    std::vector<Ring> rings;
    std::array<std::size_t, 2> count{};
    for (const auto& [folded, spelled] : paths) {
        const auto* form = form_of(folded);
        const bool is_candidate = form != nullptr && folded.find('/') == std::string::npos &&
                                  spelled.size() <= kMaxRingName && is_plain(spelled) &&
                                  count[form->is_wide ? 1 : 0] < kMaxEntries;
        if (!is_candidate) {
            continue;
        }
        const auto octets = size_of(spelled, placed, fixed).value_or(0);
        if (octets >= form->least && octets <= form->most && octets % form->step == 0) {
            rings.push_back({display_of(spelled), spelled, form->is_wide});
            ++count[form->is_wide ? 1 : 0];
        }
    }
    return rings;
}

std::string ring_list(const std::vector<Ring>& rings, bool is_wide) {
    std::string body;
    for (const auto& ring : rings) {
        if (ring.is_wide == is_wide) {
            body += "<Ring>\n<DisplayName>";
            append_escaped(body, ring.display);
            body += "</DisplayName>\n<FileName>";
            append_escaped(body, ring.file);
            body += "</FileName>\n</Ring>\n";
        }
    }
    return body.empty() ? body : "<CiscoIPPhoneRingList>\n" + body + "</CiscoIPPhoneRingList>\n";
}

std::string text_ring_list(const std::vector<Ring>& rings) {
    std::string body;
    for (const auto& ring : rings) {
        if (!ring.is_wide) {
            body += ring.display + "\t" + ring.file + "\n";
        }
    }
    return body;
}

/// The pictures of one directory by folded base name, as spelled.
using Pictures = std::map<std::string, std::string>;

/// @param directory as spelled: "Desktops/320x212x16"
std::string background_list(const std::string& directory, const Pictures& pictures) {
    std::string body;
    std::size_t count = 0;
    for (const auto& [folded, spelled] : pictures) {
        const bool is_small = istarts_with(spelled, kSmall);
        if (is_small || count == kMaxEntries) {
            continue;
        }
        ++count;
        const auto small = pictures.find(to_lower(kSmall) + folded);
        const auto attribute = [&](std::string_view name, const std::string& file) {
            body += " ";
            body += name;
            body += "=\"TFTP:";
            append_escaped(body, directory + "/" + file);
            body += "\"";
        };
        body += "<ImageItem";
        attribute("Image", small == pictures.end() ? spelled : small->second);
        attribute("URL", spelled);
        body += "/>\n";
    }
    return body.empty() ? body : "<CiscoIPPhoneImageList>\n" + body + "</CiscoIPPhoneImageList>\n";
}

struct Desktop {
    std::string directory;  ///< as spelled
    Pictures pictures;
};

/// By folded directory.
std::map<std::string, Desktop> desktops_of(const Paths& paths) {
    std::map<std::string, Desktop> desktops;
    for (const auto& [folded, spelled] : paths) {
        const auto slash = folded.rfind('/');
        const bool is_background = folded.starts_with(kDesktops) && folded.ends_with(".png") &&
                                   slash > kDesktops.size() && is_plain(spelled) &&
                                   folded.find('/', kDesktops.size()) == slash;
        const bool is_known = is_background && desktops.contains(folded.substr(0, slash));
        if (is_background && (is_known || desktops.size() < kMaxDesktops)) {
            auto& desktop = desktops[folded.substr(0, slash)];
            desktop.directory = spelled.substr(0, slash);
            desktop.pictures.emplace(folded.substr(slash + 1), spelled.substr(slash + 1));
        }
    }
    return desktops;
}

void add_paths(Paths& paths, Store* store) {
    if (store != nullptr) {
        store->for_each_path([&](const std::string& path) {
            auto folded = to_lower(path);
            if (form_of(folded) != nullptr || folded.starts_with(kDesktops)) {
                paths.emplace(std::move(folded), path);
            }
        });
    }
}

}  // namespace

bool Listings::is_list(std::string_view folded) {
    return folded == kWideList || folded == kTextList ||
           std::find(kNarrowLists.begin(), kNarrowLists.end(), folded) != kNarrowLists.end() ||
           (folded.starts_with(kDesktops) && folded.ends_with(kDesktopList));
}

const std::shared_ptr<const std::string>* Listings::find(
    const std::string& folded, Store* placed, Store* fixed
) {
    const auto edition_of = [](Store* store) { return store == nullptr ? 0 : store->edition(); };
    const auto placed_edition = edition_of(placed);
    const auto fixed_edition = edition_of(fixed);
    if (!is_built_ || placed_edition != placed_edition_ || fixed_edition != fixed_edition_) {
        rebuild(placed, fixed);
        placed_edition_ = placed_edition;
        fixed_edition_ = fixed_edition;
        is_built_ = true;
    }
    const auto found = by_name_.find(folded);
    return found == by_name_.end() ? nullptr : &found->second;
}

void Listings::rebuild(Store* placed, Store* fixed) {
    by_name_.clear();
    Paths paths;
    add_paths(paths, placed);
    add_paths(paths, fixed);
    const auto keep = [&](std::string name, std::string body) {
        if (!body.empty()) {
            by_name_.emplace(std::move(name), std::make_shared<const std::string>(std::move(body)));
        }
    };
    const auto rings = rings_of(paths, placed, fixed);
    for (const auto name : kNarrowLists) {
        keep(std::string{name}, ring_list(rings, false));
    }
    keep(std::string{kTextList}, text_ring_list(rings));
    keep(std::string{kWideList}, ring_list(rings, true));
    for (const auto& [folded, desktop] : desktops_of(paths)) {
        keep(folded + std::string{kDesktopList}, background_list(desktop.directory, desktop.pictures));
    }
}

}  // namespace dialtone::files
