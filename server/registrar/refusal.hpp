#pragma once

#include "common/model/auto_register.hpp"
#include "server/registrar/status_reason.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace dialtone::registrar {

/// Why a phone may not register.
enum class Refusal : std::uint8_t {
    malformed_name,
    unknown_device,   ///< not in the device database, and auto-registration does not take it
    unknown_model,    ///< cannot be auto-registered: no such model
    wrong_model,      ///< the device is configured as another model
    wrong_protocol,   ///< the device is configured for another protocol
    wrong_node,       ///< this node is not in the Call Manager group of the device
    too_many,         ///< as many phones as this node may have
    range_exhausted,  ///< no number is left to give
    no_defaults,      ///< the model has no device default to make a device from
    waiting,          ///< the operator has not approved it yet
    turned_away,      ///< the operator does not want it
    store_failed,     ///< the database said no
    overload,         ///< too much going on, or the server is stopping
    contested,        ///< two phones fight for one name
};

/// A phone shows so many characters of a refusal.
inline constexpr std::size_t kMostDisplay = 31;

struct RefusalEntry {
    Refusal refusal;
    std::string_view display;  ///< what the phone shows: ASCII, at most 31 characters
    StatusReason reason;
};

const RefusalEntry& entry_of(Refusal refusal);

/// What a phone shows that belongs to other servers: "Wrong server: use group HQ". A name that is too long is
/// cut, and what is not ASCII becomes the nearest that is.
std::string wrong_server_display(std::string_view group);

/// Our word for what the auto-registration transaction answered.
Refusal refusal_of(AutoRegisterRefusal refusal);

}  // namespace dialtone::registrar
