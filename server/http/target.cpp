#include "server/http/target.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>

namespace dialtone::http {

namespace {

unsigned nibble(char digit) {
    return static_cast<unsigned>(is_digit(digit) ? digit - '0' : to_lower(digit) - 'a' + 10);
}

std::string_view without_origin(std::string_view target) {
    const auto scheme = target.find("://");
    if (target.starts_with('/') || scheme == std::string_view::npos) {
        return target;
    }
    const auto path = target.find('/', scheme + 3);
    return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace

std::optional<std::string> path_of_target(std::string_view target) {
    target = without_origin(target);
    target = target.substr(0, target.find_first_of("?#"));
    std::string path;
    path.reserve(target.size());
    for (std::size_t i = 0; i < target.size(); ++i) {
        char c = target[i];
        if (c == '%') {
            if (i + 2 >= target.size() || !is_hex_digit(target[i + 1]) || !is_hex_digit(target[i + 2])) {
                return std::nullopt;
            }
            c = static_cast<char>(nibble(target[i + 1]) << 4U | nibble(target[i + 2]));
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            return std::nullopt;
        }
        path += c;
    }
    return path;
}

}  // namespace dialtone::http
