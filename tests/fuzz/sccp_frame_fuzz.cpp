// Every message, in both directions, from whatever octets: read without a fault, and what was read survives a
// round trip.
#include "server/sccp/frame.hpp"
#include "server/sccp/zone_rules.hpp"
#include "tests/support/sccp_messages.hpp"

#include <cstdlib>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace dialtone;
using namespace dialtone::sccp;

template <class Message>
void try_message(const FrameView& frame, const Dialect& dialect) {
    if (!holds<Message>(frame.id)) {
        return;
    }
    const auto first = parse<Message>(frame, dialect);
    if (!first) {
        return;
    }
    Buffer once;
    render(*first, dialect, once);
    Bytes input{once};
    const auto again = take_frame(input);
    if (!again || !*again) {
        std::abort();
    }
    const auto second = parse<Message>(**again, dialect);
    Buffer twice;
    if (second) {
        render(*second, dialect, twice);
    }
    if (once != twice) {
        std::abort();
    }
}

using Try = void (*)(const FrameView&, const Dialect&);

/// One for each message there is.
const std::vector<Try>& tries() {
    static const auto all = [] {
        std::vector<Try> made;
        dialtone::test::for_each_sccp_message([&](std::string_view, const auto& example) {
            made.push_back(&try_message<std::decay_t<decltype(example)>>);
        });
        return made;
    }();
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    // The first octet chooses what the two sides have agreed on.
    const Dialect dialect{negotiate(data[0] & 0x1FU), (data[0] & 0x80U) != 0, (data[0] & 0x40U) != 0};
    Bytes input{data + 1, size - 1};
    static_cast<void>(ZoneRules::parse(input));
    while (true) {
        const auto frame = take_frame(input);
        if (!frame || !*frame) {
            return 0;
        }
        for (const auto one : tries()) {
            one(**frame, dialect);
        }
    }
}
