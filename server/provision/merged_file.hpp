#pragma once

#include "server/provision/phone_source.hpp"

#include <string>

namespace dialtone::provision {

/// SEP<MAC>.cnf.xml of a phone with further elements: `plain`, the file without them as the newest families
/// read it (UTF-8 with references), with the device's further elements merged in by the rules of
/// further_elements.hpp, in the form of the phone's own family. Elements that do not fit what is there are
/// left out.
/// @param stamp  set to where the value of versionStamp begins.
std::string merge_further_elements(const std::string& plain, const PhoneSource& source, std::size_t& stamp);

/// Why further elements do not fit the phone's file: text where it has elements, or the other way round.
/// Empty when they fit.
std::string misfit_of_further_elements(const PhoneSource& source, const std::string& further);

}  // namespace dialtone::provision
