#include "server/registrar/status_reason.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dialtone::registrar {

namespace {

constexpr std::array kNames{
    std::pair{StatusReason::registered, std::string_view{"Registered"}},
    std::pair{StatusReason::unknown, std::string_view{"Unknown"}},
    std::pair{StatusReason::connectivity_error, std::string_view{"ConnectivityError"}},
    std::pair{StatusReason::device_initiated_reset, std::string_view{"DeviceInitiatedReset"}},
    std::pair{StatusReason::call_manager_reset, std::string_view{"CallManagerReset"}},
    std::pair{StatusReason::device_unregistered, std::string_view{"DeviceUnregistered"}},
    std::pair{StatusReason::malformed_register, std::string_view{"MalformedRegisterMsg"}},
    std::pair{StatusReason::device_throttling, std::string_view{"SCCPDeviceThrottling"}},
    std::pair{StatusReason::keepalive_timeout, std::string_view{"KeepAliveTimeout"}},
    std::pair{StatusReason::configuration_mismatch, std::string_view{"ConfigurationMismatch"}},
    std::pair{StatusReason::call_manager_restart, std::string_view{"CallManagerRestart"}},
    std::pair{StatusReason::duplicate_registration, std::string_view{"DuplicateRegistration"}},
    std::pair{StatusReason::apply_config, std::string_view{"CallManagerApplyConfig"}},
    std::pair{StatusReason::device_no_response, std::string_view{"DeviceNoResponse"}},
    std::pair{StatusReason::registration_sequence_error, std::string_view{"RegistrationSequenceError"}},
    std::pair{StatusReason::fallback_initiated, std::string_view{"FallbackInitiated"}},
};

}  // namespace

std::string_view to_string(StatusReason reason) {
    const auto found =
        std::find_if(kNames.begin(), kNames.end(), [&](const auto& n) { return n.first == reason; });
    return found != kNames.end() ? found->second : "Unknown";
}

}  // namespace dialtone::registrar
