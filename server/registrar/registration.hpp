#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/device_name.hpp"
#include "common/model/ids.hpp"
#include "common/model/rows.hpp"
#include "common/time/now.hpp"

#include <cstdint>
#include <string>

namespace dialtone::registrar {

/// Who wants to register, in its own words.
struct Applicant {
    SessionId session;
    Protocol protocol = Protocol::sccp;
    std::string name;  ///< not checked yet
    ModelId model;     ///< unset when the phone does not say
    Endpoint address;  ///< where the connection comes from
    std::string load;
    std::uint32_t protocol_version = 0;  ///< as negotiated
};

/// A phone that is registered here now.
struct Registration {
    DeviceName name;
    DeviceId device;
    SessionId session;
    Protocol protocol = Protocol::sccp;
    Endpoint address;
    ModelId model;
    std::string load;
    std::uint32_t protocol_version = 0;
    WallTime since;

    friend bool operator==(const Registration&, const Registration&) = default;
};

}  // namespace dialtone::registrar
