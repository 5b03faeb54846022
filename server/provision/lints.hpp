#pragma once

#include "common/model/world.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is wrong, or likely to go wrong, with the files that a world makes: for `phone show` and `check`.
namespace dialtone::provision {

enum class Severity : std::uint8_t { information, warning, error };

struct Finding {
    std::string_view code;  ///< stable: "C08"
    Severity severity = Severity::warning;
    std::string sentence;  ///< what is the matter and what to do

    friend bool operator==(const Finding&, const Finding&) = default;
};

/// "error", "warning", "information"
std::string_view to_string(Severity severity);

/// Findings about the file of one device, errors first. Empty for a SIP phone, which gets no file yet.
/// @param octets of that file; without it, it is rendered.
std::vector<Finding> lint(
    const World& world, const Device& device, std::optional<std::size_t> octets = std::nullopt
);

/// Findings about XMLDefault.cnf.xml; empty while there is no such file.
std::vector<Finding> lint_default(const World& world);

}  // namespace dialtone::provision
