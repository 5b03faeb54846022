#pragma once

#include "server/operations/report.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Reports as text for people, in a given number of columns.
namespace dialtone::app {

/// Characters, of which each takes one column: UTF-8 continuation octets take none.
std::size_t columns_of(std::string_view text);

/// At most `columns` characters of it, the last one … when something was cut off.
std::string cut(std::string_view text, std::size_t columns);

/// Lines of at most `columns` characters, broken at blanks; a longer word stands alone. At least one line.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// Properties, tables and remarks below each other. A table wider than `width` cuts the columns that may be
/// cut.
std::string render(const operations::Report& report, std::size_t width);

}  // namespace dialtone::app
