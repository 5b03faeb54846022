#pragma once

#include "common/model/device_name.hpp"
#include "common/model/ids.hpp"

#include <cstdint>
#include <string>

namespace dialtone::change {

/// What a phone must do so that a change takes effect, mildest first.
enum class Action : std::uint8_t {
    none,
    apply,    ///< fetch the file and use it; only newer SCCP loads know it, others get a restart
    restart,  ///< re-register and fetch the file; no power cycle
    reset,    ///< boot, DHCP included: load, Call Manager list or transport changed
};

/// One phone to be told. `why` is for the journal: "label of line 1 changed".
struct Directive {
    DeviceId device;
    DeviceName name;
    Action action = Action::none;
    std::string why;
};

}  // namespace dialtone::change
