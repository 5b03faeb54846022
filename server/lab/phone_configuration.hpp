#pragma once

#include "common/address/ipv4.hpp"
#include "common/error/problem.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::lab {

/// What a phone takes from SEP<MAC>.cnf.xml or XMLDefault.cnf.xml.
struct PhoneConfiguration {
    std::vector<Endpoint> call_managers;  ///< in order of member priority; at most three, as phones keep them
    std::string load;                     ///< loadInformation; empty: keep the image
    std::string version_stamp;
    std::string user_locale;     ///< directory of the locale archive; see has_user_locale
    std::string network_locale;  ///< directory of the tone file
    /// The element is there. There but empty makes a 79x2 ask for "/mk-sip.jar".
    bool has_user_locale = false;
    bool has_network_locale = false;

    friend bool operator==(const PhoneConfiguration&, const PhoneConfiguration&) = default;
};

/// Reads a file as the phone of this device type does: root `device` or `Default`, element names exactly as
/// spelt; the default file names a load for each device type. A member whose processNodeName is no address
/// is left out, since the phones simulated here ask no DNS.
Outcome<PhoneConfiguration> read_configuration(std::string_view file, std::uint32_t device_type);

}  // namespace dialtone::lab
