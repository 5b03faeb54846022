#include "common/model/device_name.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>

namespace dialtone {

namespace {

bool is_name_character(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

}  // namespace

std::optional<DeviceName> DeviceName::parse(std::string_view text) {
    auto canonical = to_upper(text);
    const bool fits = !canonical.empty() && canonical.size() <= kMaxLength;
    if (!fits || !std::all_of(canonical.begin(), canonical.end(), is_name_character)) {
        return std::nullopt;
    }
    return DeviceName{std::move(canonical)};
}

DeviceName DeviceName::of(const MacAddress& mac) {
    return DeviceName{"SEP" + mac.to_string()};
}

std::optional<MacAddress> DeviceName::mac() const {
    const bool carries_mac = text_.size() == 15 && (text_.starts_with("SEP") || text_.starts_with("ATA"));
    return carries_mac ? MacAddress::parse(std::string_view{text_}.substr(3)) : std::nullopt;
}

}  // namespace dialtone
