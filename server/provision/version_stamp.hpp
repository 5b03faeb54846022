#pragma once

#include "server/provision/xml_writer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// versionStamp: a digest of all else in the file, so any two processes agree on it and it changes exactly
/// with the content. Phones compare it for inequality alone.
namespace dialtone::provision {

/// Writes the element with zeros in place of the value.
/// @return where the value begins.
std::size_t write_blank_stamp(XmlWriter& xml);

/// Puts the digest of `body` into the place of those zeros.
/// @return half of that digest: equal bodies, equal values.
std::uint64_t fill_stamp(std::string& body, std::size_t place);

}  // namespace dialtone::provision
