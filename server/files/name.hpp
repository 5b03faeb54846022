#pragma once

#include "common/model/device_name.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::files {

/// Why a requested name is refused before anything is looked up.
enum class NameFault {
    empty,
    too_long,
    control_character,  ///< NUL included
    climbs,             ///< a component is ".."
    hidden,             ///< a component begins with a dot
};

/// For the journal: "leads out of the directory".
std::string_view to_string(NameFault fault);

/// [[noreturn]], found by boost::system::result: only tests ask for the value of a refused name.
[[noreturn]] void throw_exception_from_error(NameFault fault, const boost::source_location& where);

/// The canonical name of a file, relative, with '/' between components and as the requester
/// spelled it otherwise.
///
/// Phones and people write the same name in many ways: "/x", "./x", "\x", "C:\tftpboot\x", "//x" are all "x".
/// Never empty, never climbing, so that it can be handed to a directory; that nothing leads out of there is
/// still checked when it is opened.
class Name {
 public:
    static constexpr std::size_t kMaxLength = 255;

    static boost::system::result<Name, NameFault> parse(std::string_view requested);

    [[nodiscard]] const std::string& text() const { return text_; }

    /// The same in lower case: what names are compared by.
    [[nodiscard]] const std::string& folded() const { return folded_; }

    /// The last component.
    [[nodiscard]] std::string_view base() const;

    /// The device that the name speaks of: SEP, CTLSEP, ITLSEP, ATA, SIP, gk… with twelve hexadecimal digits,
    /// or the soft phones' CSF, TCT, BOT and TAB. nullopt for a file of no device.
    [[nodiscard]] std::optional<DeviceName> device() const;

    friend bool operator==(const Name&, const Name&) = default;

 private:
    explicit Name(std::string text);

    std::string text_;
    std::string folded_;
};

}  // namespace dialtone::files
