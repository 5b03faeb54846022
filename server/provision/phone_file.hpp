#pragma once

#include "server/provision/given.hpp"
#include "server/provision/phone_source.hpp"
#include "server/provision/xml_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dialtone::provision {

/// A phone's file, and what is told of it.
struct PhoneFile {
    std::string body;
    std::uint64_t version = 0;         ///< a digest of the body
    std::vector<Given::Entry> fields;  ///< as of phone_file_fields()
};

/// render_phone_file() and phone_file_fields() in one.
PhoneFile render_phone(const PhoneSource& source);

/// SEP<MAC>.cnf.xml, in the order of CUCM 8 to 12; what each family gets is in the tables of
/// phone_sections.cpp. The version stamp is a digest of the body, so any two processes agree on it and it
/// changes exactly with the content.
std::string render_phone_file(const PhoneSource& source);

/// The same without the device's further elements, as UTF-8 with references and a stamp of zeros.
std::string render_plain_file(const PhoneSource& source);

/// Digests of the parts of that file, the version stamp not among them.
std::vector<Given::Entry> phone_file_fields(const PhoneSource& source);

/// The elements of that file that belong to one field, as UTF-8, a line each; "" when there are none.
std::string text_of_field(const PhoneSource& source, Field field);

/// Writes the whole document but for the stamp's value, which is 36 zeros.
/// @return where they begin.
std::size_t write_phone_sections(XmlWriter& xml, const PhoneSource& source);

}  // namespace dialtone::provision
