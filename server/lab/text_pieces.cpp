#include "server/lab/text_pieces.hpp"

namespace dialtone::lab {

std::vector<std::string_view> pieces_of(std::string_view text, std::size_t width) {
    std::vector<std::string_view> pieces;
    while (text.size() > width) {
        const auto blank = text.substr(0, width + 1).rfind(' ');
        const bool is_word = blank == std::string_view::npos || blank == 0;
        const auto cut = is_word ? width : blank;
        pieces.push_back(text.substr(0, cut));
        text.remove_prefix(is_word ? cut : cut + 1);
    }
    pieces.push_back(text);
    return pieces;
}

}  // namespace dialtone::lab
