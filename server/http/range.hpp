#pragma once

#include <cstddef>
#include <string_view>

namespace dialtone::http {

/// What a Range field asks of a body (RFC 9110 §14.2).
struct Range {
    enum class Kind {
        whole,          ///< absent, not understood, or several ranges: answered with 200 and everything
        part,           ///< 206
        unsatisfiable,  ///< 416
    };

    Kind kind = Kind::whole;
    std::size_t first = 0;  ///< of a part
    std::size_t size = 0;   ///< of a part, at least 1

    friend bool operator==(const Range&, const Range&) = default;
};

/// "bytes=0-99", "bytes=100-", "bytes=-100"; a range that begins inside and ends beyond is cut.
Range parse_range(std::string_view field, std::size_t body_size);

}  // namespace dialtone::http
