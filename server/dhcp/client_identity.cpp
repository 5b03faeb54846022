#include "server/dhcp/client_identity.hpp"

#include "common/model/device_name.hpp"

namespace dialtone::dhcp {

namespace {

constexpr std::size_t kShortestClientId = 2;  // RFC 2132 §9.14
constexpr std::size_t kLongestClientId = 255;

}  // namespace

std::string key_of(const MacAddress& mac) {
    std::string key(1, '\x01');
    key.append(text_of(mac.octets()));
    return key;
}

std::optional<ClientIdentity> ClientIdentity::of(const Message& message) {
    ClientIdentity identity;
    identity.mac = message.mac();
    const auto client_id = text_of(message.options.bytes(option::kClientId).value_or(Bytes{}));
    if (client_id.size() > kLongestClientId) {
        return std::nullopt;
    }
    if (client_id.size() >= kShortestClientId) {
        identity.client_id = client_id;
        identity.key = client_id;
        return identity;
    }
    if (!identity.mac) {
        return std::nullopt;
    }
    identity.key = key_of(*identity.mac);
    return identity;
}

void ClientIdentity::match_by_mac() {
    if (mac) {
        key = key_of(*mac);
    }
}

std::string ClientIdentity::subject() const {
    return mac ? DeviceName::of(*mac).text() : std::string{};
}

std::string key_of(const Lease& lease) {
    return lease.client_id.size() >= kShortestClientId ? lease.client_id : key_of(lease.mac);
}

std::uint64_t stable_hash(const std::string& key) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
    for (const char c : key) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
    }
    // Phones of one delivery differ in the last octet only: spread that over all bits.
    hash ^= hash >> 32U;
    hash *= 0x9e3779b97f4a7c15ULL;
    return hash ^ (hash >> 29U);
}

}  // namespace dialtone::dhcp
