#include "server/sccp/station.hpp"

#include "common/model/number_mask.hpp"
#include "common/text/ascii.hpp"
#include "server/sccp/softkey_catalogue.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace dialtone::sccp {

namespace {

/// How keys of a kind are numbered: phones ask about "the n-th" of them.
enum class Counting : std::uint8_t {
    own,       ///< every type for itself
    dials,     ///< speed dials, with BLF and without, together
    features,  ///< everything about which FeatureStatReq asks, together
    position,  ///< by the place of the key: the round keys of a 7931
};

struct FeatureEntry {
    std::string_view feature;  ///< of a button template
    ButtonType type;
    Counting counting = Counting::own;
    std::string_view words = {};  ///< beside the key when the template has none
};

constexpr std::array kFeatures{
    FeatureEntry{"line", ButtonType::line},
    FeatureEntry{"speed dial", ButtonType::speed_dial, Counting::dials},
    FeatureEntry{"speed dial blf", ButtonType::blf_speed_dial, Counting::dials},
    FeatureEntry{"service url", ButtonType::service_url},
    FeatureEntry{"redial", ButtonType::last_number_redial},
    FeatureEntry{"hold", ButtonType::hold},
    FeatureEntry{"transfer", ButtonType::transfer},
    FeatureEntry{"forward all", ButtonType::forward_all},
    FeatureEntry{"display", ButtonType::display},
    FeatureEntry{"voicemail", ButtonType::voicemail},
    FeatureEntry{"message waiting", ButtonType::voicemail},
    FeatureEntry{"answer release", ButtonType::answer_release},
    FeatureEntry{"auto answer", ButtonType::auto_answer},
    FeatureEntry{"privacy", ButtonType::feature, Counting::features, "Private"},
    FeatureEntry{"intercom", ButtonType::intercom, Counting::features, "Intercom"},
    FeatureEntry{"malicious call", ButtonType::malicious_call, Counting::features, "Malicious Call"},
    FeatureEntry{"meet me", ButtonType::meet_me, Counting::features, "Meet Me"},
    FeatureEntry{"conference", ButtonType::conference},
    FeatureEntry{"park", ButtonType::call_park, Counting::features, "Park"},
    FeatureEntry{"pickup", ButtonType::call_pickup, Counting::features, "PickUp"},
    FeatureEntry{"group pickup", ButtonType::group_pickup, Counting::features, "Group PickUp"},
    FeatureEntry{"mobility", ButtonType::mobility, Counting::features, "Mobility"},
    FeatureEntry{"do not disturb", ButtonType::do_not_disturb, Counting::features, "Do Not Disturb"},
    FeatureEntry{"conference list", ButtonType::conference_list, Counting::features, "Conf List"},
    FeatureEntry{
        "remove last participant", ButtonType::remove_last_participant, Counting::features, "Remove Last"},
    FeatureEntry{"quality report", ButtonType::quality_report, Counting::features, "Quality Report"},
    FeatureEntry{"call back", ButtonType::call_back, Counting::features, "Call Back"},
    FeatureEntry{"other pickup", ButtonType::other_pickup, Counting::features, "Other PickUp"},
    FeatureEntry{"video mode", ButtonType::video_mode, Counting::features, "Video Mode"},
    FeatureEntry{"new call", ButtonType::new_call, Counting::features, "New Call"},
    FeatureEntry{"end call", ButtonType::end_call, Counting::features, "End Call"},
    FeatureEntry{"hunt group logout", ButtonType::hunt_log, Counting::features, "Hunt Group"},
    FeatureEntry{"messages", ButtonType::messages, Counting::position},
    FeatureEntry{"directory", ButtonType::directory, Counting::position},
    FeatureEntry{"application", ButtonType::application, Counting::position},
    FeatureEntry{"headset", ButtonType::headset, Counting::position},
};

constexpr FeatureEntry kNoFeature{"", ButtonType::undefined};
constexpr std::string_view kModuleKey = "speed dial";

/// Phones below this version show the state of a BLF key only by pretending that it is a line.
constexpr std::uint8_t kFirstBlfVersion = 15;

const FeatureEntry& entry_of(std::string_view feature) {
    const auto* found = std::find_if(kFeatures.begin(), kFeatures.end(), [&](const FeatureEntry& e) {
        return iequals(e.feature, feature);
    });
    return found != kFeatures.end() ? *found : kNoFeature;
}

/// One key of the phone, with the words beside it.
struct Key {
    ButtonTemplate::Button button;
    bool is_feature = false;  ///< FeatureStatReq asks about it by its instance
    std::string_view label;
};

/// The keys of a phone, in the making.
class KeyRow {
 public:
    KeyRow(const Device& device, const Dialect& dialect) : device_{device}, dialect_{dialect} {}

    void add(std::size_t position, std::string_view feature, std::string_view label) {
        if (position == 0 || position > ButtonTemplate::kLargestSlots) {
            return;
        }
        keys_.resize(std::max(keys_.size(), position));
        const auto& entry = entry_of(feature);
        if (entry.type == ButtonType::undefined) {
            return;
        }
        const auto instance = instance_of(entry, position);
        if (entry.type == ButtonType::line && find_line(device_, instance) == nullptr) {
            return;
        }
        keys_[position - 1] = {
            {instance, type_of(entry, instance)},
            entry.counting == Counting::features,
            label.empty() ? entry.words : label};
    }

    [[nodiscard]] bool has(std::size_t position) const { return position <= keys_.size(); }

    [[nodiscard]] std::vector<Key> take() { return std::move(keys_); }

 private:
    std::uint8_t instance_of(const FeatureEntry& entry, std::size_t position) {
        switch (entry.counting) {
            case Counting::dials:
                return next(ButtonType::speed_dial);
            case Counting::features:
                return next(ButtonType::feature);
            case Counting::position:
                return static_cast<std::uint8_t>(position);
            case Counting::own:
                break;
        }
        return next(entry.type);
    }

    std::uint8_t next(ButtonType type) { return ++instances_[static_cast<std::size_t>(type)]; }

    [[nodiscard]] ButtonType type_of(const FeatureEntry& entry, std::uint32_t instance) const {
        if (entry.counting != Counting::dials) {
            return entry.type;
        }
        const auto* dial = find_speed_dial(device_, instance);
        const bool is_blf = entry.type == ButtonType::blf_speed_dial || (dial != nullptr && dial->is_blf);
        return is_blf && dialect_.version >= kFirstBlfVersion ? ButtonType::blf_speed_dial
                                                              : ButtonType::speed_dial;
    }

    const Device& device_;
    const Dialect& dialect_;
    std::vector<Key> keys_;
    std::array<std::uint8_t, 256> instances_{};
};

/// How many keys the phone has with the modules beside it; 0 without any: the template says it all.
std::size_t keys_with_modules(const World& world, const Device& device) {
    const auto* model = world.models.find(device.model);
    if (model == nullptr || device.modules.empty()) {
        return 0;
    }
    std::size_t keys = model->line_keys;
    for (const auto& module : device.modules) {
        const auto* row = world.models.find(module.model);
        keys += row != nullptr ? row->module_keys : 0;
    }
    return std::min(keys, ButtonTemplate::kLargestSlots);
}

/// What the template says of each key; a module's keys that it does not speak of are speed dials.
std::vector<Key> keys_of(const World& world, const Device& device, const Dialect& dialect) {
    const auto* row = world.button_templates.find(device.button_template);
    if (row == nullptr) {
        return {};
    }
    KeyRow keys{device, dialect};
    for (const auto& button : row->buttons) {
        keys.add(button.position, button.feature, button.label);
    }
    const auto all = keys_with_modules(world, device);
    for (std::size_t position = 1; position <= all; ++position) {
        if (!keys.has(position)) {
            keys.add(position, kModuleKey, {});
        }
    }
    return keys.take();
}

const SoftkeyTemplate& softkey_row(const World& world, const Device& device) {
    static const SoftkeyTemplate kNone{};
    const auto* row = device.softkey_template.is_set() ? world.softkey_templates.find(device.softkey_template)
                                                       : world.find_softkey_template("Standard User");
    return row != nullptr ? *row : kNone;
}

}  // namespace

ButtonTemplate button_template(const World& world, const Device& device, const Dialect& dialect) {
    ButtonTemplate message;
    for (const auto& key : keys_of(world, device, dialect)) {
        message.buttons.push_back(key.button);
    }
    return message;
}

std::vector<std::string_view> button_features() {
    std::vector<std::string_view> features;
    for (const auto& entry : kFeatures) {
        features.push_back(entry.feature);
    }
    return features;
}

std::string_view feature_name(ButtonType type) {
    const auto* found = std::find_if(kFeatures.begin(), kFeatures.end(), [&](const FeatureEntry& e) {
        return e.type == type;
    });
    return found != kFeatures.end() ? found->feature : std::string_view{};
}

const SoftkeyAnswers::Answers& SoftkeyAnswers::of(const World& world, const Device& device) {
    const auto& row = softkey_row(world, device);
    const auto [found, is_new] = made_.try_emplace(&row);
    if (is_new) {
        found->second = {softkey_template(row), softkey_set(row)};
    }
    return found->second;
}

LineStat line_stat(const World& world, const Device& device, std::uint32_t line) {
    LineStat message{.line = line};
    const auto* appearance = find_line(device, line);
    if (appearance == nullptr) {
        return message;
    }
    message.number = number_of(world, device, line);
    message.name = appearance->external_mask.empty()
                       ? appearance->display.empty() ? message.number : appearance->display
                       : masked(message.number, appearance->external_mask);
    message.label = appearance->label.empty() ? message.number : appearance->label;
    return message;
}

SpeedDialStat speed_dial_stat(const Device& device, std::uint32_t index) {
    const auto* dial = find_speed_dial(device, index);
    if (dial == nullptr) {
        return {.index = index};
    }
    return {
        .index = index, .number = dial->number, .label = dial->label.empty() ? dial->number : dial->label};
}

FeatureStat feature_stat(
    const World& world, const Device& device, const Dialect& dialect, std::uint32_t index, bool wants_blf
) {
    FeatureStat answer{.index = index};
    for (const auto& key : keys_of(world, device, dialect)) {
        const bool is_blf = key.button.type == ButtonType::blf_speed_dial;
        if (!(is_blf || key.is_feature) || key.button.instance != index) {
            continue;
        }
        answer.feature = key.button.type;
        answer.label = is_blf ? speed_dial_stat(device, index).label : std::string{key.label};
        if (is_blf == wants_blf) {
            break;  // else perhaps the other kind has this number too
        }
    }
    return answer;
}

ServiceUrlStat service_url_stat(const World& world, const Device& device, std::uint32_t index) {
    ServiceUrlStat message{.index = index};
    for (const auto& subscription : device.services) {
        const auto* service = world.services.find(subscription.service);
        if (subscription.position == index && index != 0 && service != nullptr && service->enabled) {
            message.url = service->url;
            message.label = subscription.label.empty() ? service->name : subscription.label;
        }
    }
    return message;
}

ConfigStat config_stat(const World& world, const Device& device, NodeId node) {
    const auto* server = world.nodes.find(node);
    return {
        .name = device.name.text(),
        .server = server != nullptr ? server->name : "",
        .lines = static_cast<std::uint32_t>(device.lines.size()),
        .speed_dials = static_cast<std::uint32_t>(device.speed_dials.size())};
}

CallCountRes call_count(const Device& device) {
    CallCountRes message;
    for (const auto& line : device.lines) {
        message.lines.push_back(
            {static_cast<std::uint16_t>(line.max_calls), static_cast<std::uint16_t>(line.busy_trigger)}
        );
    }
    return message;
}

ServerRes servers(const World& world, const Device& device) {
    ServerRes message;
    std::size_t slot = 0;
    for (const auto* node : world.nodes_of(device)) {
        if (slot < message.servers.size()) {
            const auto port = static_cast<std::uint32_t>(node->sccp_port) + node->port_offset;
            message.servers[slot++] = {node->name, port, node->address};
        }
    }
    return message;
}

const DateTimeGroup* date_time_group(const World& world, const Device& device) {
    const auto* pool = world.pools.find(device.pool);
    return pool != nullptr ? world.date_time_groups.find(pool->date_time_group) : nullptr;
}

std::string_view number_of(const World& world, const Device& device, std::uint32_t line) {
    const auto* appearance = find_line(device, line);
    const auto* number = appearance != nullptr ? world.numbers.find(appearance->number) : nullptr;
    return number != nullptr ? std::string_view{number->pattern} : std::string_view{};
}

const LineAppearance* find_line(const Device& device, std::uint32_t line) {
    const auto found = std::find_if(device.lines.begin(), device.lines.end(), [&](const LineAppearance& l) {
        return l.line == line;
    });
    return found != device.lines.end() ? &*found : nullptr;
}

const SpeedDial* find_speed_dial(const Device& device, std::uint32_t index) {
    const auto found =
        std::find_if(device.speed_dials.begin(), device.speed_dials.end(), [&](const SpeedDial& s) {
            return s.position == index;
        });
    return found != device.speed_dials.end() ? &*found : nullptr;
}

}  // namespace dialtone::sccp
