#include "server/provision/station_fields.hpp"

#include <initializer_list>
#include <string_view>

namespace dialtone::provision {

namespace {

constexpr std::string_view kStandardSoftkeys = "Standard User";

/// A digest of texts in order, in which ("a", "b") and ("ab", "") differ.
class Chain {
 public:
    void add(std::string_view text) { value_ = digest_of(text, value_).low; }

    void add(std::uint32_t number) {
        const char octets[] = {
            static_cast<char>(number & 0xffU),
            static_cast<char>(number >> 8U & 0xffU),
            static_cast<char>(number >> 16U & 0xffU),
            static_cast<char>(number >> 24U)};
        add(std::string_view{octets, sizeof octets});
    }

    [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
    std::uint64_t value_ =
        1;  // the digest of nothing with seed 0 is 0, and would hide empty texts at the start
};

std::uint64_t chain(std::initializer_list<std::string_view> texts) {
    Chain digest;
    for (const auto text : texts) {
        digest.add(text);
    }
    return digest.value();
}

Given::Entry entry(Field field, std::uint32_t position, std::uint64_t digest) {
    return {{field, static_cast<std::uint16_t>(position)}, digest};
}

std::uint64_t buttons(const World& world, const Device& device) {
    Chain digest;
    if (const auto* keys = world.button_templates.find(device.button_template)) {
        for (const auto& button : keys->buttons) {
            digest.add(button.position);
            digest.add(button.feature);
            digest.add(button.label);
        }
    }
    return digest.value();
}

std::uint64_t softkeys(const World& world, const Device& device) {
    const auto* keys = device.softkey_template.is_set()
                           ? world.softkey_templates.find(device.softkey_template)
                           : world.find_softkey_template(kStandardSoftkeys);
    Chain digest;
    if (keys != nullptr) {
        for (const auto& set : keys->sets) {
            digest.add(set.call_mode);
            digest.add(static_cast<std::uint32_t>(set.keys.size()));
            for (const auto& key : set.keys) {
                digest.add(key);
            }
        }
    }
    return digest.value();
}

void add_lines(std::vector<Given::Entry>& entries, const World& world, const Device& device) {
    for (const auto& line : device.lines) {
        const auto* number = world.numbers.find(line.number);
        const auto pattern = number == nullptr ? std::string_view{} : std::string_view{number->pattern};
        entries.push_back(entry(Field::line_number, line.line, chain({pattern})));
        entries.push_back(entry(Field::line_label, line.line, chain({line.label})));
        // With a mask the phone shows the number of the outside instead of the line's name.
        const std::string_view shown = line.external_mask.empty() ? line.display : line.external_mask;
        entries.push_back(entry(Field::line_display, line.line, chain({shown})));
    }
}

void add_speed_dials(std::vector<Given::Entry>& entries, const Device& device) {
    for (const auto& dial : device.speed_dials) {
        const std::string_view kind = dial.is_blf ? "blf" : "";
        entries.push_back(entry(Field::speed_dial, dial.position, chain({dial.number, dial.label, kind})));
    }
}

void add_service_buttons(std::vector<Given::Entry>& entries, const World& world, const Device& device) {
    for (const auto& own : device.services) {
        const auto* service = world.services.find(own.service);
        if (own.position > 0 && service != nullptr && service->enabled) {
            const auto digest = chain({service->name, own.label, service->url});
            entries.push_back(entry(Field::service_button, own.position, digest));
        }
    }
}

}  // namespace

std::vector<Given::Entry> station_fields(const World& world, const Device& device) {
    std::vector<Given::Entry> entries;
    entries.reserve(2 + 3 * device.lines.size() + device.speed_dials.size() + device.services.size());
    entries.push_back(entry(Field::buttons, 0, buttons(world, device)));
    entries.push_back(entry(Field::softkeys, 0, softkeys(world, device)));
    add_lines(entries, world, device);
    add_speed_dials(entries, device);
    add_service_buttons(entries, world, device);
    return entries;
}

}  // namespace dialtone::provision
