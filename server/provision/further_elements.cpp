#include "server/provision/further_elements.hpp"

#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "server/provision/element_tree.hpp"
#include "server/provision/xml_writer.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace dialtone::provision {

namespace {

constexpr std::size_t kMaxElements = 512;
constexpr std::size_t kMaxDepth = 12;
constexpr std::size_t kMaxText = 1024;
constexpr std::size_t kMaxElementName = 64;
constexpr std::size_t kMaxAttributes = 8;

struct Reserved {
    std::string_view path;
    std::string_view instead;
};

/// What the file is made of, and what to say instead.
constexpr std::array kReserved = {
    Reserved{"versionStamp", "it follows from the content"},
    Reserved{"fullConfig", "the file is always whole"},
    Reserved{"deviceProtocol", "`dialtone phone set NAME --protocol`"},
    Reserved{"loadInformation", "`dialtone phone set NAME --load`"},
    Reserved{"addOnModules", "`dialtone phone set NAME --module`"},
    Reserved{"devicePool/callManagerGroup", "`dialtone phone set NAME --pool`, `dialtone group set`"},
};

Problem unusable(std::string_view what) {
    return invalid(fmt::format(
        "The elements cannot be merged: {}. Write them as <device><name>value</name>…</device>.", what
    ));
}

bool is_name_character(char c) {
    const char folded = to_lower(c);
    return (folded >= 'a' && folded <= 'z') || is_digit(c) || c == '_' || c == '-' || c == '.';
}

/// Stricter than XML: all that phones know are ASCII words.
bool is_element_name(std::string_view name) {
    return !name.empty() && name.size() <= kMaxElementName && is_name_character(name[0]) &&
           !is_digit(name[0]) && name[0] != '-' && name[0] != '.' &&
           std::all_of(name.begin(), name.end(), is_name_character);
}

bool is_prefixed(std::string_view name) {
    return name.find(':') != std::string_view::npos;
}

/// Checks and cleans a tree from the root down.
class Cleaner {
 public:
    /// @param path of `parent`: "devicePool", "" at the root.
    Outcome<void> clean(pugi::xml_node parent, const std::string& path, std::size_t depth) {
        if (depth > kMaxDepth) {
            return unusable(fmt::format("they are nested deeper than {} levels", kMaxDepth));
        }
        DIALTONE_CHECK(check_attributes(parent));
        std::set<std::string> seen;
        bool holds_elements = false;
        bool holds_text = false;
        for (auto child : parent.children()) {
            if (child.type() != pugi::node_element) {
                holds_text = true;
                DIALTONE_CHECK(check_text(child.value(), parent.name()));
                continue;
            }
            holds_elements = true;
            const auto below = path.empty() ? std::string{child.name()} : path + "/" + child.name();
            DIALTONE_CHECK(check_element(child, below));
            if (!seen.insert(identity_of(child)).second) {
                return unusable(fmt::format("<{}> is given twice", below));
            }
            DIALTONE_CHECK(clean(child, below, depth + 1));
        }
        const bool must_hold_elements = holds_elements || path.empty();
        if (holds_text && must_hold_elements) {
            return unusable(fmt::format(
                "<{}> holds text {} elements", parent.name(), holds_elements ? "beside" : "instead of"
            ));
        }
        return {};
    }

 private:
    Outcome<void> check_element(const pugi::xml_node& element, const std::string& path) {
        if (++elements_ > kMaxElements) {
            return unusable(fmt::format("there are more than {} of them", kMaxElements));
        }
        if (!is_element_name(element.name())) {
            return unusable(fmt::format("\"{}\" is no name of an element", printable(element.name(), 64)));
        }
        for (const auto& reserved : kReserved) {
            if (path == reserved.path) {
                return invalid(fmt::format(
                    "<{}> is made from the database and cannot be merged: {}. Take it out of the file.",
                    reserved.path,
                    reserved.instead
                ));
            }
        }
        return {};
    }

    Outcome<void> check_attributes(pugi::xml_node element) const {
        std::size_t count = 0;
        for (auto attribute = element.first_attribute(); attribute;) {
            const auto next = attribute.next_attribute();
            if (is_prefixed(attribute.name()) || std::string_view{attribute.name()} == "xmlns") {
                element.remove_attribute(attribute);
            } else if (++count > kMaxAttributes || !is_element_name(attribute.name())) {
                return unusable(fmt::format("<{}> has attributes that no phone reads", element.name()));
            } else {
                DIALTONE_CHECK(check_text(attribute.value(), element.name()));
            }
            attribute = next;
        }
        return {};
    }

    [[nodiscard]] Outcome<void> check_text(std::string_view text, std::string_view element) const {
        if (text.size() > kMaxText) {
            return unusable(fmt::format("a text in <{}> is longer than {} octets", element, kMaxText));
        }
        if (!is_clean_utf8(text)) {
            return unusable(fmt::format("a text in <{}> is not printable", element));
        }
        return {};
    }

    std::size_t elements_ = 0;
};

Outcome<pugi::xml_node> root_of(const pugi::xml_document& document) {
    pugi::xml_node root;
    for (const auto& node : document.children()) {
        if (node.type() == pugi::node_doctype) {
            return unusable("it has a document type, which no phone reads");
        }
        if (node.type() == pugi::node_element) {
            if (root) {
                return unusable("it has more than one root");
            }
            root = node;
        }
    }
    if (std::string_view{root.name()} != "device") {
        return unusable(fmt::format("its root is <{}>, not <device>", printable(root.name(), 64)));
    }
    return root;
}

}  // namespace

Outcome<std::string> normal_further_elements(std::string_view document) {
    if (document.size() > kMaxFurtherDocument) {
        return unusable(fmt::format("the file is longer than {} octets", kMaxFurtherDocument));
    }
    if (document.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return std::string{};
    }
    pugi::xml_document parsed;
    const auto result =
        parsed.load_buffer(document.data(), document.size(), pugi::parse_default | pugi::parse_doctype);
    if (!result) {
        return unusable(fmt::format("{} at octet {}", result.description(), result.offset));
    }
    DIALTONE_TRY(const auto root, root_of(parsed));
    DIALTONE_CHECK(Cleaner{}.clean(root, "", 1));
    XmlWriter xml{{.text = TextForm::references, .self_closes = true}, document.size()};
    for (const auto& child : root.children()) {
        write_element(xml, child);
    }
    if (xml.size() > kMaxFurtherElements) {
        return unusable(fmt::format("they are longer than {} octets", kMaxFurtherElements));
    }
    return xml.take();
}

std::string further_text(std::string_view normal_form, const char* name) {
    pugi::xml_document parsed;
    if (normal_form.empty() || !parsed.load_buffer(
                                   normal_form.data(),
                                   normal_form.size(),
                                   pugi::parse_default | pugi::parse_fragment,
                                   pugi::encoding_utf8
                               )) {
        return {};
    }
    return parsed.child(name).child_value();
}

}  // namespace dialtone::provision
