#pragma once

#include "common/model/world.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/operation.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What universal device and line templates have in common.
namespace dialtone::operations {

/// A text of at most `most` characters whose placeholders all exist; nullopt when it was not given.
Outcome<std::optional<std::string>> rule_of(const Call& call, std::string_view name, std::size_t most);

/// Names of the nodes that use a template: "cm1, cm2".
template <class IdType>
std::string users_of(const World& world, IdType AutoRegistration::*member, IdType id) {
    std::vector<std::string> users;
    for (const auto* node : by_name(world.nodes)) {
        if (node->autoreg.*member == id) {
            users.push_back(node->name);
        }
    }
    return joined(users);
}

/// @param option  of `autoreg set`, by which a node is given another.
Problem template_in_use(
    std::string_view what, std::string_view name, std::string_view users, std::string_view option
);

}  // namespace dialtone::operations
