#include "server/dhcp/icmp_echo.hpp"

#include "common/bytes/reader.hpp"
#include "server/dhcp/internet_checksum.hpp"

namespace dialtone::dhcp {

namespace {

constexpr std::uint8_t kEchoRequest = 8;
constexpr std::uint8_t kEchoReply = 0;

}  // namespace

std::array<std::uint8_t, 8> echo_request(std::uint16_t identifier, std::uint16_t sequence) {
    const auto checksum =
        InternetChecksum{}.add(std::uint16_t{kEchoRequest << 8U}).add(identifier).add(sequence).value();
    const auto high = [](std::uint16_t v) { return static_cast<std::uint8_t>(v >> 8U); };
    const auto low = [](std::uint16_t v) { return static_cast<std::uint8_t>(v); };
    return {
        kEchoRequest,
        0,
        high(checksum),
        low(checksum),
        high(identifier),
        low(identifier),
        high(sequence),
        low(sequence)};
}

bool is_echo_reply(Bytes message, std::optional<std::uint16_t> identifier) {
    Reader reader{message};
    const auto type = reader.u8();
    const auto code = reader.u8();
    reader.skip(2);  // checksum: the kernel has checked it
    const auto answered = reader.u16be();
    return reader.ok() && type == kEchoReply && code == 0 && (!identifier || *identifier == answered);
}

Bytes without_ip_header(Bytes packet) {
    constexpr std::size_t kShortest = 20;
    const auto size = packet.empty() ? 0 : std::size_t{packet[0] & 0x0fU} * 4;
    return size < kShortest || packet.size() < size ? Bytes{} : packet.subspan(size);
}

}  // namespace dialtone::dhcp
