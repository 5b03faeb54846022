#pragma once

#include "server/sccp/codec.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

/// The keys below the display.
namespace dialtone::sccp {

/// Numbers as CUCM 4.1 gives them, so that the phone's built-in help (300 + number) fits. Phones only echo
/// them: those beyond 33, and 20 to 27, 31 and 32, are ours.
enum class SoftKey : std::uint32_t {
    redial = 1,
    new_call = 2,
    hold = 3,
    transfer = 4,
    forward_all = 5,
    forward_busy = 6,
    forward_no_answer = 7,
    backspace = 8,
    end_call = 9,
    resume = 10,
    answer = 11,
    info = 12,
    conference = 13,
    park = 14,
    join = 15,
    meet_me = 16,
    pickup = 17,
    group_pickup = 18,
    remove_last = 19,
    call_back = 20,
    barge = 21,
    do_not_disturb = 22,
    divert = 23,
    conference_barge = 24,
    private_call = 25,
    other_pickup = 26,
    hunt_log = 27,
    direct_transfer = 28,
    select = 29,
    conference_list = 30,
    quality_report = 31,
    malicious_call = 32,
    video_mode = 33,
    dial = 34,
    record = 35,
    mobility = 36,
    abbreviated_dial = 37,
    intercept = 38,
    transfer_to_voicemail = 39,
};

/// Which set of keys is shown: the phone's situation.
enum class SoftKeyMode : std::uint32_t {
    on_hook,
    connected,
    on_hold,
    ring_in,
    off_hook,
    connected_transfer,
    digits_after_first,
    connected_conference,
    ring_out,
    off_hook_with_feature,
    remote_in_use,
    connected_no_feature,
};

struct SoftKeyTemplateReq {
    static constexpr auto kVariants = at_every_version(MessageId::soft_key_template_req);
};

struct SoftKeyTemplate {
    static constexpr auto kVariants = at_every_version(MessageId::soft_key_template);
    static constexpr std::size_t kSlots = 32;

    struct Key {
        std::string label;
        SoftKey event = SoftKey::redial;

        friend bool operator==(const Key&, const Key&) = default;
    };

    std::vector<Key> keys;  ///< at most kSlots
};

struct SoftKeySetReq {
    static constexpr auto kVariants = at_every_version(MessageId::soft_key_set_req);
};

struct SoftKeySet {
    static constexpr auto kVariants = at_every_version(MessageId::soft_key_set);
    static constexpr std::size_t kSlots = 16;
    static constexpr std::size_t kKeysPerSet = 16;

    struct Set {
        std::array<std::uint8_t, kKeysPerSet> positions{};  ///< in the template, from 1; 0 leaves a blank key
        std::array<std::uint16_t, kKeysPerSet> help{};      ///< 300 + event

        friend bool operator==(const Set&, const Set&) = default;
    };

    std::vector<Set> sets;  ///< by SoftKeyMode; at most kSlots
};

struct SelectSoftKeys {
    static constexpr auto kVariants = at_every_version(MessageId::select_soft_keys);
    static constexpr std::uint32_t kAllKeys = 0xFFFFFFFF;

    std::uint32_t line = 0;
    std::uint32_t call = 0;
    SoftKeyMode mode = SoftKeyMode::on_hook;
    std::uint32_t valid_keys = kAllKeys;  ///< bit n: the n-th key of the set
};

struct SoftKeyEvent {
    static constexpr auto kVariants = at_every_version(MessageId::soft_key_event);
    SoftKey key = SoftKey::redial;
    std::uint32_t line = 0;  ///< may be 0
    std::uint32_t call = 0;  ///< may be 0
};

}  // namespace dialtone::sccp
