#pragma once

#include "common/model/sip_rows.hpp"
#include "db/database.hpp"

#include <string>

/// SIP profiles, security profiles and dial rules.
namespace dialtone::db {

SipProfileId insert_sip_profile(Database& database, const SipProfile& profile);
void update_sip_profile(Database& database, const SipProfile& profile);
void delete_sip_profile(Database& database, SipProfileId profile);

SecurityProfileId insert_security_profile(Database& database, const SecurityProfile& profile);
void update_security_profile(Database& database, const SecurityProfile& profile);
void delete_security_profile(Database& database, SecurityProfileId profile);

SipDialRuleId insert_sip_dial_rule(Database& database, const SipDialRule& rule);
void update_sip_dial_rule(Database& database, const SipDialRule& rule);
void delete_sip_dial_rule(Database& database, SipDialRuleId rule);

/// 24 hexadecimal digits that nobody can guess. Anybody may fetch a phone's file, so each has its own.
std::string new_digest_password(Database& database);

}  // namespace dialtone::db
