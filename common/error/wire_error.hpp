#pragma once

#include <boost/system/result.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>

namespace dialtone {

/// Why octets from the network were not understood.
enum class WireErrc {
    truncated,    ///< shorter than its layout
    bad_length,   ///< a length field contradicts the octets
    bad_value,    ///< a field outside its legal values
    unsupported,  ///< understood, but not offered here
};

/// A parse error: what, where, and a static sentence fragment for a person. Never allocates.
struct WireError {
    WireErrc code;
    std::size_t offset;
    const char* what;
};

/// The result of parsing: a value, or the reason why there is none.
template <class T>
using Parsed = boost::system::result<T, WireError>;

/// Found by boost::system::result for value() on an error: only tests do that.
[[noreturn]] inline void throw_exception_from_error(const WireError& e, const boost::source_location&) {
    throw std::runtime_error("wire error at offset " + std::to_string(e.offset) + ": " + e.what);
}

}  // namespace dialtone
