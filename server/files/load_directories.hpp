#pragma once

#include "common/model/loads.hpp"
#include "server/files/directory_index.hpp"
#include "server/files/load_survey.hpp"

#include <string>
#include <vector>

namespace dialtone::files {

/// The loads in the directories that a process serves from. Belongs to one thread; looks, and remembers what
/// it saw, so that whoever asks again learns cheaply that nothing changed.
class LoadDirectories final : private Shelves {
 public:
    /// @param placed of the data directory, @param fixed the operator's; empty: there is none.
    LoadDirectories(const std::string& placed, const std::string& fixed);

    /// Looks now. The same pointer as before while nothing changed that concerns a load.
    LoadInventoryPtr look();

 private:
    void for_each_name(const std::function<void(const std::string&)>& visit) override;
    void for_each_below(const std::function<void(const std::string&)>& visit) override;
    std::optional<std::uint64_t> size(const Name& name) override;
    std::optional<std::string> read(const Name& name, std::size_t most) override;

    struct Found {
        Descriptor descriptor;
        std::uint64_t octets = 0;
    };

    Found open(const Name& name);

    std::vector<DirectoryIndex> directories_;  ///< placed before fixed
    LoadInventoryPtr seen_;
    std::vector<std::string> locales_;
    std::uint64_t surveyed_ = 0;  ///< editions of the directories when locales were looked for
};

}  // namespace dialtone::files
