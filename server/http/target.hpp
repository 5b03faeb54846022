#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dialtone::http {

/// The path of a request target, without scheme and host (absolute-form is legal, RFC 9112 §3.2.2) and
/// without its query, percent-decoded exactly once. nullopt, to be answered with 400, when an escape is
/// broken or stands for a control character.
std::optional<std::string> path_of_target(std::string_view target);

}  // namespace dialtone::http
