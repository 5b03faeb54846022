#include "server/provision/xml_writer.hpp"

#include <array>
#include <charconv>
#include <cstring>

namespace dialtone::provision {

namespace {

/// More than a phone's file has.
constexpr std::size_t kExpectedRuns = 64;

std::string_view encoding_of(TextForm form) {
    return form == TextForm::latin1 ? "ISO-8859-1" : "UTF-8";
}

template <std::size_t N>
constexpr std::size_t length(const char (&)[N]) {
    return N - 1;
}

std::size_t length(std::string_view text) {
    return text.size();
}

template <std::size_t N>
char* copy(const char (&literal)[N], char* to) {
    std::memcpy(to, literal, N - 1);
    return to + N - 1;
}

/// The first and the last N octets of a text of N to 2N.
template <std::size_t N>
void copy_ends(std::string_view text, char* to) {
    std::memcpy(to, text.data(), N);
    std::memcpy(to + text.size() - N, text.data() + text.size() - N, N);
}

/// Names and values have a few octets: to call somebody who copies them takes longer than to copy them.
char* copy(std::string_view text, char* to) {
    constexpr std::size_t kWord = 8;
    auto* const end = to + text.size();
    while (text.size() > 2 * kWord) {
        std::memcpy(to, text.data(), kWord);
        to += kWord;
        text.remove_prefix(kWord);
    }
    if (text.size() >= kWord) {
        copy_ends<kWord>(text, to);
    } else if (text.size() >= 4) {
        copy_ends<4>(text, to);
    } else if (text.size() >= 2) {
        copy_ends<2>(text, to);
    } else if (text.size() == 1) {
        *to = text.front();
    }
    return end;
}

}  // namespace

XmlWriter::XmlWriter(XmlStyle style, std::size_t expected_size) : style_{style}, room_(expected_size, 0) {
    runs_.reserve(kExpectedRuns);
}

void XmlWriter::declare() {
    put("<?xml version=\"1.0\" encoding=\"", encoding_of(style_.text), "\"?>\n");
}

void XmlWriter::open(std::string_view name) {
    put("<", name, ">\n");
}

void XmlWriter::open(std::string_view name, std::string_view attribute_name, std::string_view value) {
    put("<", name);
    attribute(attribute_name, value);
    put(">\n");
}

void XmlWriter::open(
    std::string_view name,
    std::string_view first_attribute,
    std::string_view first_value,
    std::string_view second_attribute,
    std::string_view second_value
) {
    put("<", name);
    attribute(first_attribute, first_value);
    attribute(second_attribute, second_value);
    put(">\n");
}

void XmlWriter::open(std::string_view name, std::span<const XmlAttribute> attributes) {
    put("<", name);
    for (const auto& one : attributes) {
        attribute(one.name, one.value);
    }
    put(">\n");
}

void XmlWriter::element(
    std::string_view name, std::span<const XmlAttribute> attributes, std::string_view text
) {
    put("<", name);
    for (const auto& one : attributes) {
        attribute(one.name, one.value);
    }
    finish(name, text);
}

void XmlWriter::close(std::string_view name) {
    put("</", name, ">\n");
}

void XmlWriter::element(std::string_view name, std::string_view text) {
    if (text.empty() && style_.self_closes) {
        put("<", name, "/>\n");
    } else if (is_plain(text)) {
        put("<", name, ">", text, "</", name, ">\n");
    } else {
        put("<", name);
        finish(name, text);
    }
}

void XmlWriter::element(std::string_view name, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    element(name, {digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void XmlWriter::element(
    std::string_view name, std::string_view attribute_name, std::string_view value, std::string_view text
) {
    put("<", name);
    attribute(attribute_name, value);
    finish(name, text);
}

std::string XmlWriter::take() {
    room_.resize(size_);
    size_ = 0;
    return std::move(room_);
}

/// Every element of every file comes through here: one look at the room, then octets alone.
template <class... Pieces>
void XmlWriter::put(const Pieces&... pieces) {
    const auto needed = (length(pieces) + ...);
    if (room_.size() - size_ < needed) {
        room_.resize(2 * (room_.size() + needed));
    }
    auto* at = room_.data() + size_;
    ((at = copy(pieces, at)), ...);
    size_ += needed;
}

void XmlWriter::escaped(std::string_view text) {
    if (is_plain(text)) {
        put(text);
        return;
    }
    std::string fit;
    append_escaped(fit, text, style_.text);
    put(fit);
}

void XmlWriter::attribute(std::string_view name, std::string_view value) {
    put(" ", name, "=\"");
    escaped(value);
    put("\"");
}

void XmlWriter::finish(std::string_view name, std::string_view text) {
    if (text.empty() && style_.self_closes) {
        put("/>\n");
        return;
    }
    put(">");
    escaped(text);
    close(name);
}

}  // namespace dialtone::provision
