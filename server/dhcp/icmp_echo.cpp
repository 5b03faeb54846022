#include "server/dhcp/icmp_echo.hpp"

#include "common/bytes/reader.hpp"

namespace dialtone::dhcp {

namespace {

constexpr std::uint8_t kEchoRequest = 8;
constexpr std::uint8_t kEchoReply = 0;

}  // namespace

std::array<std::uint8_t, 8> echo_request(std::uint16_t identifier, std::uint16_t sequence) {
    // The checksum is the complement of the ones' complement sum of the 16-bit words (RFC 1071).
    std::uint32_t sum = (std::uint32_t{kEchoRequest} << 8U) + identifier + sequence;
    sum = (sum & 0xffffU) + (sum >> 16U);
    sum = (sum & 0xffffU) + (sum >> 16U);
    const auto checksum = static_cast<std::uint16_t>(~sum);
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
