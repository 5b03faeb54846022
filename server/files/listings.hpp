#pragma once

#include "server/files/store.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dialtone::files {

/// Lists that phones ask for and that the directories themselves are the source of: the rings there are, and
/// the backgrounds there are for each display. A list that somebody wrote by hand is a file like any other
/// and comes before these.
///
/// Rings lie at the top: *.raw and *.pcm (µ-law, 8 kHz, 240 to 16,080 octets in steps of 240, as every phone
/// can play them) in RINGLIST.XML, DISTINCTIVERINGLIST.XML and RINGLIST.DAT; *.rwb (16 bits, 16 kHz) in
/// Ringlist-wb.xml. Backgrounds lie in Desktops/<width>x<height>x<depth>: *.png, the small picture of x.png
/// being TN-x.png where there is one. A list has at most 50 entries, in the order of their names; a ring
/// whose file name has more than 25 characters is left out, as phones cut it.
class Listings {
 public:
    /// The list of that (folded) name; null when there is nothing to list. Looks at the directories anew when
    /// they changed. Either store may be null.
    const std::shared_ptr<const std::string>* find(const std::string& folded, Store* placed, Store* fixed);

    /// True for a name that may be a list: everything else need not be asked for.
    static bool is_list(std::string_view folded);

 private:
    void rebuild(Store* placed, Store* fixed);

    std::unordered_map<std::string, std::shared_ptr<const std::string>> by_name_;
    std::uint64_t placed_edition_ = 0;
    std::uint64_t fixed_edition_ = 0;
    bool is_built_ = false;
};

}  // namespace dialtone::files
