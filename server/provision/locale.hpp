#pragma once

#include <string_view>

namespace dialtone::provision {

/// What phones have built in: a file that names these makes no phone fetch a locale archive.
inline constexpr std::string_view kBuiltInUserLocale = "English_United_States";
inline constexpr std::string_view kBuiltInNetworkLocale = "United_States";

/// The language code that goes with a user locale: "de_DE" for "German_Germany"; "" for one nobody knows,
/// whose archive the phone then fetches by name all the same.
std::string_view language_code(std::string_view user_locale);

}  // namespace dialtone::provision
