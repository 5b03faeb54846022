#pragma once

#include "server/files/beneath.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace dialtone::files {

/// The names of all files below a directory, found whatever their case. Bounded; hidden files are left out.
///
/// Phones ask for firmware at the top, while people keep it by model: a firmware file in a directory below is
/// found by its last component too.
class DirectoryIndex {
 public:
    struct Limits {
        std::size_t files;
        std::size_t directories;
    };

    DirectoryIndex(std::string root, Limits limits) : root_path_{std::move(root)}, limits_{limits} {}

    /// Reads the tree again if a directory of it changed since, or was about to when it was read.
    void refresh();

    /// The spelling on disk of a folded name; null when there is none. Of several that differ in case only,
    /// or of several firmware files below, the first in the order of octets.
    [[nodiscard]] const std::string* find(const std::string& folded) const;

    /// True when no file of that folded name, which has no directory in front, lies at the top. False when
    /// that is not known without opening it: the top has changed since it was read.
    [[nodiscard]] bool lacks_at_top(const std::string& folded) const;

    /// Visits what can be asked for without a directory in front: the names at the top, and the last
    /// components of firmware below, as they are spelled on disk.
    void for_each_at_top(const std::function<void(const std::string&)>& visit) const;
    /// Visits the path of every file as it is spelled on disk, one of those that differ in case only.
    void for_each(const std::function<void(const std::string&)>& visit) const;

    /// Counts how often the tree was read.
    [[nodiscard]] std::uint64_t edition() const { return edition_; }

    /// The directory itself, -1 while it cannot be opened.
    [[nodiscard]] int root() const { return root_.get(); }

    [[nodiscard]] std::size_t files() const { return by_folded_.size(); }

 private:
    /// A directory as it was when its entries were read.
    struct Stamp {
        std::string path;
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        std::int64_t modified_ns = 0;

        friend bool operator==(const Stamp&, const Stamp&) = default;
    };

    static Stamp stamp_of(int descriptor, std::string path);
    [[nodiscard]] bool has_changed() const;
    void rebuild();
    void read_directory(const std::string& path, std::vector<std::string>& pending);
    void add_file(const std::string& path);

    std::string root_path_;
    Limits limits_;
    Descriptor root_;
    std::vector<Stamp> stamps_;
    std::unordered_map<std::string, std::string> by_folded_;
    std::unordered_map<std::string, std::string> firmware_;  ///< below the top, by folded last component
    bool is_young_ =
        false;  ///< a directory changed so shortly before it was read that its time tells nothing
    bool is_full_ = false;
    std::uint64_t edition_ = 0;
};

}  // namespace dialtone::files
