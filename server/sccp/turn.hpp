#pragma once

#include "common/metrics/metrics.hpp"
#include "common/model/world.hpp"
#include "common/time/now.hpp"
#include "server/calls/engine.hpp"
#include "server/journal/note_limiter.hpp"
#include "server/registrar/registrar.hpp"
#include "server/sccp/outbox.hpp"
#include "server/sccp/station.hpp"
#include "server/sccp/time_zones.hpp"

#include <cstdint>

namespace dialtone::sccp {

/// Handles resolved at construction; default ones count nowhere.
struct Counters {
    Counter messages;    ///< whole frames from phones
    Counter unknown;     ///< with an id that is in no table, or meant for phones
    Counter early;       ///< known, but from a phone that is not registered
    Counter malformed;   ///< connections closed for what they sent
    Counter throttled;   ///< connections closed for how much they sent
    Counter refused;     ///< connections beyond the bounds
    Counter registered;  ///< registrations completed
    Counter rejected;    ///< registrations refused
    Counter lost;        ///< registrations ended by silence
};

/// The service parameters that sessions need, read once per world.
struct Parameters {
    std::uint32_t keepalive_seconds = 30;
    std::uint32_t secondary_keepalive_seconds = 60;
    std::uint32_t max_events = 2000;  ///< messages of one phone in kEventWindow
};

struct Turn;

/// Carries out what registrar and call control decided during an event, before the next message is read.
class Settler {
 public:
    virtual void settle(Turn& turn) = 0;

 protected:
    ~Settler() = default;
};

/// Everything a session sees during one event.
struct Turn {
    Now now;
    const World& world;
    NodeId node;
    const Parameters& parameters;
    const TimeZones& time_zones;
    SoftkeyAnswers& softkeys;
    registrar::Registrar& registrar;
    calls::Engine& calls;
    journal::NoteLimiter& noise;      ///< of connections that misbehave or have no name
    journal::NoteLimiter& strangers;  ///< of phones that are not in the device database
    Counters& counters;
    Outbox& out;
    Settler& settler;
};

}  // namespace dialtone::sccp
