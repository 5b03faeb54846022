// Every message that phones send, from whatever octets: read without a fault, and what was read survives a
// round trip.
#include "server/sccp/frame.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/zone_rules.hpp"

#include <cstdlib>

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

template <class... Messages>
void try_all(const FrameView& frame, const Dialect& dialect) {
    (try_message<Messages>(frame, dialect), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    // The first octet chooses what the two sides have agreed on.
    const Dialect dialect{negotiate(data[0] & 0x1FU), (data[0] & 0x80U) != 0};
    Bytes input{data + 1, size - 1};
    static_cast<void>(ZoneRules::parse(input));
    while (true) {
        const auto frame = take_frame(input);
        if (!frame || !*frame) {
            return 0;
        }
        try_all<
            RegisterReq,
            RegisterTokenReq,
            SpcpRegisterTokenReq,
            UnregisterReq,
            Alarm,
            XmlAlarm,
            CapabilitiesRes,
            KeypadButton,
            EnblocCall,
            Stimulus,
            SoftKeyEvent,
            OffHook,
            OnHook,
            LineStatReq,
            ForwardStatReq,
            SpeedDialStatReq,
            FeatureStatReq,
            ServiceUrlStatReq,
            SubscriptionStatReq>(**frame, dialect);
    }
}
