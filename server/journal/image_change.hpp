#pragma once

#include "server/journal/observation.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::journal {

/// Reads a phone's change of image out of its journal: the list of a load sent, then its members, then the
/// image that the phone says it runs when it comes back.
///
/// A phone leaves out members that it has already, so fewer than all may be enough; whether the change worked
/// is told by what it registers with (7941 and newer) or by its alarm text (all). Reads the observations of
/// one phone in order. Its memory is bounded by one row of the journal.
class ImageChange {
 public:
    /// What `seen` means for the phone's image, to be shown after it; mostly nothing.
    std::vector<Observation> next(const Observation& seen);

 private:
    using Derived = std::vector<Observation>;

    void on_served(const Observation& seen, Derived& out);
    void on_list(const Observation& seen, Derived& out);
    void on_member(const Observation& seen, const std::string& member, Derived& out);
    void on_missing(const Observation& seen, Derived& out);
    void on_running(const Observation& seen, std::string_view load, Derived& out);

    /// A load whose list was sent, until the phone says what it runs.
    struct Change {
        std::string load;
        WallTime began;
        std::set<std::string> members;  ///< folded
        std::set<std::string> sent;
        unsigned attempt = 1;
        bool lacks = false;
    };

    std::optional<Change> change_;
    std::string running_;  ///< as the phone said last; empty: it did not
};

}  // namespace dialtone::journal
