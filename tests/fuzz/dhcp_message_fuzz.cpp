// A DHCP message that parses is rendered and parsed again, and must be the same.
#include "server/dhcp/lease_query.hpp"
#include "server/dhcp/message.hpp"
#include "server/dhcp/relay_information.hpp"

#include <algorithm>
#include <cstdlib>

using namespace dialtone;

namespace {

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

bool has_same_options(const dhcp::OptionList& a, const dhcp::OptionList& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto [code, value] = a.at(i);
        const auto other = b.bytes(code);
        if (!other || !std::ranges::equal(value, *other)) {
            return false;
        }
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto message = dhcp::parse(Bytes{data, size});
    if (!message) {
        return 0;
    }
    if (const auto type = message->type()) {
        check(dhcp::to_string(*type).starts_with("DHCP"));
    }
    static_cast<void>(message->vendor_class());
    static_cast<void>(dhcp::question_of(*message));
    static_cast<void>(dhcp::RelayInformation::parse(
        message->options.bytes(dhcp::option::kRelayInformation).value_or(Bytes{})
    ));
    for (const std::size_t room : {std::size_t{548}, dhcp::kMaximumReceived}) {
        Buffer rendered;
        const auto left_out = dhcp::render(*message, room, rendered);
        check(rendered.size() >= dhcp::kMinimumRendered && rendered.size() <= room);
        const auto again = dhcp::parse(rendered);
        check(again.has_value() && again->malformed_options == 0);
        check(again->options.size() + left_out == message->options.size());
        check(left_out > 0 || has_same_options(message->options, again->options));
        check(again->sname == message->sname && again->file == message->file);
        check(again->chaddr == message->chaddr && again->xid == message->xid);
    }
    return 0;
}
