#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone::sip {

enum class Method : std::uint8_t {
    invite,
    ack,
    bye,
    cancel,
    register_,
    options,
    info,
    prack,
    update,
    subscribe,
    notify,
    refer,
    message,
    publish,
    other,  ///< an extension; its name is in the message
};

/// "INVITE"; empty for other.
std::string_view to_string(Method method);

/// Methods are told apart by case, and an escape is nothing but itself (RFC 4475 §3.1.1.5).
Method method_of(std::string_view name);

}  // namespace dialtone::sip
