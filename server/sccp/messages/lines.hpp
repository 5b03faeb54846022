#pragma once

#include "server/sccp/codec.hpp"
#include "server/sccp/messages/buttons.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// What is behind each key: lines, forwarding, speed dials, features, services. Phones ask for every instance
/// of their button template, and a 7960 waits for ever for an answer that does not come.
namespace dialtone::sccp {

struct LineStatReq {
    static constexpr auto kVariants = at_every_version(MessageId::line_stat_req);
    std::uint32_t line = 0;
};

struct LineStat {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::line_stat, 0, 0, 112}, Variant{MessageId::line_stat_dynamic, 17, 1}};
    static constexpr std::uint32_t kShowAll = 15;

    std::uint32_t line = 0;
    std::string number;  ///< 23 octets
    std::string name;    ///< top of the display; 39 octets, dynamic 120
    std::string label;   ///< beside the key; 39 octets, dynamic 120
    std::uint32_t options = kShowAll;
};

struct ForwardStatReq {
    static constexpr auto kVariants = at_every_version(MessageId::forward_stat_req);
    std::uint32_t line = 0;
};

struct ForwardStat {
    static constexpr std::array<Variant, 3> kVariants{
        Variant{MessageId::forward_stat, 0, 0, 92},
        Variant{MessageId::forward_stat, 18, 1, 96},
        Variant{MessageId::forward_stat, 18, 2, 104, true}};

    struct Target {
        bool is_active = false;
        std::string number;

        friend bool operator==(const Target&, const Target&) = default;
    };

    std::uint32_t line = 0;
    Target all;
    Target busy;
    Target no_answer;

    [[nodiscard]] bool is_active() const { return all.is_active || busy.is_active || no_answer.is_active; }
};

struct SpeedDialStatReq {
    static constexpr auto kVariants = at_every_version(MessageId::speed_dial_stat_req);
    std::uint32_t index = 0;
};

/// Sent in its fixed form to every phone: all take it.
struct SpeedDialStat {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::speed_dial_stat, 0, 0, 68},
        Variant{MessageId::speed_dial_stat_dynamic, kOnlyRead, 1}};
    std::uint32_t index = 0;
    std::string number;
    std::string label;
};

struct FeatureStatReq {
    static constexpr auto kVariants = at_every_version(MessageId::feature_stat_req);
    std::uint32_t index = 0;
    std::uint32_t capabilities = 0;  ///< absent on 7960; 1: the phone can do dynamic BLF
};

struct FeatureStat {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::feature_stat, 0, 0, 52}, Variant{MessageId::feature_stat_dynamic, 15, 1}};

    std::uint32_t index = 0;
    ButtonType feature = ButtonType::undefined;
    std::string label;
    std::uint32_t status = 0;
};

struct ServiceUrlStatReq {
    static constexpr auto kVariants = at_every_version(MessageId::service_url_stat_req);
    std::uint32_t index = 0;
};

struct ServiceUrlStat {
    static constexpr std::array<Variant, 3> kVariants{
        Variant{MessageId::service_url_stat, 0, 0, 300},
        Variant{MessageId::service_url_stat_dynamic, 7, 1},
        Variant{MessageId::service_url_stat_dynamic, 19, 2}};

    std::uint32_t index = 0;
    std::string url;
    std::string label;
};

struct ConfigStatReq {
    static constexpr auto kVariants = at_every_version(MessageId::config_stat_req);
};

/// Sent in its fixed form to every phone, like SpeedDialStat.
struct ConfigStat {
    static constexpr std::array<Variant, 2> kVariants{
        Variant{MessageId::config_stat, 0, 0, 112}, Variant{MessageId::config_stat_dynamic, kOnlyRead, 1}};
    std::string name;
    std::uint32_t instance = 1;
    std::string user;
    std::string server;
    std::uint32_t lines = 0;
    std::uint32_t speed_dials = 0;
};

struct CallCountReq {
    static constexpr auto kVariants = at_every_version(MessageId::call_count_req);
};

struct CallCountRes {
    static constexpr auto kVariants = at_every_version(MessageId::call_count_res);
    static constexpr std::size_t kSlots = 42;

    struct Limits {
        std::uint16_t max_calls = 0;
        std::uint16_t busy_trigger = 0;

        friend bool operator==(const Limits&, const Limits&) = default;
    };

    std::vector<Limits> lines;  ///< by line, at most kSlots
};

/// A phone that shows call lists wants to know whether the numbers in them are busy.
struct SubscriptionStatReq {
    static constexpr auto kVariants = at_every_version(MessageId::subscription_stat_req);
    std::uint32_t transaction = 0;
    std::uint32_t feature = 0;
    std::uint32_t timer = 0;
    std::string subject;
};

enum class SubscriptionCause : std::uint32_t { ok, route_failed };

struct SubscriptionStat {
    static constexpr auto kVariants = at_every_version(MessageId::subscription_stat);
    std::uint32_t transaction = 0;
    std::uint32_t feature = 0;
    std::uint32_t timer = 0;
    SubscriptionCause cause = SubscriptionCause::ok;
};

/// What a subscription is about has changed.
struct Notification {
    static constexpr auto kVariants = at_every_version(MessageId::notification);
    std::uint32_t transaction = 0;
    std::uint32_t feature = 0;
    std::uint32_t status = 0;
    std::string text;
};

}  // namespace dialtone::sccp
