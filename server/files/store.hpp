#pragma once

#include "server/files/file_view.hpp"
#include "server/files/name.hpp"

#include <cstdint>
#include <functional>
#include <string>

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

    /// Visits the path of every file it knows by name, as spelled.
    virtual void for_each_path(const std::function<void(const std::string&)>& visit) = 0;

    /// Another number than before when files came or went.
    virtual std::uint64_t edition() = 0;
};

}  // namespace dialtone::files
