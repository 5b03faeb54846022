#pragma once

#include "server/sccp/codec.hpp"

#include <array>
#include <cstdint>
#include <string>

/// XML pushed to a phone, and what its user answers. Longer documents come in pieces.
namespace dialtone::sccp {

struct UserData {
    static constexpr std::size_t kLongest = 2000;

    std::uint32_t application = 0;  ///< 0: the phone itself; others are echoed
    std::uint32_t line = 0;
    std::uint32_t call = 0;
    std::uint32_t transaction = 0;
    std::uint32_t sequence = 2;  ///< 0 the first piece, 1 more, 2 the last
    std::uint32_t priority = 0;  ///< 0 show it always, 1 when idle, 2 when the application is shown already
    std::uint32_t conference = 0;
    std::uint32_t instance = 0;
    std::uint32_t routing = 0;
    std::string
        data;  ///< octets, at most kLongest; exactly these are sent: a 7960 stumbles over a longer body
};

struct UserToDeviceData : UserData {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::user_to_device_data, 0, 0}, Variant{MessageId::user_to_device_data_v1, 5, 1}};
};

struct DeviceToUserData : UserData {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::device_to_user_data, 0, 0}, Variant{MessageId::device_to_user_data_v1, 5, 1}};
};

struct DeviceToUserDataResponse : UserData {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::device_to_user_data_response, 0, 0},
        Variant{MessageId::device_to_user_data_response_v1, 5, 1}};
};

}  // namespace dialtone::sccp
