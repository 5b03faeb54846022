#pragma once

#include "common/model/world.hpp"
#include "server/sccp/dialect.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

/// What the device database says about one phone, in the messages in which the phone asks for it. Every
/// question has an answer, if only an empty one: a 7960 waits for ever for one that does not come.
namespace dialtone::sccp {

/// The phone's keys, position by position. A line key without a number does nothing; a speed dial whose key
/// was never filled stays one.
ButtonTemplate button_template(const World& world, const Device& device, const Dialect& dialect);

/// What a button of a template can be, in the words of templates; and the words for a type, empty when none
/// has it.
std::vector<std::string_view> button_features();
std::string_view feature_name(ButtonType type);

/// A phone's softkeys. Made of each template once and kept, since thousands of phones ask with few templates.
class SoftkeyAnswers {
 public:
    struct Answers {
        SoftKeyTemplate keys;
        SoftKeySet sets;
    };

    /// @param world  the same in every call until clear().
    const Answers& of(const World& world, const Device& device);

    /// There is a new world.
    void clear() { made_.clear(); }

 private:
    std::unordered_map<const SoftkeyTemplate*, Answers> made_;
};

LineStat line_stat(const World& world, const Device& device, std::uint32_t line);
SpeedDialStat speed_dial_stat(const Device& device, std::uint32_t index);
/// @param wants_blf  the phone asked as one that can show whether a speed dial is busy.
FeatureStat feature_stat(
    const World& world, const Device& device, const Dialect& dialect, std::uint32_t index, bool wants_blf
);
ServiceUrlStat service_url_stat(const World& world, const Device& device, std::uint32_t index);
ConfigStat config_stat(const World& world, const Device& device, NodeId node);
CallCountRes call_count(const Device& device);

/// The Call Managers of the phone's group, best first.
ServerRes servers(const World& world, const Device& device);

/// The date/time group of the phone's pool; null when a reference dangles.
const DateTimeGroup* date_time_group(const World& world, const Device& device);

/// The number on a line; empty when there is none.
std::string_view number_of(const World& world, const Device& device, std::uint32_t line);

const LineAppearance* find_line(const Device& device, std::uint32_t line);
const SpeedDial* find_speed_dial(const Device& device, std::uint32_t index);

}  // namespace dialtone::sccp
