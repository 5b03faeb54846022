#pragma once

#include "server/files/load_survey.hpp"
#include "server/files/store.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace dialtone::test {

/// A directory in memory: the same rule of lookup as on disk, without the disk. Loads in it can be surveyed.
class MemoryStore final : public files::Store, public files::Shelves {
 public:
    void put(const std::string& path, std::string content) {
        by_path_[path] = std::make_shared<const std::string>(std::move(content));
        ++edition_;
    }

    void remove(const std::string& path) {
        by_path_.erase(path);
        ++edition_;
    }

    void for_each_name(const std::function<void(const std::string&)>& visit) override {
        for (const auto& [path, content] : by_path_) {
            if (path.find('/') == std::string::npos) {
                visit(path);
            }
        }
    }

    void for_each_below(const std::function<void(const std::string&)>& visit) override {
        for (const auto& [path, content] : by_path_) {
            if (path.find('/') != std::string::npos) {
                visit(path);
            }
        }
    }

    std::optional<std::uint64_t> size(const files::Name& name) override {
        const auto found = open(name);
        return found.outcome == Outcome::found ? std::optional{found.file.content.octets.size()}
                                               : std::nullopt;
    }

    std::optional<std::string> read(const files::Name& name, std::size_t most) override {
        const auto found = open(name);
        if (found.outcome != Outcome::found || found.file.content.octets.size() > most) {
            return std::nullopt;
        }
        return std::string{text_of(found.file.content.octets)};
    }

    /// From now on every file is there and cannot be read.
    void block() { is_blocked_ = true; }

    void for_each_path(const std::function<void(const std::string&)>& visit) override {
        for (const auto& [path, content] : by_path_) {
            visit(path);
        }
    }

    std::uint64_t edition() override { return edition_; }

    Answer open(const files::Name& name) override {
        auto found = by_path_.find(name.text());
        for (auto it = by_path_.begin(); found == by_path_.end() && it != by_path_.end(); ++it) {
            if (files::Name::parse(it->first)->folded() == name.folded()) {
                found = it;
            }
        }
        if (found == by_path_.end()) {
            return {};
        }
        if (is_blocked_) {
            return {Outcome::busy, {}};
        }
        files::FileView file;
        file.content = {bytes_of(*found->second), found->second};
        file.spelled = found->first;
        file.version = std::hash<std::string>{}(*found->second);
        return {Outcome::found, std::move(file)};
    }

 private:
    std::map<std::string, std::shared_ptr<const std::string>> by_path_;
    std::uint64_t edition_ = 0;
    bool is_blocked_ = false;
};

}  // namespace dialtone::test
