#pragma once

#include "tests/unit/sccp/frame_text.hpp"

#include <catch2/catch.hpp>

#include <string_view>

namespace dialtone::sccp::test {

/// The message is rendered as the golden frame, and the frame read and rendered again.
template <class Message>
void check_frame(const Message& message, const Dialect& dialect, std::string_view dump) {
    const auto golden = octets(dump);
    CHECK(to_hex(rendered(message, dialect)) == to_hex(golden));
    const auto parsed = parse<Message>(only_frame(golden), dialect);
    REQUIRE(parsed.has_value());
    CHECK(to_hex(rendered(*parsed, dialect)) == to_hex(golden));
}

}  // namespace dialtone::sccp::test
