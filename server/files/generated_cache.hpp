#pragma once

#include "server/files/file_view.hpp"
#include "server/provision/generated.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace dialtone::files {

/// Generated files by folded name, least recently used out first. An entry is good for one state of what
/// files are made from, which whoever uses the cache counts; when the same body is made again for a later
/// one, the older octets and their version stay.
///
/// It is small on purpose: a phone asks for its file when it boots and hardly again, and to render it anew
/// costs less than memory that is used for the first time.
class GeneratedCache {
 public:
    static constexpr std::size_t kDefaultEntries = 2048;
    static constexpr std::size_t kDefaultOctets = 8U << 20U;

    explicit GeneratedCache(
        std::size_t max_entries = kDefaultEntries, std::size_t max_octets = kDefaultOctets
    )
        : max_entries_{max_entries}, max_octets_{max_octets} {}

    /// The file as made from the state `sequence`; null when it must be made.
    const FileView* find(const std::string& folded, std::int64_t sequence);

    /// Keeps what was just made; it has a body. The reference is good until the next call.
    const FileView& put(const std::string& folded, std::int64_t sequence, provision::Generated made);

    /// Forgets a file that is not generated any more.
    void erase(const std::string& folded);

    [[nodiscard]] std::size_t entries() const { return order_.size(); }

    [[nodiscard]] std::size_t octets() const { return octets_; }

 private:
    struct Entry {
        std::string folded;
        std::int64_t sequence = 0;
        FileView file;
    };

    using Order = std::list<Entry>;

    void evict(Order::iterator entry);

    std::size_t max_entries_;
    std::size_t max_octets_;
    std::size_t octets_ = 0;
    Order order_;  ///< most recently used first
    std::unordered_map<std::string, Order::iterator> by_name_;
};

}  // namespace dialtone::files
