#include "server/sccp/station.hpp"

#include "common/text/ascii.hpp"
#include "server/sccp/softkey_catalogue.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>

namespace dialtone::sccp {

namespace {

struct FeatureEntry {
    std::string_view feature;  ///< of a button template
    ButtonType type;
};

constexpr std::array kFeatures{
    FeatureEntry{"line", ButtonType::line},
    FeatureEntry{"speed dial", ButtonType::speed_dial},
    FeatureEntry{"speed dial blf", ButtonType::blf_speed_dial},
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
    FeatureEntry{"privacy", ButtonType::feature},
    FeatureEntry{"intercom", ButtonType::intercom},
    FeatureEntry{"malicious call", ButtonType::malicious_call},
    FeatureEntry{"meet me", ButtonType::meet_me},
    FeatureEntry{"conference", ButtonType::conference},
    FeatureEntry{"park", ButtonType::call_park},
    FeatureEntry{"pickup", ButtonType::call_pickup},
    FeatureEntry{"group pickup", ButtonType::group_pickup},
    FeatureEntry{"mobility", ButtonType::mobility},
    FeatureEntry{"do not disturb", ButtonType::do_not_disturb},
    FeatureEntry{"conference list", ButtonType::conference_list},
    FeatureEntry{"remove last participant", ButtonType::remove_last_participant},
    FeatureEntry{"quality report", ButtonType::quality_report},
    FeatureEntry{"call back", ButtonType::call_back},
    FeatureEntry{"other pickup", ButtonType::other_pickup},
    FeatureEntry{"video mode", ButtonType::video_mode},
    FeatureEntry{"new call", ButtonType::new_call},
    FeatureEntry{"end call", ButtonType::end_call},
    FeatureEntry{"hunt group logout", ButtonType::hunt_log},
    FeatureEntry{"messages", ButtonType::messages},
    FeatureEntry{"directory", ButtonType::directory},
    FeatureEntry{"application", ButtonType::application},
    FeatureEntry{"headset", ButtonType::headset},
};

/// Phones below this version show the state of a BLF key only by pretending that it is a line.
constexpr std::uint8_t kFirstBlfVersion = 15;

ButtonType type_of(std::string_view feature) {
    const auto found = std::find_if(kFeatures.begin(), kFeatures.end(), [&](const FeatureEntry& e) {
        return iequals(e.feature, feature);
    });
    return found != kFeatures.end() ? found->type : ButtonType::undefined;
}

bool is_speed_dial(ButtonType type) {
    return type == ButtonType::speed_dial || type == ButtonType::blf_speed_dial;
}

/// One key of the phone, with the words that the template has for it.
struct Key {
    ButtonTemplate::Button button;
    std::string_view label;
};

/// Speed dials with and without BLF share their numbers; every other type counts for itself.
std::vector<Key> keys_of(const World& world, const Device& device, const Dialect& dialect) {
    const auto* row = world.button_templates.find(device.button_template);
    if (row == nullptr) {
        return {};
    }
    std::vector<Key> keys;
    std::map<ButtonType, std::uint8_t> instances;
    for (const auto& button : row->buttons) {
        if (button.position == 0 || button.position > ButtonTemplate::kLargestSlots) {
            continue;
        }
        keys.resize(std::max<std::size_t>(keys.size(), button.position));
        auto type = type_of(button.feature);
        if (type == ButtonType::undefined) {
            continue;
        }
        const auto instance = ++instances[is_speed_dial(type) ? ButtonType::speed_dial : type];
        if (type == ButtonType::line && find_line(device, instance) == nullptr) {
            continue;
        }
        if (is_speed_dial(type)) {
            const auto* dial = find_speed_dial(device, instance);
            const bool is_blf = type == ButtonType::blf_speed_dial || (dial != nullptr && dial->is_blf);
            type = is_blf && dialect.version >= kFirstBlfVersion ? ButtonType::blf_speed_dial
                                                                 : ButtonType::speed_dial;
        }
        keys[button.position - 1] = {{instance, type}, button.label};
    }
    return keys;
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

SoftKeyTemplate softkey_template(const World& world, const Device& device) {
    return softkey_template(softkey_row(world, device));
}

SoftKeySet softkey_set(const World& world, const Device& device) {
    return softkey_set(softkey_row(world, device));
}

LineStat line_stat(const World& world, const Device& device, std::uint32_t line) {
    LineStat message{.line = line};
    const auto* appearance = find_line(device, line);
    if (appearance == nullptr) {
        return message;
    }
    message.number = number_of(world, device, line);
    message.name = appearance->display.empty() ? message.number : appearance->display;
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
        const bool is_candidate = is_blf || key.button.type == ButtonType::feature;
        if (!is_candidate || key.button.instance != index) {
            continue;
        }
        answer.feature = key.button.type;
        const auto* dial = is_blf ? find_speed_dial(device, index) : nullptr;
        answer.label = dial != nullptr ? speed_dial_stat(device, index).label : key.label;
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
