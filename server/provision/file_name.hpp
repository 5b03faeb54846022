#pragma once

#include "common/model/device_name.hpp"
#include "common/model/ids.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace dialtone::provision {

/// What a generated file is about, by its name alone.
struct FileName {
    enum class Kind : std::uint8_t {
        device,                ///< SEP001122334455.cnf.xml, or any other device's name
        os79xx,                ///< OS79XX.TXT
        softkeys,              ///< softkeys.xml, SK<n>.xml
        feature_policy,        ///< featurePolicyDefault.xml, FP<n>.xml
        dial_template,         ///< dialplan.xml
        legacy_dial_template,  ///< dialplan7940.xml
        application_rules,     ///< AppDialRules.xml, DirLookupDialRules.xml
        sip_default,           ///< SIPDefault.cnf
        sip_text,              ///< SIP001122334455.cnf, of the device SEP001122334455
        sync_info,             ///< syncinfo.xml
        default_file,          ///< XMLDefault.cnf.xml and what phones or their loaders ask for in its place
    };

    Kind kind = Kind::device;
    DeviceName device;
    SoftkeyTemplateId softkeys;  ///< unset: Standard User
};

/// Case does not matter; no directory. nullopt for a name that no generated file has: trust lists, signed
/// twins
/// (.sgn), the compiled forms.
std::optional<FileName> parse_file_name(std::string_view name);

}  // namespace dialtone::provision
