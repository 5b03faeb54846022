#pragma once

#include "common/address/ipv4.hpp"
#include "common/error/problem.hpp"
#include "common/model/rows.hpp"
#include "server/operations/operation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// From the words of a call to values, each refusal naming the argument, what was said and what would do.
namespace dialtone::operations {

/// A whole number from `least` to `most`; nullopt when the argument was not given.
Outcome<std::optional<std::int64_t>> integer_of(
    const Call& call, std::string_view name, std::int64_t least, std::int64_t most
);

/// on/off, yes/no, true/false, 1/0.
Outcome<std::optional<bool>> switch_of(const Call& call, std::string_view name);

/// A text of at most `most` characters without control characters.
Outcome<std::optional<std::string>> text_of(const Call& call, std::string_view name, std::size_t most);

/// An IPv4 address; "" (to clear it) is the unspecified one.
Outcome<std::optional<Ipv4>> address_of(const Call& call, std::string_view name);

/// Addresses separated by commas or blanks; "" clears the list.
Outcome<std::optional<std::vector<Ipv4>>> addresses_of(const Call& call, std::string_view name);

/// "10.0.0.10-10.0.0.99", "10.0.0.10-99", or one address alone.
Outcome<AddressRange> parse_range(std::string_view text, std::string_view name);

/// "90", "90s", "15m", "8h", "1d": whole seconds.
Outcome<std::optional<std::uint32_t>> seconds_of(
    const Call& call, std::string_view name, std::uint32_t least, std::uint32_t most
);

/// What a directory number consists of: 1 to 24 of 0-9 * # +.
Outcome<void> check_pattern(std::string_view pattern);

/// An external phone number mask: at most 24 of 0-9 * # + X; "" for none.
Outcome<std::optional<std::string>> mask_of(const Call& call, std::string_view name);

}  // namespace dialtone::operations
