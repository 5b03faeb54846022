#pragma once

#include <string_view>

namespace dialtone::sip {

/// The phrase that its document gives a status code: "Interval Too Brief" for 423; "Unknown" for a code that
/// no document names.
std::string_view reason_phrase(int status);

}  // namespace dialtone::sip
