#include "server/provision/load_name.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace dialtone::provision {

namespace {

struct Prefix {
    std::string_view text;
    std::optional<Protocol> protocol;
    bool is_hardware;  ///< the prefix itself names the hardware, instead of the digits after it
};

constexpr std::array kPrefixes = {
    Prefix{"SCCP", Protocol::sccp, false},
    Prefix{"SIP", Protocol::sip, false},
    Prefix{"term", std::nullopt, false},
    Prefix{"P003", Protocol::sccp, true},
    Prefix{"P004", Protocol::sccp, true},
    Prefix{"P005", Protocol::sccp, true},
    Prefix{"P0S3", Protocol::sip, true},
};

const Prefix* prefix_of(std::string_view load) {
    const auto* found = std::find_if(kPrefixes.begin(), kPrefixes.end(), [&](const Prefix& prefix) {
        return istarts_with(load, prefix.text);
    });
    return found == kPrefixes.end() ? nullptr : found;
}

}  // namespace

std::optional<Protocol> protocol_of_load(std::string_view load) {
    const auto* prefix = prefix_of(load);
    return prefix == nullptr ? std::nullopt : prefix->protocol;
}

std::string_view hardware_of_load(std::string_view load) {
    const auto* prefix = prefix_of(load);
    if (prefix == nullptr) {
        return {};
    }
    if (prefix->is_hardware) {
        return prefix->text;
    }
    const auto rest = load.substr(prefix->text.size());
    const auto* end = std::find_if_not(rest.begin(), rest.end(), is_digit);
    return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

}  // namespace dialtone::provision
