#pragma once

#include "common/error/wire_error.hpp"
#include "server/sip/message/parameters.hpp"
#include "server/sip/message/uri.hpp"

#include <string>
#include <string_view>

namespace dialtone::sip {

/// A value of From, To, Contact, Route, Record-Route, Path, Refer-To and the like: name-addr or addr-spec
/// with the header's parameters behind it (RFC 3261 §20.10).
struct Address {
    std::string_view display;  ///< as received, with quotes
    Uri uri;
    Parameters parameters;  ///< of the header field, not of the URI

    [[nodiscard]] std::string_view tag() const { return parameters.value("tag"); }

    /// Without quotes and backslashes.
    [[nodiscard]] std::string display_name() const;
};

Parsed<Address> parse_address(std::string_view value);

/// The one Contact that is no address: "*".
bool is_star(std::string_view value);

}  // namespace dialtone::sip
