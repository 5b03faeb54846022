#include "server/app/commands/text_layout.hpp"

#include <algorithm>
#include <numeric>

namespace dialtone::app {

namespace {

using operations::Column;
using operations::Listing;
using operations::Report;
using operations::to_text;

constexpr std::size_t kGap = 2;        ///< blanks between two columns
constexpr std::size_t kNarrowest = 6;  ///< a column is not cut below this

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

void pad(std::string& line, std::size_t columns) {
    const auto now = columns_of(line);
    line.append(columns > now ? columns - now : 0, ' ');
}

/// A table as text cells, without the columns that are for machines.
struct Grid {
    std::vector<const Column*> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<bool> is_number;
    std::vector<std::size_t> widths;
};

Grid grid_of(const Listing& table) {
    Grid grid;
    grid.rows.resize(table.rows.size());
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const auto& column = table.columns[c];
        if (column.is_for_machines) {
            continue;
        }
        bool is_number = true;
        auto width = columns_of(column.title);
        for (std::size_t r = 0; r < table.rows.size(); ++r) {
            const auto& cell = table.rows[r][c];
            is_number = is_number && !std::holds_alternative<std::string>(cell) &&
                        !std::holds_alternative<bool>(cell);
            grid.rows[r].push_back(to_text(cell));
            width = std::max(width, columns_of(grid.rows[r].back()));
        }
        grid.columns.push_back(&column);
        grid.is_number.push_back(is_number);
        grid.widths.push_back(width);
    }
    return grid;
}

std::size_t total_width(const Grid& grid) {
    const auto gaps = grid.widths.empty() ? 0 : kGap * (grid.widths.size() - 1);
    return std::accumulate(grid.widths.begin(), grid.widths.end(), gaps);
}

/// Takes from the columns of one rank, the widest first, what the table is too wide.
void narrow_rank(Grid& grid, int rank, std::size_t width) {
    while (total_width(grid) > width) {
        std::size_t widest = grid.widths.size();
        for (std::size_t c = 0; c < grid.widths.size(); ++c) {
            const auto least = std::max(kNarrowest, columns_of(grid.columns[c]->title));
            const bool may_give = grid.columns[c]->gives_way == rank && grid.widths[c] > least;
            if (may_give && (widest == grid.widths.size() || grid.widths[c] > grid.widths[widest])) {
                widest = c;
            }
        }
        if (widest == grid.widths.size()) {
            return;
        }
        --grid.widths[widest];
    }
}

void narrow(Grid& grid, std::size_t width) {
    int highest = 0;
    for (const auto* column : grid.columns) {
        highest = std::max(highest, column->gives_way);
    }
    for (int rank = highest; rank >= 0; --rank) {
        narrow_rank(grid, rank, width);
    }
}

void add_line(std::string& text, const Grid& grid, const std::vector<std::string>& cells) {
    std::string line;
    std::size_t start = 0;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        pad(line, start);
        const auto cell = cut(cells[c], grid.widths[c]);
        if (grid.is_number[c]) {
            line.append(grid.widths[c] - columns_of(cell), ' ');
        }
        line += cell;
        start += grid.widths[c] + kGap;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
}

void add_reading(std::string& text, std::string_view reading, std::size_t width) {
    while (!reading.empty()) {
        const auto end = reading.find('\n');
        const auto line = reading.substr(0, end);
        if (columns_of(line) <= width) {
            text += std::string{line} + '\n';
        } else {
            std::string indent;
            for (const auto& part : wrapped(line, width - 4)) {
                text += indent + part + '\n';
                indent = "    ";
            }
        }
        reading.remove_prefix(end == std::string_view::npos ? reading.size() : end + 1);
    }
}

void add_table(std::string& text, const Listing& table, std::size_t width) {
    if (table.reading) {
        add_reading(text, *table.reading, width);
        return;
    }
    if (table.rows.empty()) {
        add_reading(text, table.none.empty() ? "none" : table.none, width);
        return;
    }
    auto grid = grid_of(table);
    narrow(grid, width);
    std::vector<std::string> titles;
    for (const auto* column : grid.columns) {
        titles.emplace_back(column->title);
    }
    add_line(text, grid, titles);
    for (const auto& row : grid.rows) {
        add_line(text, grid, row);
    }
}

void add_properties(std::string& text, const Report& report, std::size_t width) {
    std::size_t widest = 0;
    for (const auto& property : report.properties) {
        widest = std::max(widest, property.is_for_machines ? 0 : columns_of(property.title));
    }
    const auto indent = widest + kGap;
    for (const auto& property : report.properties) {
        const auto value = to_text(property.value);
        if (value.empty() || property.is_for_machines) {
            continue;
        }
        std::string head{property.title};
        for (const auto& line : wrapped(value, std::max<std::size_t>(20, width - indent))) {
            pad(head, indent);
            text += head + line + '\n';
            head.clear();
        }
    }
}

}  // namespace

std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return !is_continuation(c);
    }));
}

std::string cut(std::string_view text, std::size_t columns) {
    if (columns_of(text) <= columns) {
        return std::string{text};
    }
    std::size_t end = 0;
    for (std::size_t taken = 0; end < text.size(); ++end) {
        if (!is_continuation(text[end]) && ++taken == columns) {
            break;
        }
    }
    return std::string{text.substr(0, end)} + "…";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines{""};
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        auto& line = lines.back();
        const auto gap = line.empty() ? 0U : 1U;
        if (gap > 0 && columns_of(line) + gap + columns_of(word) > columns) {
            lines.emplace_back(word);
        } else {
            line += (gap > 0 ? " " : "") + std::string{word};
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string render(const Report& report, std::size_t width) {
    std::string text;
    add_properties(text, report, width);
    const bool is_lone = report.properties.empty() && report.tables.size() == 1;
    for (const auto& table : report.tables) {
        if (!text.empty()) {
            text += '\n';
        }
        if (!is_lone && !table.title.empty()) {
            text += table.title + ":\n";
        }
        add_table(text, table, width);
    }
    if (!text.empty() && !report.remarks.empty()) {
        text += '\n';
    }
    for (const auto& remark : report.remarks) {
        for (const auto& line : wrapped(remark, width)) {
            text += line + '\n';
        }
    }
    return text;
}

}  // namespace dialtone::app
