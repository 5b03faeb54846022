#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

struct Device;
struct World;

/// One of the files that a load consists of.
struct LoadMember {
    std::string name;                 ///< as the load's list spells it
    std::uint64_t octets = 0;         ///< on disk; 0: it is not there, or empty, or cannot be read
    std::uint64_t listed_octets = 0;  ///< as the list says; 0: it does not

    /// It can be sent whole, as far as the list tells.
    [[nodiscard]] bool is_ready() const {
        return octets > 0 && (listed_octets == 0 || listed_octets == octets);
    }

    /// As good for a phone as the other: while a file is being copied its size alone is no news.
    friend bool operator==(const LoadMember& a, const LoadMember& b) {
        return a.name == b.name && a.listed_octets == b.listed_octets && a.is_ready() == b.is_ready() &&
               (a.octets == 0) == (b.octets == 0);
    }
};

/// A firmware image that lies in the directories of files, whole or in part.
struct Load {
    std::string name;  ///< as loadInformation names it: "SCCP45.9-4-2SR3-1S"
    std::string list;  ///< its list of members, as spelled on disk; empty: the image is one file
    std::vector<LoadMember> members;
    std::string fault;  ///< why the list is of no use; empty: it is understood

    /// A phone that asks for it gets everything: only then may a file name it.
    [[nodiscard]] bool is_complete() const;

    /// What keeps it from being complete: "apps45.9-4-2ES26.sbn"; "" when nothing does. Long lists are cut.
    [[nodiscard]] std::string missing() const;

    friend bool operator==(const Load&, const Load&) = default;
};

/// The loads that a process can serve at one moment, by name regardless of case. Immutable.
class LoadInventory {
 public:
    LoadInventory() = default;

    /// @param loads in any order; of several with one name the first counts.
    explicit LoadInventory(std::vector<Load> loads);

    /// Null when there is neither a list of that name nor an image.
    [[nodiscard]] const Load* find(std::string_view name) const;

    /// By name.
    [[nodiscard]] const std::vector<Load>& all() const { return loads_; }

    /// The same with directories of locales: dictionaries, fonts or tones lie in them.
    /// @param directories  in lower case, in any order.
    [[nodiscard]] LoadInventory with_locales(std::vector<std::string> directories) const;

    /// Whether there is a directory of that name, in any case, that a locale lies in.
    [[nodiscard]] bool has_locale(std::string_view directory) const;

    friend bool operator==(const LoadInventory&, const LoadInventory&) = default;

 private:
    std::vector<Load> loads_;
    std::vector<std::string> locales_;  ///< sorted
};

using LoadInventoryPtr = std::shared_ptr<const LoadInventory>;

/// A load that a file would name if it were complete, in words for the journal. Of XMLDefault.cnf.xml it may
/// be several: "a, b".
struct WithheldLoad {
    std::string load;
    std::string missing;
};

/// The load that the database wants on the device: its own, else its model's; empty: what the phone runs is
/// right.
std::string_view wanted_load(const World& world, const Device& device);

/// `wanted` when it is complete, else empty: a phone that is told a load which it cannot fetch whole goes
/// round in circles, and one that is told none keeps its image.
std::string_view offered_load(const World& world, std::string_view wanted);

/// The locale that a file names for `wanted`: that, unless this process knows that nothing of it lies there.
/// Then `built_in`, which every phone has, so that none asks in vain at each boot.
std::string_view offered_locale(const World& world, std::string_view wanted, std::string_view built_in);

/// What `wanted` lacks, "" when nothing or when it is empty. Of a load that nobody has: its list's name.
std::string missing_of_load(const World& world, std::string_view wanted);

}  // namespace dialtone
