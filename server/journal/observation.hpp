#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/device_name.hpp"
#include "common/time/now.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The journal: every step that a phone takes, whichever service saw it (design §6).
namespace dialtone::journal {

/// What happened. The numbers are stored: append only. Names and the sentences read aloud:
/// server/journal/steps.cpp.
enum class Step : std::uint16_t {
    dhcp_discover = 1,
    dhcp_offer = 2,
    dhcp_request = 3,
    dhcp_ack = 4,
    dhcp_nak = 5,
    dhcp_decline = 6,
    dhcp_release = 7,
    dhcp_inform = 8,
    dhcp_ignored = 9,     ///< heard and not answered; `reason`
    dhcp_exhausted = 10,  ///< no free address in the range

    dhcp_conflict = 15,  ///< somebody uses an address that was about to be offered; `address`, `by`
    dhcp_other_server =
        16,  ///< another DHCP server was seen; `wire`, `offered`, `tftp`, `phone` that chose it

    /// `name`, `transport`, `bytes`, `ms`; the `origin` of a file placed by hand; of a load's list its
    /// `members`, blanks between; of a phone's file that names no load for want of files the `withheld` load
    /// and what is `missing`; of the first request of an HTTP connection the `agent`.
    file_served = 20,
    file_missing = 21,     ///< answered "not found"; `name`, `transport`
    file_broken_off = 22,  ///< `name`, `transport`, `bytes` sent, `reason`
    file_refused = 23,     ///< a write request, an illegal name; `name`, `reason`
    file_progress = 24,    ///< a large file is under way; `name`, `transport`, `percent`, `bytes`, `size`

    // A phone's change of image. Made by the timeline out of the others (image_change.hpp), never stored.
    load_withheld = 30,    ///< its file names no load; `load`, `missing`
    image_begun = 31,      ///< `load`, `files`; `attempt` when it is not the first
    image_member = 32,     ///< one more of its files was sent; `load`, `count`, `files`
    image_fetched = 33,    ///< all of them were; `load`, `files`, `took`
    image_lacking = 34,    ///< asked for one that is not there; `load`, `name`
    image_changed = 35,    ///< came back with the new image; `load`, `took`
    image_unchanged = 36,  ///< came back with another; `load`, `running`

    sccp_connected = 40,
    sccp_alarm = 41,  ///< the phone's own words; `text`, and out of them `severity`, `alarm`, `last`
    sccp_token = 42,
    sccp_register = 43,    ///< `model`, `version`, `load`
    sccp_accepted = 44,    ///< RegisterAck sent; `version`, `dn`
    sccp_registered = 45,  ///< registration complete, display idle; `codecs`
    sccp_rejected = 46,    ///< `display` as on the phone, `reason` in full
    sccp_unregistered = 47,
    sccp_closed = 48,  ///< connection ended; `reason`
    sccp_keepalive_lost = 49,
    sccp_replaced = 50,   ///< a newer session of the same name took over
    sccp_malformed = 51,  ///< `reason`
    sccp_keepalive = 52,  ///< first keepalive after registration only: the phone stays

    auto_registered = 60,  ///< `dn`, `pool`; `by` when the operator had to approve it
    reset_sent = 61,       ///< `why`
    restart_sent = 62,
    apply_sent = 63,
    change_pending = 64,  ///< a change waits until the phone is idle or back; `why`
    request_done = 65,    ///< a live action asked for by command was carried out; `action`
    request_failed = 66,  ///< `action`, `reason`

    off_hook = 80,  ///< `line`
    dial_tone = 81,
    on_hook = 82,
    digits = 83,

    note = 100,  ///< a finding worth a sentence; `text`
};

struct Field {
    std::string key;
    std::string value;

    friend bool operator==(const Field&, const Field&) = default;
};

/// One step. `subject` is a device name, or "@10.0.0.7" for a source that has not named itself.
struct Observation {
    WallTime at;
    std::string subject;
    Step step = Step::note;
    std::vector<Field> fields;

    Observation() = default;

    Observation(WallTime when, std::string who, Step what, std::vector<Field> details = {})
        : at{when}, subject{std::move(who)}, step{what}, fields{std::move(details)} {}

    /// The value of a field, "" when absent.
    [[nodiscard]] std::string_view field(std::string_view key) const {
        for (const auto& f : fields) {
            if (f.key == key) {
                return f.value;
            }
        }
        return {};
    }

    friend bool operator==(const Observation&, const Observation&) = default;
};

/// Subject of an unnamed source.
inline std::string subject_of(Ipv4 address) {
    return "@" + address.to_string();
}

/// Where services drop what they saw: never blocks; a full queue drops the observation and counts it.
class Recorder {
 public:
    virtual ~Recorder() = default;
    virtual void record(Observation observation) = 0;
};

}  // namespace dialtone::journal
