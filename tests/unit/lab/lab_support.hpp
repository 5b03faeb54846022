#pragma once

#include "common/time/now.hpp"
#include "server/lab/action.hpp"

#include <chrono>
#include <utility>
#include <vector>

namespace dialtone::lab {

/// The actions of one kind, in order; `actions` is emptied.
template <class Kind>
std::vector<Kind> take(Actions& actions) {
    std::vector<Kind> found;
    for (auto& action : std::exchange(actions, {})) {
        if (auto* wanted = std::get_if<Kind>(&action)) {
            found.push_back(std::move(*wanted));
        }
    }
    return found;
}

inline Now at(std::chrono::milliseconds since_start) {
    return Now{} + Duration{since_start};
}

}  // namespace dialtone::lab
