#include "server/provision/element_tree.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace dialtone::provision {

namespace {

/// Elements that come several times in one parent, and what tells them apart.
struct Repeated {
    std::string_view element;
    const char* attribute;  ///< null: a child element does
    const char* child;
};

constexpr std::array kRepeated = {
    Repeated{"member", "priority", nullptr},
    Repeated{"addOnModule", "idx", nullptr},
    Repeated{"line", "button", nullptr},
    Repeated{"ntp", nullptr, "name"},
    Repeated{"phoneService", nullptr, "name"},
    Repeated{"capf", nullptr, "processNodeName"},
};

std::vector<XmlAttribute> attributes_of(const pugi::xml_node& element) {
    std::vector<XmlAttribute> attributes;
    for (const auto& attribute : element.attributes()) {
        attributes.push_back({attribute.name(), attribute.value()});
    }
    return attributes;
}

std::string text_of(const pugi::xml_node& element) {
    std::string text;
    for (const auto& child : element.children()) {
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            text += child.value();
        }
    }
    return text;
}

}  // namespace

void write_element(XmlWriter& xml, const pugi::xml_node& element) {
    const auto attributes = attributes_of(element);
    if (!has_elements(element)) {
        xml.element(element.name(), attributes, text_of(element));
        return;
    }
    xml.open(element.name(), attributes);
    for (const auto& child : element.children()) {
        if (child.type() == pugi::node_element) {
            write_element(xml, child);
        }
    }
    xml.close(element.name());
}

std::string identity_of(const pugi::xml_node& element) {
    std::string identity = element.name();
    for (const auto& repeated : kRepeated) {
        if (repeated.element == element.name()) {
            identity += '/';
            identity += repeated.attribute != nullptr ? element.attribute(repeated.attribute).value()
                                                      : element.child_value(repeated.child);
        }
    }
    return identity;
}

pugi::xml_node find_same(const pugi::xml_node& parent, const pugi::xml_node& wanted) {
    const auto identity = identity_of(wanted);
    for (const auto& child : parent.children(wanted.name())) {
        if (identity_of(child) == identity) {
            return child;
        }
    }
    return {};
}

bool has_elements(const pugi::xml_node& element) {
    for (const auto& child : element.children()) {
        if (child.type() == pugi::node_element) {
            return true;
        }
    }
    return false;
}

}  // namespace dialtone::provision
