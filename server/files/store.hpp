#pragma once

#include "server/files/file_view.hpp"
#include "server/files/name.hpp"

#include <optional>

namespace dialtone::files {

/// A directory of files, as the catalog's policy sees it. Belongs to one thread.
class Store {
 public:
    enum class Outcome {
        found,
        missing,
        busy,  ///< it is there, but cannot be read now (memory, a copy in progress): later it may
    };

    struct Answer {
        Outcome outcome = Outcome::missing;
        FileView file;
    };

    virtual ~Store() = default;

    /// The file of that name; the exact spelling first, then any other case.
    virtual Answer open(const Name& name) = 0;
};

}  // namespace dialtone::files
