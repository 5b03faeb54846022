#include "server/sip/message/method.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dialtone::sip {

namespace {

constexpr std::array<std::string_view, 14> kNames{
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "REGISTER",
    "OPTIONS",
    "INFO",
    "PRACK",
    "UPDATE",
    "SUBSCRIBE",
    "NOTIFY",
    "REFER",
    "MESSAGE",
    "PUBLISH",
};
static_assert(kNames.size() == static_cast<std::size_t>(Method::other));

}  // namespace

std::string_view to_string(Method method) {
    return method == Method::other ? std::string_view{} : kNames[static_cast<std::size_t>(method)];
}

Method method_of(std::string_view name) {
    const auto found = std::find(kNames.begin(), kNames.end(), name);
    return static_cast<Method>(found - kNames.begin());
}

}  // namespace dialtone::sip
