#pragma once

#include "common/address/ipv4.hpp"
#include "server/sccp/codec.hpp"
#include "server/sccp/messages/capabilities.hpp"

#include <array>
#include <cstdint>
#include <string>

/// The messages by which a phone comes, stays and goes.
namespace dialtone::sccp {

struct KeepAlive {
    static constexpr auto kVariants = at_every_version(MessageId::keep_alive);
};

struct KeepAliveAck {
    static constexpr auto kVariants = at_every_version(MessageId::keep_alive_ack);
};

/// Cut anywhere by real phones, so what is there is decided by length and not by version: 36 octets (before
/// version 3), 44 (7936), 68 (7940/60 and 6961), 124 (7941 to 7975), 172 or more (with version stamp).
struct RegisterReq {
    static constexpr auto kVariants = at_every_version(MessageId::register_req);
    static constexpr std::uint16_t kLegacyLength = 68;
    static constexpr std::uint16_t kJavaLength = 124;
    static constexpr std::uint16_t kStampedLength = 188;

    std::uint16_t length = kJavaLength;  ///< octets of the body: what was received, what is to be sent
    std::string name;                    ///< at most 15 characters
    std::uint32_t instance = 1;
    Ipv4 address;  ///< what the phone thinks its address is
    std::uint32_t device_type = 0;
    std::uint32_t max_streams = 0;
    std::uint32_t active_streams = 0;  ///< not 0: the phone is keeping a call alive
    std::uint8_t version = 0;          ///< the highest protocol version it speaks; 0 stands for 3
    std::array<std::uint8_t, 3> features{};
    std::uint32_t max_conferences = 0;
    std::uint32_t active_conferences = 0;
    std::array<std::uint8_t, 12> mac{};  ///< uninitialised memory on 7940/60: never trusted
    std::uint32_t address_scope = 3;
    std::uint32_t max_lines = 0;
    std::string load;           ///< firmware; empty when the phone does not say
    std::string version_stamp;  ///< of the configuration file it holds; newest loads only

    /// Texts to this phone are UTF-8.
    [[nodiscard]] bool takes_utf8() const { return (features[1] & 0x10U) != 0; }
};

struct RegisterAck {
    static constexpr auto kVariants = at_every_version(MessageId::register_ack);

    std::uint32_t keepalive_seconds = 30;
    std::string date_template;  ///< "D.M.Y", "M/D/YA"; 6 octets, no NUL needed
    std::uint32_t secondary_keepalive_seconds = 60;
    std::uint8_t version = kLowestVersion;  ///< what both sides speak from here on
    std::array<std::uint8_t, 3> features{};

    /// The feature octets that genuine servers answer with at this version; their meaning is not known.
    static std::array<std::uint8_t, 3> features_for(std::uint8_t version);
};

/// The phone shows the text: plain ASCII, at most 31 characters.
struct RegisterReject {
    static constexpr auto kVariants = at_every_version(MessageId::register_reject);
    std::string text;
};

/// "May I come (back)?": asked of a Call Manager better than the one the phone is registered with.
struct RegisterTokenReq {
    static constexpr auto kVariants = at_every_version(MessageId::register_token_req);
    std::string name;
    std::uint32_t instance = 1;
    Ipv4 address;
    std::uint32_t device_type = 0;
};

struct RegisterTokenAck {
    static constexpr auto kVariants = at_every_version(MessageId::register_token_ack);
};

struct RegisterTokenReject {
    static constexpr auto kVariants = at_every_version(MessageId::register_token_reject);
    std::uint32_t wait_seconds = 60;
};

/// The token request of SPA 3xx and 5xx.
struct SpcpRegisterTokenReq {
    static constexpr auto kVariants = at_every_version(MessageId::spcp_register_token_req);
    std::string name;
    std::uint32_t instance = 1;
    Ipv4 address;
    std::uint32_t device_type = 0;
    std::uint32_t max_streams = 0;
};

struct SpcpRegisterTokenAck {
    static constexpr auto kVariants = at_every_version(MessageId::spcp_register_token_ack);
    std::uint32_t features = 65535;
};

struct SpcpRegisterTokenReject {
    static constexpr auto kVariants = at_every_version(MessageId::spcp_register_token_reject);
    std::uint32_t wait_seconds = 60;
};

/// Often without a body.
struct UnregisterReq {
    static constexpr auto kVariants = at_every_version(MessageId::unregister_req);
    std::uint32_t reason = 0;  ///< 1: power save
};

enum class UnregisterStatus : std::uint32_t { ok, error, call_active };

struct UnregisterAck {
    static constexpr auto kVariants = at_every_version(MessageId::unregister_ack);
    UnregisterStatus status = UnregisterStatus::ok;
};

enum class ResetType : std::uint32_t { reset = 1, restart = 2, apply_config = 3 };

struct Reset {
    static constexpr auto kVariants = at_every_version(MessageId::reset);
    ResetType type = ResetType::restart;
};

/// What the phone has to say about itself: "25: Name=SEP… Load=… Last=Reset-Reset".
struct Alarm {
    static constexpr auto kVariants = at_every_version(MessageId::alarm);
    std::uint32_t severity = 2;
    std::string text;
    std::uint32_t parameter1 = 0;
    std::uint32_t parameter2 = 0;
};

/// The same from loads of 9.1 and later, as XML.
struct XmlAlarm {
    static constexpr auto kVariants = at_every_version(MessageId::xml_alarm);
    std::string text;
};

struct VersionReq {
    static constexpr auto kVariants = at_every_version(MessageId::version_req);
};

/// The load the server wants the phone to run; empty: no opinion.
struct Version {
    static constexpr auto kVariants = at_every_version(MessageId::version);
    std::string load;
};

struct ServerReq {
    static constexpr auto kVariants = at_every_version(MessageId::server_req);
};

/// The Call Managers of the phone's group, best first; unused entries empty.
struct ServerRes {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::server_res, 0, 0, 280}, Variant{MessageId::server_res, 17, 1, 360}};

    struct Server {
        std::string name;
        std::uint32_t port = 0;
        Ipv4 address;
    };

    std::array<Server, 5> servers;
};

/// Obsolete announcement of the RTP port.
struct IpPort {
    static constexpr auto kVariants = at_every_version(MessageId::ip_port);
    std::uint32_t port = 0;
};

/// How many line buttons the phone found in its template; ends the registration of SPA phones.
struct RegisterAvailableLines {
    static constexpr auto kVariants = at_every_version(MessageId::register_available_lines);
    std::uint32_t lines = 0;
};

/// Where a phone is, as XML: access point and network of the 792x.
struct LocationInfo {
    static constexpr auto kVariants = at_every_version(MessageId::location_info);
    std::string text;
};

}  // namespace dialtone::sccp
