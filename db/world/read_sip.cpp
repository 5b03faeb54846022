// How SIP phones speak, prove who they are, and dial.
#include "common/model/world.hpp"
#include "db/world/children.hpp"
#include "db/world/read_rows.hpp"

#include <fmt/format.h>

namespace dialtone::db {

std::vector<SipProfile> read_sip_profiles(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, name, description, invite_retries, retries, invite_expires, register_expires,"
        " register_delta, keepalive_expires, subscribe_expires, subscribe_delta, timer_t1, timer_t2,"
        " max_redirects, first_digit_timer, first_media_port, last_media_port, dtmf_payload, dtmf_level,"
        " dtmf_events, user_info, hold_ringback, anonymous_call_block, caller_id_blocking,"
        " conference_join, rfc2543_hold, semi_attended_transfer, voice_activity_detection,"
        " stutter_message_waiting, call_statistics FROM sip_profile WHERE id BETWEEN ?1 AND ?2 ORDER BY"
        " id";
    return read_roots<SipProfile>(database, range, kSql, [](const Query& row) {
        return SipProfile{
            .id = row.id<SipProfileId>(0),
            .name = row.text(1),
            .description = row.text(2),
            .invite_retries = row.number<std::uint32_t>(3),
            .retries = row.number<std::uint32_t>(4),
            .invite_expires = row.number<std::uint32_t>(5),
            .register_expires = row.number<std::uint32_t>(6),
            .register_delta = row.number<std::uint32_t>(7),
            .keepalive_expires = row.number<std::uint32_t>(8),
            .subscribe_expires = row.number<std::uint32_t>(9),
            .subscribe_delta = row.number<std::uint32_t>(10),
            .timer_t1 = row.number<std::uint32_t>(11),
            .timer_t2 = row.number<std::uint32_t>(12),
            .max_redirects = row.number<std::uint32_t>(13),
            .first_digit_timer = row.number<std::uint32_t>(14),
            .first_media_port = row.number<std::uint32_t>(15),
            .last_media_port = row.number<std::uint32_t>(16),
            .dtmf_payload = row.number<std::uint32_t>(17),
            .dtmf_level = row.number<std::uint32_t>(18),
            .dtmf_events = row.text(19),
            .user_info = row.text(20),
            .hold_ringback = row.flag(21),
            .anonymous_call_block = row.flag(22),
            .caller_id_blocking = row.flag(23),
            .conference_join = row.flag(24),
            .rfc2543_hold = row.flag(25),
            .semi_attended_transfer = row.flag(26),
            .voice_activity_detection = row.flag(27),
            .stutter_message_waiting = row.flag(28),
            .call_statistics = row.flag(29)};
    });
}

std::vector<SecurityProfile> read_security_profiles(Database& database, KeyRange range, Problems& problems) {
    constexpr auto kSql =
        "SELECT id, name, description, digest, transport, nonce_seconds"
        " FROM security_profile WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<SecurityProfile>(database, range, kSql, [&](const Query& row) {
        const auto transport = sip_transport_from(row.text(4));
        if (!transport) {
            problems.push_back(invalid(
                fmt::format("Security profile {}: there is no transport {}.", row.text(1), row.text(4))
            ));
        }
        return SecurityProfile{
            .id = row.id<SecurityProfileId>(0),
            .name = row.text(1),
            .description = row.text(2),
            .digest = row.flag(3),
            .transport = transport.value_or(SipTransport::both),
            .nonce_seconds = row.number<std::uint32_t>(5)};
    });
}

std::vector<SipDialRule> read_sip_dial_rules(Database& database, KeyRange range) {
    constexpr auto kSql =
        "SELECT id, pattern, timeout, rewrite, tone, description"
        " FROM sip_dial_rule WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    return read_roots<SipDialRule>(database, range, kSql, [](const Query& row) {
        return SipDialRule{
            .id = row.id<SipDialRuleId>(0),
            .pattern = row.text(1),
            .timeout = row.number<std::uint32_t>(2),
            .rewrite = row.text(3),
            .tone = row.text(4),
            .description = row.text(5)};
    });
}

}  // namespace dialtone::db
