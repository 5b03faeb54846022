#pragma once

#include "server/provision/text_form.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialtone::provision {

struct XmlStyle {
    TextForm text = TextForm::references;
    bool self_closes =
        true;  ///< <a/> instead of <a></a> for an empty element; 7940 and 7960 want the long form
};

struct XmlAttribute {
    std::string_view name;
    std::string_view value;
};

/// Appends XML to one string, a line per element, without a tree in between. Text is escaped and made fit for
/// the phone; element names are the caller's and must be legal. Whoever opens an element closes it.
///
/// The text can be divided among tags: what is written after about(t) belongs to t, until the next about().
class XmlWriter {
 public:
    /// Octets of the document from `begin` to the next run's begin belong to `tag`.
    struct Run {
        std::size_t begin;
        std::uint8_t tag;
    };

    explicit XmlWriter(XmlStyle style, std::size_t expected_size);

    /// <?xml …?> with the encoding of the style. Nothing may precede it.
    void declare();

    void about(std::uint8_t tag) { runs_.push_back({size_, tag}); }

    void open(std::string_view name);
    void open(std::string_view name, std::string_view attribute, std::string_view value);
    void open(
        std::string_view name,
        std::string_view attribute,
        std::string_view value,
        std::string_view second_attribute,
        std::string_view second_value
    );
    void close(std::string_view name);

    void open(std::string_view name, std::span<const XmlAttribute> attributes);

    void element(std::string_view name, std::string_view text);
    void element(std::string_view name, std::span<const XmlAttribute> attributes, std::string_view text);
    void element(std::string_view name, std::uint64_t number);
    void element(
        std::string_view name, std::string_view attribute, std::string_view value, std::string_view text
    );

    /// Where the next octet will be written.
    [[nodiscard]] std::size_t size() const { return size_; }

    /// Valid until more is written.
    [[nodiscard]] std::string_view text() const { return std::string_view{room_}.substr(0, size_); }

    [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }

    [[nodiscard]] std::string take();

 private:
    template <class... Pieces>
    void put(const Pieces&... pieces);
    void escaped(std::string_view text);
    void attribute(std::string_view name, std::string_view value);
    void finish(std::string_view name, std::string_view text);

    XmlStyle style_;
    std::string room_;  ///< its first `size_` octets are written
    std::size_t size_ = 0;
    std::vector<Run> runs_;
};

}  // namespace dialtone::provision
