#pragma once

#include "server/provision/lint_settings.hpp"

/// Lints of the file of a SIP phone: rows of the table in lints.cpp. They read the file as the phone gets it,
/// with the operator's further elements in it.
namespace dialtone::provision {

/// Lines: there is one, the first is the first, indexes are dense, and the first has credentials.
void check_sip_lines(const PhoneSource& source, Sentences& out);
/// A proxy other than the Call Managers.
void check_sip_proxies(const PhoneSource& source, Sentences& out);
/// UDP, where newer loads have trouble.
void check_sip_transport(const PhoneSource& source, Sentences& out);
/// TLS without a trust list.
void check_sip_security(const PhoneSource& source, Sentences& out);
/// An address behind a translator that is not said.
void check_sip_nat(const PhoneSource& source, Sentences& out);
/// A time zone that a 7940 or 7960 has no word for.
void check_sip_clock(const PhoneSource& source, Sentences& out);

}  // namespace dialtone::provision
