#include "common/model/number_mask.hpp"

#include <algorithm>

namespace dialtone {

bool is_number_mask(std::string_view mask) {
    return mask.size() <= kMaxNumberMask &&
           mask.find_first_not_of("0123456789*#+X") == std::string_view::npos;
}

std::string masked(std::string_view number, std::string_view mask) {
    if (mask.empty()) {
        return std::string{number};
    }
    std::string written;
    for (auto place = mask.rbegin(); place != mask.rend(); ++place) {
        if (*place != 'X') {
            written += *place;
        } else if (!number.empty()) {
            written += number.back();
            number.remove_suffix(1);
        }
    }
    std::reverse(written.begin(), written.end());
    return written;
}

}  // namespace dialtone
