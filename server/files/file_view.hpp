#pragma once

#include "common/bytes/bytes.hpp"
#include "common/model/loads.hpp"
#include "common/time/now.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace dialtone::provision {
class Given;
}

namespace dialtone::files {

/// Octets that somebody keeps alive: all transfers of one file share them, and none sees them change.
struct Content {
    Bytes octets;
    std::shared_ptr<const void> owner;
};

/// A file as a requester gets it.
struct FileView {
    Content content;
    std::string spelled;               ///< its name in the directory; "" for a generated one
    std::uint64_t version = 0;         ///< differs whenever the octets differ: the ETag
    std::optional<WallTime> modified;  ///< of files on disk
    bool is_generated = false;
    std::shared_ptr<const WithheldLoad>
        withheld;  ///< of a generated file that names no load for want of files
    std::shared_ptr<const provision::Given> given;  ///< provision::Generated's
};

}  // namespace dialtone::files
