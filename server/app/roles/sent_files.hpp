#pragma once

#include "common/model/device_name.hpp"
#include "common/model/world.hpp"
#include "server/provision/given.hpp"

#include <memory>
#include <vector>

namespace dialtone::app {

/// A phone was sent its own file whole, as the configuration of that moment said.
struct SentFile {
    DeviceName device;
    WorldPtr seen;
    bool is_placed = false;  ///< it was one placed by hand, whatever the configuration says
    std::shared_ptr<const provision::Given> given{};  ///< what that was; null: not known yet
};

/// Those of one turn of the files thread: in a storm, telling another thread costs more than sending a file.
using SentFiles = std::shared_ptr<const std::vector<SentFile>>;

}  // namespace dialtone::app
