#pragma once

#include "common/address/ipv4.hpp"
#include "server/sccp/codec.hpp"

#include <array>
#include <cstdint>
#include <string>

/// The voice itself: where phones send and receive it, and how it went. Encryption and the relaying of modems
/// are not offered: their fields are zero.
namespace dialtone::sccp {

/// Listen on a port of your choice, and say on which. The forms grew with the versions; 0 is what CallManager
/// 3 sent, 1 CallManager 4.1, 2 CUCM 7.
struct OpenReceiveChannel {
    static constexpr std::array<Variant, 7> kVariants{
        Variant{MessageId::open_receive_channel, 0, 0, 24},
        Variant{MessageId::open_receive_channel, 5, 1, 68},
        Variant{MessageId::open_receive_channel, 11, 2, 92},
        Variant{MessageId::open_receive_channel, 15, 3, 108},
        Variant{MessageId::open_receive_channel, 16, 4, 112},
        Variant{MessageId::open_receive_channel, 17, 5, 128},
        Variant{MessageId::open_receive_channel, 21, 6, 168}};
    static constexpr std::uint32_t kDtmfType = 10;

    std::uint32_t conference = 0;
    std::uint32_t party = 0;
    std::uint32_t milliseconds = 20;
    std::uint32_t codec = 0;
    std::uint32_t echo_cancellation = 0;
    std::uint32_t bit_rate = 0;  ///< of G.723; parameters of other codecs
    std::uint32_t call = 0;
    std::uint32_t telephone_event = 0;  ///< RTP payload type of RFC 2833; 0: none
    std::uint32_t dtmf_type = kDtmfType;
    Ipv4 source;  ///< unspecified: anybody
    std::uint32_t source_port = 0;
};

struct OpenReceiveChannelAck {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::open_receive_channel_ack, 0, 0, 20},
        Variant{MessageId::open_receive_channel_ack, 17, 1, 36}};

    std::uint32_t status = 0;  ///< 0: it listens
    Ipv4 address;
    std::uint32_t port = 0;
    std::uint32_t party = 0;
    std::uint32_t call = 0;  ///< absent from a 7912 and loads of the time of CallManager 4
};

struct StartMediaTransmission {
    static constexpr std::array<Variant, 6> kVariants{
        Variant{MessageId::start_media_transmission, 0, 0, 40},
        Variant{MessageId::start_media_transmission, 5, 1, 84},
        Variant{MessageId::start_media_transmission, 11, 2, 112},
        Variant{MessageId::start_media_transmission, 15, 3, 116},
        Variant{MessageId::start_media_transmission, 17, 4, 132},
        Variant{MessageId::start_media_transmission, 21, 5, 168}};
    static constexpr std::uint32_t kExpedited = 0xB8;

    std::uint32_t conference = 0;
    std::uint32_t party = 0;
    Ipv4 remote;
    std::uint32_t remote_port = 0;
    std::uint32_t milliseconds = 20;
    std::uint32_t codec = 0;
    std::uint32_t precedence = kExpedited;  ///< the octet of the IP header
    std::uint32_t silence_suppression = 0;
    std::uint16_t frames_per_packet = 0;
    std::uint32_t bit_rate = 0;
    std::uint32_t call = 0;
    std::uint32_t telephone_event = 0;
    std::uint32_t dtmf_type = OpenReceiveChannel::kDtmfType;
};

/// A 6901 leaves conference and party 0 and adds 8 octets: the call is what to go by.
struct StartMediaTransmissionAck {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::start_media_transmission_ack, 0, 0, 24},
        Variant{MessageId::start_media_transmission_ack, 17, 1, 40}};

    std::uint32_t conference = 0;
    std::uint32_t party = 0;
    std::uint32_t call = 0;
    Ipv4 address;
    std::uint32_t port = 0;
    std::uint32_t status = 0;
};

struct CloseReceiveChannel {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::close_receive_channel, 0, 0, 8},
        Variant{MessageId::close_receive_channel, 5, 1, 16}};
    std::uint32_t conference = 0;
    std::uint32_t party = 0;
    std::uint32_t call = 0;
    std::uint32_t port_handling = 0;  ///< 0 close, 1 keep
};

struct StopMediaTransmission {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::stop_media_transmission, 0, 0, 8},
        Variant{MessageId::stop_media_transmission, 5, 1, 16}};
    std::uint32_t conference = 0;
    std::uint32_t party = 0;
    std::uint32_t call = 0;
    std::uint32_t port_handling = 0;
};

struct MediaTransmissionFailure {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::media_transmission_failure, 0, 0, 20},
        Variant{MessageId::media_transmission_failure, 17, 1, 36}};
    std::uint32_t conference = 0;
    std::uint32_t party = 0;
    Ipv4 address;
    std::uint32_t port = 0;
    std::uint32_t call = 0;
};

struct MulticastMediaReceptionAck {
    static constexpr auto kVariants = at_every_version(MessageId::multicast_media_reception_ack);
    std::uint32_t status = 0;
    std::uint32_t party = 0;
    std::uint32_t call = 0;
};

/// On which port would you listen?
struct PortReq {
    static constexpr auto kVariants = at_every_version(MessageId::port_req);
    std::uint32_t conference = 0;
    std::uint32_t call = 0;
    std::uint32_t party = 0;
    std::uint32_t transport = 1;  ///< RTP
    std::uint32_t address_type = 0;
    std::uint32_t media_type = 1;  ///< audio
};

struct PortRes {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::port_res, 0, 0, 24}, Variant{MessageId::port_res, 19, 1, 44}};
    std::uint32_t conference = 0;
    std::uint32_t call = 0;
    std::uint32_t party = 0;
    Ipv4 address;
    std::uint32_t port = 0;
    std::uint32_t rtcp_port = 0;
    std::uint32_t media_type = 0;
};

struct PortClose {
    static constexpr auto kVariants = at_every_version(MessageId::port_close);
    std::uint32_t conference = 0;
    std::uint32_t call = 0;
    std::uint32_t party = 0;
    std::uint32_t media_type = 1;
};

/// The other side pressed a key.
struct NotifyDtmfTone {
    static constexpr auto kVariants = at_every_version(MessageId::notify_dtmf_tone);
    std::uint32_t tone = 0;
    std::uint32_t conference = 0;
    std::uint32_t party = 0;
};

struct SendDtmfTone {
    static constexpr auto kVariants = at_every_version(MessageId::send_dtmf_tone);
    std::uint32_t tone = 0;
    std::uint32_t conference = 0;
    std::uint32_t party = 0;
};

struct ConnectionStatisticsReq {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::connection_statistics_req, 0, 0, 32},
        Variant{MessageId::connection_statistics_req, 19, 1, 36}};
    std::string number;
    std::uint32_t call = 0;
    std::uint32_t processing = 0;  ///< 0 clear them, 1 keep them
};

/// At version 22 an octet takes the place of a word, and the counters stand unaligned behind it.
struct ConnectionStatisticsRes {
    static constexpr std::array<Variant, 3> kVariants{
        Variant{MessageId::connection_statistics_res, 0, 0, 664},
        Variant{MessageId::connection_statistics_res, 20, 1, 668},
        Variant{MessageId::connection_statistics_res, 22, 2}};

    std::string number;
    std::uint32_t call = 0;
    std::uint32_t processing = 0;
    std::uint32_t packets_sent = 0;
    std::uint32_t octets_sent = 0;
    std::uint32_t packets_received = 0;
    std::uint32_t octets_received = 0;
    std::uint32_t packets_lost = 0;
    std::uint32_t jitter = 0;   ///< milliseconds
    std::uint32_t latency = 0;  ///< milliseconds
    std::string quality;        ///< "MLQK=4.5000;MLQKav=…", at most 600 octets
};

}  // namespace dialtone::sccp
