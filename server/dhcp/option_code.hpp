#pragma once

#include <cstdint>

/// The options of RFC 2132 and its successors that somebody here reads or writes, by number.
namespace dialtone::dhcp::option {

inline constexpr std::uint8_t kPad = 0;
inline constexpr std::uint8_t kSubnetMask = 1;
inline constexpr std::uint8_t kRouter = 3;
inline constexpr std::uint8_t kDnsServers = 6;
inline constexpr std::uint8_t kHostName = 12;
inline constexpr std::uint8_t kDomainName = 15;
inline constexpr std::uint8_t kBroadcastAddress = 28;
inline constexpr std::uint8_t kArpCacheTimeout = 35;
inline constexpr std::uint8_t kNtpServers = 42;
inline constexpr std::uint8_t kRequestedAddress = 50;
inline constexpr std::uint8_t kLeaseTime = 51;
inline constexpr std::uint8_t kOverload = 52;
inline constexpr std::uint8_t kMessageType = 53;
inline constexpr std::uint8_t kServerId = 54;
inline constexpr std::uint8_t kParameterList = 55;
inline constexpr std::uint8_t kMessage = 56;
inline constexpr std::uint8_t kMaxMessageSize = 57;
inline constexpr std::uint8_t kRenewalTime = 58;    ///< T1
inline constexpr std::uint8_t kRebindingTime = 59;  ///< T2
inline constexpr std::uint8_t kVendorClass = 60;
inline constexpr std::uint8_t kClientId = 61;
inline constexpr std::uint8_t kTftpServerName = 66;
inline constexpr std::uint8_t kRapidCommit = 80;
inline constexpr std::uint8_t kRelayInformation = 82;
inline constexpr std::uint8_t kLastTransaction = 91;      ///< RFC 4388: seconds ago
inline constexpr std::uint8_t kAssociatedAddresses = 92;  ///< RFC 4388: the client's other ones
inline constexpr std::uint8_t kSubnetSelection = 118;     ///< RFC 3011
inline constexpr std::uint8_t kClasslessRoutes = 121;     ///< RFC 3442
inline constexpr std::uint8_t kTftpServers = 150;         ///< RFC 5859: a list of addresses, Cisco's way
inline constexpr std::uint8_t kMsClasslessRoutes = 249;   ///< 121 before it had a number
inline constexpr std::uint8_t kEnd = 255;

}  // namespace dialtone::dhcp::option
