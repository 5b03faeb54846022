#pragma once

#include "common/address/mac.hpp"

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone {

/// The name under which a phone registers: `SEP` + MAC for desk phones, upper-case in canonical form.
/// At most 15 characters of A-Z 0-9 . _ - (the SCCP field has 16 octets with its NUL).
class DeviceName {
 public:
    static constexpr std::size_t kMaxLength = 15;

    DeviceName() = default;

    /// Any case is accepted and folded; nullopt when empty, too long, or with other characters.
    static std::optional<DeviceName> parse(std::string_view text);

    /// "SEP001122AABBCC"
    static DeviceName of(const MacAddress& mac);

    [[nodiscard]] const std::string& text() const { return text_; }

    /// The MAC address in the name, when it has the form of SEP or ATA and twelve hexadecimal digits.
    [[nodiscard]] std::optional<MacAddress> mac() const;

    [[nodiscard]] bool empty() const { return text_.empty(); }

    friend auto operator<=>(const DeviceName&, const DeviceName&) = default;

 private:
    explicit DeviceName(std::string canonical) : text_{std::move(canonical)} {}

    std::string text_;
};

}  // namespace dialtone

template <>
struct std::hash<dialtone::DeviceName> {
    std::size_t operator()(const dialtone::DeviceName& name) const noexcept {
        return std::hash<std::string>{}(name.text());
    }
};
