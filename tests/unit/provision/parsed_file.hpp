#pragma once

#include "server/provision/generated.hpp"

#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include <string>
#include <string_view>

namespace dialtone::test {

/// The body of a file that must exist.
inline std::string body_of(const World& world, std::string_view name) {
    const auto file = provision::generate(world, name);
    REQUIRE(file.has_value());
    return *file->body;
}

/// A generated file as a strict reader sees it.
class ParsedFile {
 public:
    ParsedFile(const World& world, std::string_view name) {
        const auto body = body_of(world, name);
        const auto result = document_.load_buffer(body.data(), body.size());
        INFO(body);
        REQUIRE(result);
    }

    /// The text of the element at a path below the root: "devicePool/dateTimeSetting/timeZone".
    [[nodiscard]] std::string text(const std::string& path) const {
        const auto found = document_.document_element().select_node(path.c_str());
        INFO(path);
        REQUIRE(found);
        return found.node().child_value();
    }

    [[nodiscard]] std::size_t count(const std::string& path) const {
        return document_.document_element().select_nodes(path.c_str()).size();
    }

    [[nodiscard]] pugi::xml_node root() const { return document_.document_element(); }

 private:
    pugi::xml_document document_;
};

}  // namespace dialtone::test
