#pragma once

#include "server/lab/phone.hpp"

#include <optional>
#include <string>
#include <vector>

/// What is said in the end of the phones with ailments: what was expected, and whether it came.
namespace dialtone::lab {

/// Whether the phone went through what its ailment leads to on a server that does right.
/// @param is_up  registered with a number and dial tone, as a healthy phone ends.
bool has_come_true(const Phone& phone, bool is_up);

struct Verdict {
    const Phone* phone = nullptr;
    bool phone_saw = false;
    std::optional<bool> journal_holds;  ///< unset: a server whose journal is not ours to read

    [[nodiscard]] bool is_good() const { return phone_saw && journal_holds.value_or(true); }
};

/// Each ailing phone with what was expected of it and of the server, and "yes" or what is missing; at most 80
/// columns.
std::string verdict_table(const std::vector<Verdict>& verdicts);

/// The same as a JSON array.
std::string verdict_json(const std::vector<Verdict>& verdicts);

/// What may stand in a JSON string, quotes included. The texts come from servers too.
std::string json_quoted(std::string_view text);

}  // namespace dialtone::lab
