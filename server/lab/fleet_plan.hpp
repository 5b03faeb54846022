#pragma once

#include "common/error/problem.hpp"
#include "server/lab/phone.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// Which phones a run simulates, before any of them is switched on.
namespace dialtone::lab {

struct FleetPlan {
    std::uint32_t phones = 0;
    std::vector<std::string> models;  ///< taken in turn; empty: 7960 and 7965
    MacAddress first;                 ///< hardware address of phone 1; the others count up
    bool old_load = false;            ///< all of them are unpacked with an older image
    bool eager = false;               ///< PhoneSettings::is_eager, and nobody lifts a handset
    std::vector<AilingCount> ailing;
};

/// The phones; ailments are given to the first phones that can have them. invalid() that lists what there is
/// for a model that is not simulated, or says what is missing when an ailment finds no phone.
Outcome<std::vector<PhoneSettings>> plan_phones(const FleetPlan& plan);

/// Where phones are that take no lease.
struct FixedPlaces {
    Ipv4 tftp_server;
    Ipv4 router;         ///< outside address of the router behind which phones are (Ailment::nat)
    Ipv4 first_program;  ///< of the computers on which programs run (ModelFacts::takes_lease); they count up
};

/// Gives fixed addresses to the phones that take no lease: those behind NAT get private ones of their own.
void place_phones(std::vector<PhoneSettings>& phones, const FixedPlaces& places);

/// Of the phones with this ailment, in order.
std::vector<const PhoneSettings*> phones_with(const std::vector<PhoneSettings>& phones, Ailment ailment);

}  // namespace dialtone::lab
