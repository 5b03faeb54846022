#include "db/data_directory.hpp"

#include "common/error/try.hpp"
#include "common/text/ascii.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace dialtone::db {

namespace {

/// Set-group-id: what is made inside belongs to the group, whoever makes it.
constexpr mode_t kDirectoryMode = 02770;

Outcome<void> make_directory(const std::filesystem::path& directory) {
    if (::mkdir(directory.c_str(), kDirectoryMode) == 0) {
        // The umask took bits away, and mkdir does not set the group bit everywhere.
        if (::chmod(directory.c_str(), kDirectoryMode) == 0) {
            return {};
        }
    } else if (errno == EEXIST && std::filesystem::is_directory(directory)) {
        return {};
    }
    return failed(fmt::format(
        "Cannot create the directory {}: {}. Create it for the user that runs Dialtone, or name another with "
        "--data.",
        directory.string(),
        std::strerror(errno)
    ));
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '.' || c == '_' || c == '-';
}

}  // namespace

Outcome<void> DataDirectory::create() const {
    std::error_code ignored;
    if (root_.has_parent_path()) {
        std::filesystem::create_directories(root_.parent_path(), ignored);
    }
    DIALTONE_CHECK(make_directory(root_));
    DIALTONE_CHECK(make_directory(files()));
    DIALTONE_CHECK(make_directory(root_ / "locks"));
    return {};
}

std::filesystem::path DataDirectory::node_state(std::string_view node) const {
    return root_ / fmt::format("node-{}.db", to_file_name(node));
}

std::filesystem::path DataDirectory::journal(std::string_view node, std::string_view roles) const {
    return root_ / fmt::format("journal-{}-{}.db", to_file_name(node), to_file_name(roles));
}

std::filesystem::path DataDirectory::lock(std::string_view node, std::string_view protocol) const {
    return root_ / "locks" / fmt::format("{}.{}", to_file_name(node), to_file_name(protocol));
}

std::vector<std::filesystem::path> DataDirectory::databases_named(std::string_view prefix) const {
    std::vector<std::filesystem::path> found;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator{root_, ignored}) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(".db")) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::filesystem::path> DataDirectory::all_node_states() const {
    return databases_named("node-");
}

std::vector<std::filesystem::path> DataDirectory::all_journals() const {
    return databases_named("journal-");
}

std::string to_file_name(std::string_view name) {
    std::string made;
    for (const char c : to_lower(name)) {
        made += is_plain(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return made;
}

std::string from_file_name(std::string_view file_name) {
    std::string made;
    for (std::size_t i = 0; i < file_name.size(); ++i) {
        unsigned octet = 0;
        const auto* digits = file_name.data() + i + 1;
        const bool is_escape = file_name[i] == '%' && file_name.size() - i > 2 &&
                               std::from_chars(digits, digits + 2, octet, 16).ptr == digits + 2;
        made += is_escape ? static_cast<char>(octet) : file_name[i];
        i += is_escape ? 2 : 0;
    }
    return made;
}

}  // namespace dialtone::db
