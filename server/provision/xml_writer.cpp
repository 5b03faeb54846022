#include "server/provision/xml_writer.hpp"

#include <array>
#include <charconv>

namespace dialtone::provision {

namespace {

/// More than a phone's file has.
constexpr std::size_t kExpectedRuns = 64;

std::string_view encoding_of(TextForm form) {
    return form == TextForm::latin1 ? "ISO-8859-1" : "UTF-8";
}

}  // namespace

XmlWriter::XmlWriter(XmlStyle style, std::size_t expected_size) : style_{style} {
    out_.reserve(expected_size);
    runs_.reserve(kExpectedRuns);
}

void XmlWriter::declare() {
    out_.append("<?xml version=\"1.0\" encoding=\"").append(encoding_of(style_.text)).append("\"?>\n");
}

void XmlWriter::open(std::string_view name) {
    start(name);
    out_.append(">\n");
}

void XmlWriter::open(std::string_view name, std::string_view attribute_name, std::string_view value) {
    start(name);
    attribute(attribute_name, value);
    out_.append(">\n");
}

void XmlWriter::open(
    std::string_view name,
    std::string_view first_attribute,
    std::string_view first_value,
    std::string_view second_attribute,
    std::string_view second_value
) {
    start(name);
    attribute(first_attribute, first_value);
    attribute(second_attribute, second_value);
    out_.append(">\n");
}

void XmlWriter::open(std::string_view name, std::span<const XmlAttribute> attributes) {
    start(name);
    for (const auto& one : attributes) {
        attribute(one.name, one.value);
    }
    out_.append(">\n");
}

void XmlWriter::element(
    std::string_view name, std::span<const XmlAttribute> attributes, std::string_view text
) {
    start(name);
    for (const auto& one : attributes) {
        attribute(one.name, one.value);
    }
    finish(name, text);
}

void XmlWriter::close(std::string_view name) {
    out_.append("</").append(name).append(">\n");
}

void XmlWriter::element(std::string_view name, std::string_view text) {
    start(name);
    finish(name, text);
}

void XmlWriter::element(std::string_view name, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    element(name, {digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void XmlWriter::element(
    std::string_view name, std::string_view attribute_name, std::string_view value, std::string_view text
) {
    start(name);
    attribute(attribute_name, value);
    finish(name, text);
}

void XmlWriter::start(std::string_view name) {
    out_.push_back('<');
    out_.append(name);
}

void XmlWriter::attribute(std::string_view name, std::string_view value) {
    out_.push_back(' ');
    out_.append(name).append("=\"");
    append_escaped(out_, value, style_.text);
    out_.push_back('"');
}

void XmlWriter::finish(std::string_view name, std::string_view text) {
    if (text.empty() && style_.self_closes) {
        out_.append("/>\n");
        return;
    }
    out_.push_back('>');
    append_escaped(out_, text, style_.text);
    close(name);
}

}  // namespace dialtone::provision
