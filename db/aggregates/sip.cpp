#include "db/aggregates/sip.hpp"

#include "common/model/world.hpp"

#include <string>

namespace dialtone::db {

SipProfileId insert_sip_profile(Database& database, const SipProfile& profile) {
    const auto id = database.integer(
        "INSERT INTO sip_profile (name, description, invite_retries, retries, invite_expires,"
        " register_expires, register_delta, keepalive_expires, subscribe_expires, subscribe_delta,"
        " timer_t1, timer_t2, max_redirects, first_digit_timer, first_media_port, last_media_port,"
        " dtmf_payload, dtmf_level, dtmf_events, user_info, hold_ringback, anonymous_call_block,"
        " caller_id_blocking, conference_join, rfc2543_hold, semi_attended_transfer,"
        " voice_activity_detection, stutter_message_waiting, call_statistics) VALUES (?1, ?2, ?3, ?4, ?5,"
        " ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
        " ?26, ?27, ?28, ?29) RETURNING id",
        profile.name,
        profile.description,
        profile.invite_retries,
        profile.retries,
        profile.invite_expires,
        profile.register_expires,
        profile.register_delta,
        profile.keepalive_expires,
        profile.subscribe_expires,
        profile.subscribe_delta,
        profile.timer_t1,
        profile.timer_t2,
        profile.max_redirects,
        profile.first_digit_timer,
        profile.first_media_port,
        profile.last_media_port,
        profile.dtmf_payload,
        profile.dtmf_level,
        profile.dtmf_events,
        profile.user_info,
        profile.hold_ringback,
        profile.anonymous_call_block,
        profile.caller_id_blocking,
        profile.conference_join,
        profile.rfc2543_hold,
        profile.semi_attended_transfer,
        profile.voice_activity_detection,
        profile.stutter_message_waiting,
        profile.call_statistics
    );
    return SipProfileId{id.value()};
}

void update_sip_profile(Database& database, const SipProfile& profile) {
    database.run(
        "UPDATE sip_profile SET name = ?2, description = ?3, invite_retries = ?4, retries = ?5,"
        " invite_expires = ?6, register_expires = ?7, register_delta = ?8, keepalive_expires = ?9,"
        " subscribe_expires = ?10, subscribe_delta = ?11, timer_t1 = ?12, timer_t2 = ?13, max_redirects ="
        " ?14, first_digit_timer = ?15, first_media_port = ?16, last_media_port = ?17, dtmf_payload ="
        " ?18, dtmf_level = ?19, dtmf_events = ?20, user_info = ?21, hold_ringback = ?22,"
        " anonymous_call_block = ?23, caller_id_blocking = ?24, conference_join = ?25, rfc2543_hold ="
        " ?26, semi_attended_transfer = ?27, voice_activity_detection = ?28, stutter_message_waiting ="
        " ?29, call_statistics = ?30 WHERE id = ?1",
        profile.id,
        profile.name,
        profile.description,
        profile.invite_retries,
        profile.retries,
        profile.invite_expires,
        profile.register_expires,
        profile.register_delta,
        profile.keepalive_expires,
        profile.subscribe_expires,
        profile.subscribe_delta,
        profile.timer_t1,
        profile.timer_t2,
        profile.max_redirects,
        profile.first_digit_timer,
        profile.first_media_port,
        profile.last_media_port,
        profile.dtmf_payload,
        profile.dtmf_level,
        profile.dtmf_events,
        profile.user_info,
        profile.hold_ringback,
        profile.anonymous_call_block,
        profile.caller_id_blocking,
        profile.conference_join,
        profile.rfc2543_hold,
        profile.semi_attended_transfer,
        profile.voice_activity_detection,
        profile.stutter_message_waiting,
        profile.call_statistics
    );
}

void delete_sip_profile(Database& database, SipProfileId profile) {
    database.run("DELETE FROM sip_profile WHERE id = ?1", profile);
}

SecurityProfileId insert_security_profile(Database& database, const SecurityProfile& profile) {
    const auto id = database.integer(
        "INSERT INTO security_profile (name, description, digest, transport, nonce_seconds)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        profile.name,
        profile.description,
        profile.digest,
        to_string(profile.transport),
        profile.nonce_seconds
    );
    return SecurityProfileId{id.value()};
}

void update_security_profile(Database& database, const SecurityProfile& profile) {
    database.run(
        "UPDATE security_profile SET name = ?2, description = ?3, digest = ?4, transport = ?5,"
        " nonce_seconds = ?6 WHERE id = ?1",
        profile.id,
        profile.name,
        profile.description,
        profile.digest,
        to_string(profile.transport),
        profile.nonce_seconds
    );
}

void delete_security_profile(Database& database, SecurityProfileId profile) {
    database.run("DELETE FROM security_profile WHERE id = ?1", profile);
}

SipDialRuleId insert_sip_dial_rule(Database& database, const SipDialRule& rule) {
    const auto id = database.integer(
        "INSERT INTO sip_dial_rule (pattern, timeout, rewrite, tone, description)"
        " VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        rule.pattern,
        rule.timeout,
        rule.rewrite,
        rule.tone,
        rule.description
    );
    return SipDialRuleId{id.value()};
}

void update_sip_dial_rule(Database& database, const SipDialRule& rule) {
    database.run(
        "UPDATE sip_dial_rule SET pattern = ?2, timeout = ?3, rewrite = ?4, tone = ?5, description = ?6"
        " WHERE id = ?1",
        rule.id,
        rule.pattern,
        rule.timeout,
        rule.rewrite,
        rule.tone,
        rule.description
    );
}

void delete_sip_dial_rule(Database& database, SipDialRuleId rule) {
    database.run("DELETE FROM sip_dial_rule WHERE id = ?1", rule);
}

std::string new_digest_password(Database& database) {
    auto row = database.query("SELECT lower(hex(randomblob(12)))");
    row.next();
    return row.text(0);
}

}  // namespace dialtone::db
