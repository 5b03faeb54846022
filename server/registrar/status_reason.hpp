#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone::registrar {

/// Why a device is in the state it is in, with the numbers that CUCM's real-time interface (RISPort) gives.
enum class StatusReason : std::uint8_t {
    registered = 0,
    unknown = 1,
    connectivity_error = 6,
    device_initiated_reset = 8,
    call_manager_reset = 9,
    device_unregistered = 10,
    malformed_register = 11,
    device_throttling = 12,
    keepalive_timeout = 13,
    configuration_mismatch = 14,
    call_manager_restart = 15,
    duplicate_registration = 16,
    apply_config = 17,
    device_no_response = 18,
    registration_sequence_error = 25,
    fallback_initiated = 28,
};

/// CUCM's word: "KeepAliveTimeout".
std::string_view to_string(StatusReason reason);

}  // namespace dialtone::registrar
