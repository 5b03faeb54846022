#pragma once

#include "server/provision/phone_source.hpp"

#include <string>
#include <vector>

/// Lints of what operators set for a phone, its profile and its templates: rows of the table in lints.cpp.
namespace dialtone::provision {

/// What a lint found, a sentence each.
using Sentences = std::vector<std::string>;

/// Vendor settings of enterprise, profile and phone that cannot be read, or are given twice.
void check_vendor_config(const PhoneSource& source, Sentences& out);
/// Elements that came into the database by another way than the command, which would have refused them.
void check_further_elements(const PhoneSource& source, Sentences& out);
/// A security mode without a trust list.
void check_trust(const PhoneSource& source, Sentences& out);
/// Certificates without a service that gives them.
void check_certificates(const PhoneSource& source, Sentences& out);
/// Video on a phone without a camera.
void check_video(const PhoneSource& source, Sentences& out);
/// A 69xx without its prime line.
void check_prime_line(const PhoneSource& source, Sentences& out);
/// Softkey sets that leave users without a way on.
void check_softkeys(const PhoneSource& source, Sentences& out);
/// Locales of which nothing lies in the directories of files.
void check_locales(const PhoneSource& source, Sentences& out);
/// A background on a phone that looks for backgrounds where nobody would put them.
void check_background(const PhoneSource& source, Sentences& out);
/// More expansion modules than the phone takes.
void check_modules(const PhoneSource& source, Sentences& out);

}  // namespace dialtone::provision
