#include "server/dhcp/relay_information.hpp"

#include "common/bytes/reader.hpp"

namespace dialtone::dhcp {

namespace {

constexpr std::uint8_t kCircuitId = 1;
constexpr std::uint8_t kLinkSelection = 5;
constexpr std::uint8_t kServerIdOverride = 11;
constexpr std::uint8_t kRelaySourcePort = 19;

std::optional<Ipv4> address_in(Bytes value) {
    Reader reader{value};
    const Ipv4 address{reader.u32be()};
    return reader.ok() && reader.remaining() == 0 && !address.is_unspecified() ? std::optional{address}
                                                                               : std::nullopt;
}

}  // namespace

RelayInformation RelayInformation::parse(Bytes option) {
    RelayInformation information;
    Reader reader{option};
    while (reader.remaining() >= 2) {
        const auto code = reader.u8();
        const auto value = reader.bytes(reader.u8());
        if (!reader.ok()) {
            break;
        }
        switch (code) {
            case kCircuitId:
                information.circuit_id = text_of(value);
                break;
            case kLinkSelection:
                information.link_selection = address_in(value);
                break;
            case kServerIdOverride:
                information.server_id_override = address_in(value);
                break;
            case kRelaySourcePort:
                information.keeps_source_port = true;
                break;
            default:
                break;
        }
    }
    return information;
}

}  // namespace dialtone::dhcp
