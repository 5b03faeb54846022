#include "server/provision/parameters.hpp"

namespace dialtone::provision::parameters {

const std::vector<std::string>& of_phone_files() {
    static const std::vector<std::string> names = {
        kUrlAuthentication,
        kUrlDirectories,
        kUrlIdle,
        kUrlIdleTime,
        kUrlInformation,
        kUrlMessages,
        kUrlProxy,
        kUrlServices,
        kUserLocale,
        kNetworkLocale,
        kConnectionMonitor,
        kAdvertiseG722,
        kAutoCallPickup,
        kBlfAlertIdle,
        kBlfAlertBusy,
        kDscpPhoneConfiguration,
        kDscpPhoneServices,
        kDscpCmToDevice,
        kServicesProvisioning,
        kT302};
    return names;
}

}  // namespace dialtone::provision::parameters
