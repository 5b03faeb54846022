#pragma once

#include <string>
#include <vector>

/// The parameters that configuration files are made from. A change of any other concerns no phone.
namespace dialtone::provision::parameters {

inline const std::string kUrlAuthentication = "enterprise/url-authentication";
inline const std::string kUrlDirectories = "enterprise/url-directories";
inline const std::string kUrlIdle = "enterprise/url-idle";
inline const std::string kUrlIdleTime = "enterprise/url-idle-time";  ///< seconds, 0 = never
inline const std::string kUrlInformation = "enterprise/url-information";
inline const std::string kUrlMessages = "enterprise/url-messages";
inline const std::string kUrlProxy = "enterprise/url-proxy-server";  ///< host:port
inline const std::string kUrlServices = "enterprise/url-services";
inline const std::string kUserLocale = "enterprise/user-locale";
inline const std::string kNetworkLocale = "enterprise/network-locale";
inline const std::string kConnectionMonitor = "enterprise/connection-monitor-duration";  ///< seconds
inline const std::string kAdvertiseG722 = "enterprise/advertise-g722";
inline const std::string kAutoCallPickup = "enterprise/auto-call-pickup";
inline const std::string kBlfAlertIdle = "enterprise/blf-audible-alert-idle";
inline const std::string kBlfAlertBusy = "enterprise/blf-audible-alert-busy";
inline const std::string kDscpPhoneConfiguration = "enterprise/dscp-phone-configuration";  ///< 0 to 63
inline const std::string kDscpPhoneServices = "enterprise/dscp-phone-services";
inline const std::string kDscpCmToDevice = "enterprise/dscp-cm-to-device";
inline const std::string kServicesProvisioning = "enterprise/services-provisioning";
inline const std::string kT302 = "callmanager/t302-timer-ms";
inline const std::string kDefaultFileWhenOff = "tftp/default-file-when-off";
inline const std::string kOs79xxLoad = "tftp/os79xx-load";
inline const std::string kPhoneProtocol = "enterprise/auto-registration-phone-protocol";

/// Those of SEP<MAC>.cnf.xml.
const std::vector<std::string>& of_phone_files();

}  // namespace dialtone::provision::parameters
