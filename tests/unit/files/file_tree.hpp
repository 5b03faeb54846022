#pragma once

#include "tests/support/scratch_directory.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace dialtone::test {

/// Files on disk for one test.
class FileTree {
 public:
    [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }

    /// Writes a file, with the directories it needs.
    void write(const std::string& name, std::string_view content) const {
        const auto file = path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream out{file, std::ios::binary | std::ios::trunc};
        out << content;
    }

 private:
    ScratchDirectory directory_;
};

}  // namespace dialtone::test
