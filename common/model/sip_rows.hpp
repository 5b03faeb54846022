#pragma once

#include "common/model/ids.hpp"

#include <cstdint>
#include <string>

/// What SIP phones share: rows of the World, as in rows.hpp. The defaults are CUCM's.
namespace dialtone {

/// How a phone speaks SIP. Phones take all of it from their file.
struct SipProfile {
    SipProfileId id;
    std::string name;
    std::string description;
    std::uint32_t invite_retries = 6;       ///< how often an INVITE is sent again
    std::uint32_t retries = 10;             ///< any other request
    std::uint32_t invite_expires = 180;     ///< seconds
    std::uint32_t register_expires = 3600;  ///< seconds that a phone asks for; the server grants less
    std::uint32_t register_delta = 5;       ///< seconds before its end that a registration is renewed
    std::uint32_t keepalive_expires = 120;  ///< seconds between keepalives to a standby node
    std::uint32_t subscribe_expires = 120;  ///< seconds
    std::uint32_t subscribe_delta = 5;      ///< seconds
    std::uint32_t timer_t1 = 500;           ///< milliseconds
    std::uint32_t timer_t2 = 4000;          ///< milliseconds
    std::uint32_t max_redirects = 70;
    std::uint32_t first_digit_timer = 15000;  ///< milliseconds of dial tone
    std::uint32_t first_media_port = 16384;   ///< even
    std::uint32_t last_media_port = 32766;    ///< even
    std::uint32_t dtmf_payload = 101;         ///< RTP payload type of telephone events
    std::uint32_t dtmf_level = 3;             ///< 1 to 5, 3 nominal
    std::string dtmf_events = "avt";          ///< none, avt, avt_always
    std::string user_info = "none";           ///< none, phone, ip: what ";user=" says
    bool hold_ringback = false;
    bool anonymous_call_block = false;
    bool caller_id_blocking = false;
    bool conference_join = true;
    bool rfc2543_hold = false;
    bool semi_attended_transfer = true;
    bool voice_activity_detection = false;
    bool stutter_message_waiting = false;
    bool call_statistics = false;

    friend bool operator==(const SipProfile&, const SipProfile&) = default;
};

/// The SIP profile of devices that name none.
inline constexpr SipProfileId kStandardSipProfile{1};

enum class SipTransport : std::uint8_t { tcp, udp, both };

/// Whether a device must prove who it is, and what it may speak over.
struct SecurityProfile {
    SecurityProfileId id;
    std::string name;
    std::string description;
    bool digest = false;  ///< requests are challenged
    SipTransport transport = SipTransport::both;
    std::uint32_t nonce_seconds = 600;  ///< how long a challenge may be answered

    friend bool operator==(const SecurityProfile&, const SecurityProfile&) = default;
};

/// The security profile of Cisco phones that name none, and that of third-party devices, which are known by
/// their digest alone.
inline constexpr SecurityProfileId kStandardSecurityProfile{1};
inline constexpr SecurityProfileId kThirdPartySecurityProfile{2};

/// After which digits a phone sends what was dialled without waiting longer. Of several that match, phones
/// take the longest.
struct SipDialRule {
    SipDialRuleId id;
    std::string pattern;  ///< digits, # and \* as they are; . any one, * any number of them; , dial tone
    std::uint32_t timeout = 0;  ///< seconds without a further digit
    std::string rewrite;        ///< what is sent instead; empty: what was dialled
    std::string tone;           ///< at a comma: "Bellcore-Outside"; empty: the phone's
    std::string description;

    friend bool operator==(const SipDialRule&, const SipDialRule&) = default;
};

}  // namespace dialtone
