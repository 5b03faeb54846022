#pragma once

#include "common/error/problem.hpp"
#include "server/app/options.hpp"
#include "server/operations/operation.hpp"

#include <optional>
#include <string>

/// From the words of `serve`, `lab` and `sim` to their options; the first that does not fit is refused.
namespace dialtone::app {

Outcome<ServeOptions> serve_options(const operations::Call& call, const std::optional<std::string>& data);
Outcome<LabOptions> lab_options(
    const operations::Call& call, const std::optional<std::string>& data, bool json
);
Outcome<SimOptions> sim_options(const operations::Call& call, bool json);

}  // namespace dialtone::app
