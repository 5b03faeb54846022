#include "server/provision/sip_lines.hpp"

#include "common/text/ascii.hpp"
#include "server/provision/file_field.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace dialtone::provision {

namespace {

constexpr std::string_view kLine = "line";
constexpr std::string_view kSpeedDial = "speed dial";
constexpr std::string_view kBlfSpeedDial = "speed dial blf";
constexpr std::string_view kService = "service url";

constexpr std::uint64_t kLineId = 9;
constexpr std::uint64_t kSpeedDialId = 2;
constexpr std::uint64_t kServiceId = 20;
constexpr std::uint64_t kBlfId = 21;
constexpr std::uint32_t kSipPort = 5060;

/// Features whose key needs nothing but a label.
struct Feature {
    std::string_view feature;  ///< of a button template
    std::uint64_t id;
    std::string_view label;  ///< when the template has none
};

constexpr std::array kFeatures = {
    Feature{"redial", 1, "Redial"},
    Feature{"hold", 3, "Hold"},
    Feature{"transfer", 4, "Transfer"},
    Feature{"forward all", 5, "Forward All"},
    Feature{"malicious call", 27, "Malicious Call"},
    Feature{"conference", 102, "Conference"},
    Feature{"meet me", 123, "Meet Me"},
    Feature{"park", 126, "Park"},
    Feature{"pickup", 127, "PickUp"},
    Feature{"group pickup", 128, "Group PickUp"},
    Feature{"do not disturb", 130, "Do Not Disturb"},
    Feature{"remove last participant", 132, "Remove Last"},
    Feature{"quality report", 133, "Quality Report"},
    Feature{"call back", 134, "Call Back"},
    Feature{"other pickup", 135, "Other PickUp"},
    Feature{"new call", 137, "New Call"},
    Feature{"hunt group logout", 139, "Hunt Group"},
    Feature{"messages", 194, "Messages"},
    Feature{"voicemail", 194, "Messages"},
    Feature{"directory", 195, "Directories"},
    Feature{"application", 197, "Applications"},
    Feature{"headset", 198, "Headset"},
};

struct Ring {
    std::string_view word;  ///< of the appearance
    std::uint64_t setting;
};

constexpr std::array kRings = {
    Ring{"default", 0},
    Ring{"disable", 1},
    Ring{"flash only", 2},
    Ring{"ring once", 3},
    Ring{"ring", 4},
    Ring{"beep only", 5},
};

std::uint64_t ring_setting(std::string_view word) {
    const auto* found =
        std::find_if(kRings.begin(), kRings.end(), [&](const Ring& ring) { return ring.word == word; });
    return found == kRings.end() ? 4 : found->setting;
}

std::string_view or_else(std::string_view text, std::string_view fallback) {
    return text.empty() ? fallback : text;
}

/// Writes the keys in the order of their positions, counting each kind for itself.
class KeyWriter {
 public:
    KeyWriter(XmlWriter& xml, const PhoneSource& source) : xml_{xml}, source_{source} {}

    void key(std::uint32_t position, std::string_view feature, std::string_view label) {
        if (iequals(feature, kLine)) {
            line(position, label);
        } else if (iequals(feature, kSpeedDial) || iequals(feature, kBlfSpeedDial)) {
            speed_dial(position, label, iequals(feature, kBlfSpeedDial));
        } else if (iequals(feature, kService)) {
            service(position, label);
        } else {
            plain(position, feature, label);
        }
    }

 private:
    void line(std::uint32_t position, std::string_view label) {
        const auto wanted = ++lines_;
        const auto& own = source_.device.lines;
        const auto appearance = std::find_if(own.begin(), own.end(), [&](const LineAppearance& candidate) {
            return candidate.line == wanted;
        });
        const auto* number =
            appearance == own.end() ? nullptr : source_.world.numbers.find(appearance->number);
        if (number != nullptr) {
            write_line(position, ++registered_, *appearance, *number, label);
        }
    }

    void speed_dial(std::uint32_t position, std::string_view label, bool is_blf_key) {
        const auto wanted = ++speed_dials_;
        const auto& own = source_.device.speed_dials;
        const auto dial = std::find_if(own.begin(), own.end(), [&](const SpeedDial& candidate) {
            return candidate.position == wanted;
        });
        if (dial == own.end()) {
            return;
        }
        const bool is_blf = is_blf_key || dial->is_blf;
        open(position);
        xml_.element("featureID", is_blf ? kBlfId : kSpeedDialId);
        xml_.element("featureLabel", or_else(dial->label, or_else(label, dial->number)));
        xml_.element("speedDialNumber", dial->number);
        if (is_blf) {
            xml_.element("featureOptionMask", "0");
        }
        xml_.close("line");
    }

    void service(std::uint32_t position, std::string_view label) {
        const auto wanted = ++services_;
        for (const auto& own : source_.device.services) {
            const auto* row = source_.world.services.find(own.service);
            if (own.position != wanted || row == nullptr || !row->enabled) {
                continue;
            }
            open(position);
            xml_.element("featureID", kServiceId);
            xml_.element("featureLabel", or_else(own.label, or_else(label, row->name)));
            xml_.element("serviceURI", row->url);
            xml_.close("line");
            return;
        }
    }

    void plain(std::uint32_t position, std::string_view feature, std::string_view label) {
        const auto* found = std::find_if(kFeatures.begin(), kFeatures.end(), [&](const Feature& candidate) {
            return iequals(candidate.feature, feature);
        });
        if (found == kFeatures.end()) {
            return;
        }
        open(position);
        xml_.element("featureID", found->id);
        xml_.element("featureLabel", or_else(label, found->label));
        xml_.close("line");
    }

    void open(std::uint32_t position) { xml_.open("line", "button", std::to_string(position)); }

    void write_line(
        std::uint32_t position,
        std::uint32_t index,
        const LineAppearance& line,
        const DirectoryNumber& number,
        std::string_view label
    ) {
        xml_.open("line", "button", std::to_string(position), "lineIndex", std::to_string(index));
        xml_.element("featureID", kLineId);
        xml_.element("featureLabel", or_else(line.label, or_else(label, number.pattern)));
        xml_.element("proxy", "USECALLMANAGER");
        xml_.element("port", first_sip_port(source_));
        xml_.element("name", number.pattern);
        xml_.element("displayName", or_else(line.display, number.pattern));
        write_answering();
        write_credentials();
        write_ringing(line, number);
        write_display();
        xml_.element("maxNumCalls", line.max_calls);
        xml_.element("busyTrigger", line.busy_trigger);
        xml_.element("recordingOption", "disable");
        xml_.close("line");
    }

    void write_answering() {
        xml_.open("autoAnswer");
        xml_.element("autoAnswerEnabled", "2");
        xml_.close("autoAnswer");
        // 79xx: on, and users may not change it.
        xml_.element("callWaiting", (source_.family.bit & (kJava79 | kCipc)) != 0 ? "3" : "1");
    }

    /// On every line: a 79xx registers each by itself, and an 88xx does not fall back to another line's.
    void write_credentials() {
        about(xml_, Field::credentials);
        xml_.element("authName", or_else(source_.device.digest_user, source_.device.name.text()));
        xml_.element("authPassword", source_.device.digest_password);
        about(xml_, Field::sip_lines);
    }

    void write_ringing(const LineAppearance& line, const DirectoryNumber& number) {
        const auto* users = source_.world.devices_by_number.find(number.id);
        // The user part of the phone's contact: calls come to it.
        xml_.element("contact", number.pattern);
        xml_.element("sharedLine", users != nullptr && users->size() > 1 ? "true" : "false");
        xml_.element("messageWaitingLampPolicy", "3");
        xml_.element("messageWaitingAMWI", "0");
        xml_.element("messagesNumber", "");
        xml_.element("ringSettingIdle", ring_setting(line.ring));
        xml_.element("ringSettingActive", "5");
    }

    void write_display() {
        xml_.open("forwardCallInfoDisplay");
        xml_.element("callerName", "true");
        xml_.element("callerNumber", "false");
        xml_.element("redirectedNumber", "false");
        xml_.element("dialedNumber", "true");
        xml_.close("forwardCallInfoDisplay");
    }

    XmlWriter& xml_;
    const PhoneSource& source_;
    std::uint32_t lines_ = 0;
    std::uint32_t registered_ = 0;  ///< those that have a number: lineIndex is dense
    std::uint32_t speed_dials_ = 0;
    std::uint32_t services_ = 0;
};

/// The keys of the phone and the modules beside it; the template may speak of more.
std::uint32_t keys_with_modules(const PhoneSource& source) {
    if (source.device.modules.empty()) {
        return 0;
    }
    auto keys = source.model.line_keys;
    for (const auto& module : source.device.modules) {
        const auto* row = source.world.models.find(module.model);
        keys += row == nullptr ? 0 : row->module_keys;
    }
    return keys;
}

}  // namespace

std::uint32_t first_sip_port(const PhoneSource& source) {
    if (source.nodes.empty()) {
        return kSipPort;
    }
    return std::uint32_t{source.nodes.front()->sip_port} + source.nodes.front()->port_offset;
}

void write_sip_lines(XmlWriter& xml, const PhoneSource& source) {
    KeyWriter keys{xml, source};
    std::uint32_t last = 0;
    xml.open("sipLines");
    if (const auto* row = source.world.button_templates.find(source.device.button_template)) {
        for (const auto& button : row->buttons) {
            keys.key(button.position, button.feature, button.label);
            last = std::max(last, button.position);
        }
    }
    // Keys of modules that the template does not speak of are speed dials.
    for (auto position = last + 1; position <= keys_with_modules(source); ++position) {
        keys.key(position, kSpeedDial, {});
    }
    xml.close("sipLines");
}

}  // namespace dialtone::provision
