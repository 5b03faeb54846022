#include "server/provision/vendor_config.hpp"

#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "server/provision/text_form.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>

namespace dialtone::provision {

namespace {

constexpr std::size_t kMaxOctets = 8192;

bool is_letter(char c) {
    return to_lower(c) >= 'a' && to_lower(c) <= 'z';
}

/// Stricter than XML: all that phones know are plain ASCII words.
bool is_setting_name(std::string_view name) {
    return !name.empty() && name.size() <= 64 && is_letter(name[0]) &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return is_letter(c) || is_digit(c) || c == '_';
           });
}

Problem malformed(std::string_view what) {
    return invalid(fmt::format(
        "The vendor settings are not usable: {}. Write them as <name>value</name>, one after the other.", what
    ));
}

/// The plain element's text, or why it is not plain.
Outcome<VendorSetting> read_setting(const pugi::xml_node& node) {
    if (node.type() != pugi::node_element) {
        return malformed("there is text outside of an element");
    }
    if (!is_setting_name(node.name())) {
        return malformed(fmt::format("\"{}\" is no name of a setting", node.name()));
    }
    const bool is_plain = node.first_attribute().empty() &&
                          (node.first_child().empty() || (node.first_child() == node.last_child() &&
                                                          node.first_child().type() != pugi::node_element));
    if (!is_plain) {
        return malformed(fmt::format("<{}> holds more than text", node.name()));
    }
    return VendorSetting{node.name(), node.child_value()};
}

Outcome<std::vector<VendorSetting>> read_all(std::string_view fragment) {
    if (fragment.size() > kMaxOctets) {
        return malformed(fmt::format("they are longer than {} octets", kMaxOctets));
    }
    pugi::xml_document document;
    const auto options = pugi::parse_default | pugi::parse_fragment;
    const auto parsed = document.load_buffer(fragment.data(), fragment.size(), options, pugi::encoding_utf8);
    if (!parsed) {
        return malformed(fmt::format("{} at octet {}", parsed.description(), parsed.offset));
    }
    std::vector<VendorSetting> settings;
    for (const auto& node : document.children()) {
        auto setting = read_setting(node);
        if (!setting.has_value()) {
            return std::move(setting).error();
        }
        settings.push_back(std::move(*setting));
    }
    return settings;
}

auto find_name(VendorConfig& settings, std::string_view name) {
    return std::find_if(settings.begin(), settings.end(), [&](const VendorSetting& setting) {
        return setting.name == name;
    });
}

}  // namespace

const VendorSetting* find_setting(const VendorConfig& settings, std::string_view name) {
    const auto found = std::find_if(settings.begin(), settings.end(), [&](const VendorSetting& setting) {
        return setting.name == name;
    });
    return found == settings.end() ? nullptr : &*found;
}

VendorConfig layered(VendorConfig upper, const VendorConfig& lower) {
    for (const auto& setting : lower) {
        const auto above = find_name(upper, setting.name);
        if (above == upper.end()) {
            upper.push_back(setting);
        } else if (!setting.value.empty()) {
            above->value = setting.value;
        }
    }
    return upper;
}

Outcome<VendorConfig> with_setting(VendorConfig settings, std::string_view name, std::string_view value) {
    if (!is_setting_name(name)) {
        return invalid(fmt::format(
            "\"{}\" is no name of a setting: letters, digits and _, such as webAccess.", printable(name, 64)
        ));
    }
    const auto known = find_name(settings, name);
    if (value.empty()) {
        if (known != settings.end()) {
            settings.erase(known);
        }
    } else if (known == settings.end()) {
        settings.push_back({std::string{name}, std::string{value}});
    } else {
        known->value = value;
    }
    return settings;
}

std::string to_fragment(const VendorConfig& settings) {
    std::string text;
    for (const auto& setting : settings) {
        text += "<" + setting.name + ">";
        append_escaped(text, setting.value, TextForm::references);
        text += "</" + setting.name + ">";
    }
    return text;
}

Outcome<VendorConfig> parse_vendor_config(std::string_view fragment) {
    VendorConfig unique;
    if (fragment.empty()) {
        return unique;
    }
    auto all = read_all(fragment);
    if (!all.has_value()) {
        return std::move(all).error();
    }
    for (auto& setting : *all) {
        const auto earlier = find_name(unique, setting.name);
        if (earlier == unique.end()) {
            unique.push_back(std::move(setting));
        } else {
            earlier->value = std::move(setting.value);
        }
    }
    return unique;
}

std::vector<std::string> repeated_vendor_settings(std::string_view fragment) {
    std::vector<std::string> repeated;
    if (fragment.empty()) {
        return repeated;
    }
    const auto all = read_all(fragment);
    if (!all.has_value()) {
        return repeated;
    }
    VendorConfig seen;
    for (const auto& setting : *all) {
        if (find_name(seen, setting.name) == seen.end()) {
            seen.push_back(setting);
        } else {
            repeated.push_back(setting.name);
        }
    }
    return repeated;
}

}  // namespace dialtone::provision
