#pragma once

#include "common/error/problem.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// Elements that an operator adds to the file of one phone: what the database has no place for, or what a
/// file of another system has and ours would not.
///
/// They come as a document whose root is <device>, as CUCM writes it, and are kept in a normal form: the
/// root's children, UTF-8, without declaration, comments, blanks between elements or prefixed attributes
/// (CUCM's xsi:type, whose prefix it never declares).
///
/// How they are merged, element by element:
///  - one that the file has not is added, at the top in the order that phones expect, below at the end;
///  - one with text replaces the text of the file's element of that name;
///  - one with elements in it is merged into the file's element of that name; an empty one leaves that alone;
///  - of elements that may come several times (members, modules, NTP servers, services) the one with the same
///    priority, index or name is meant, and one that is not there is added behind the others;
///  - what the file is made of cannot be replaced: its stamp, protocol, load, Call Managers and modules.
///  There
///    are commands for these.
namespace dialtone::provision {

/// Octets of a document that is looked at at all, and of its normal form.
inline constexpr std::size_t kMaxFurtherDocument = 65536;
inline constexpr std::size_t kMaxFurtherElements = 16384;

/// The normal form of `document`; an empty document gives "".
/// @return a Problem (invalid) in words when it is not well-formed, not rooted in <device>, has a document
/// type, mixes text and elements, gives an element twice, touches what cannot be replaced, or is too large
/// (512 elements, 12 levels, texts of 1,024 octets).
Outcome<std::string> normal_further_elements(std::string_view document);

/// The text of a top-level element of a normal form: "3" of "deviceSecurityMode"; "" when it is not there.
std::string further_text(std::string_view normal_form, const char* name);

}  // namespace dialtone::provision
