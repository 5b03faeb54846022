#include "server/registrar/refusal.hpp"

#include "common/text/nearest_ascii.hpp"

#include <array>
#include <cstddef>

namespace dialtone::registrar {

namespace {

/// In the order of the enumeration. The texts are those of the phones' own dictionary where it has one, so
/// that people find them in Cisco's documents.
constexpr std::array kRefusals{
    RefusalEntry{Refusal::malformed_name, "Invalid Device Name", StatusReason::malformed_register},
    RefusalEntry{Refusal::unknown_device, "Error DBConfig", StatusReason::unknown},
    RefusalEntry{Refusal::unknown_model, "Error Mismatch", StatusReason::configuration_mismatch},
    RefusalEntry{Refusal::wrong_model, "Error Mismatch", StatusReason::configuration_mismatch},
    RefusalEntry{Refusal::wrong_protocol, "Protocol Mismatch", StatusReason::configuration_mismatch},
    RefusalEntry{Refusal::wrong_node, "Wrong Call Manager", StatusReason::configuration_mismatch},
    RefusalEntry{Refusal::too_many, "Max Phones Exceeded", StatusReason::device_throttling},
    RefusalEntry{Refusal::range_exhausted, "Max Phones Exceeded", StatusReason::configuration_mismatch},
    RefusalEntry{Refusal::no_defaults, "Error DBConfig", StatusReason::configuration_mismatch},
    RefusalEntry{Refusal::waiting, "Waiting for approval", StatusReason::unknown},
    RefusalEntry{Refusal::turned_away, "Refused by administrator", StatusReason::unknown},
    RefusalEntry{Refusal::store_failed, "Error Database", StatusReason::unknown},
    RefusalEntry{Refusal::overload, "High Traffic Try Again Later", StatusReason::device_throttling},
    RefusalEntry{Refusal::contested, "Duplicate Device Name", StatusReason::duplicate_registration},
};

}  // namespace

const RefusalEntry& entry_of(Refusal refusal) {
    return kRefusals[static_cast<std::size_t>(refusal)];
}

std::string wrong_server_display(std::string_view group) {
    auto text = "Wrong server: use group " + to_ascii(group);
    if (text.size() > kMostDisplay) {
        text.resize(kMostDisplay - 1);
        text += '.';
    }
    return text;
}

Refusal refusal_of(AutoRegisterRefusal refusal) {
    switch (refusal) {
        case AutoRegisterRefusal::switched_off:
            return Refusal::unknown_device;
        case AutoRegisterRefusal::unknown_model:
            return Refusal::unknown_model;
        case AutoRegisterRefusal::range_exhausted:
            return Refusal::range_exhausted;
        case AutoRegisterRefusal::no_defaults:
            return Refusal::no_defaults;
        case AutoRegisterRefusal::waiting:
            return Refusal::waiting;
        case AutoRegisterRefusal::turned_away:
            return Refusal::turned_away;
        case AutoRegisterRefusal::store_failed:
            break;
    }
    return Refusal::store_failed;
}

}  // namespace dialtone::registrar
