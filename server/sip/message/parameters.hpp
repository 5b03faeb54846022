#pragma once

#include <optional>
#include <string_view>

namespace dialtone::sip {

struct Parameter {
    std::string_view name;
    std::optional<std::string_view> value;  ///< as written, with quotes; no value: a flag
};

/// The ";name=value" behind an address, a Via or any other value: a view, read when somebody asks.
///
/// Names are compared regardless of case. The first of a name counts: IP Communicator writes some twice.
class Parameters {
 public:
    Parameters() = default;

    /// Those of a header field, from the first semicolon to the end of `text`; nullopt when it is anything
    /// else: an empty parameter, an unbalanced quote, a name without one.
    static std::optional<Parameters> parse(std::string_view text);

    /// Those of a URI, whose letters are others and may be escaped.
    static std::optional<Parameters> parse_uri(std::string_view text);

    /// Nullopt when there is none of this name; an empty view for a flag.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

    [[nodiscard]] bool has(std::string_view name) const { return find(name).has_value(); }

    /// The value, or nothing.
    [[nodiscard]] std::string_view value(std::string_view name) const {
        return find(name).value_or(std::string_view{});
    }

    /// In the order in which they stand. @param visit  takes a Parameter; false ends the walk.
    template <class Visit>
    void each(Visit visit) const {
        auto rest = text_;
        while (const auto parameter = next(rest)) {
            if (!visit(*parameter)) {
                return;
            }
        }
    }

    /// As received, with the first semicolon.
    [[nodiscard]] std::string_view text() const { return text_; }

    [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
    explicit Parameters(std::string_view text) : text_{text} {}

    /// Takes one from the front of a text that was checked.
    static std::optional<Parameter> next(std::string_view& rest);

    std::string_view text_;
};

}  // namespace dialtone::sip
