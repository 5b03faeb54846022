#include "server/files/name.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace dialtone::files {

namespace {

constexpr std::size_t kMacDigits = 12;

/// How a file name begins that goes on with a MAC address, and the device prefix which that means. 7940/60
/// with a SIP load ask SIP<MAC>.cnf, with an MGCP load MGC<MAC>.cnf; 7905 ask ld<mac>, 7912 gk<mac>, 7902
/// ff<mac>; 792x ask WLAN<MAC>.xml; the ATA family ata<mac> and ATA<MAC>.cnf.xml.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kMacPrefixes{{
    {"sep", "SEP"},
    {"ctlsep", "SEP"},
    {"itlsep", "SEP"},
    {"ata", "ATA"},
    {"ctlata", "ATA"},
    {"itlata", "ATA"},
    {"sip", "SEP"},
    {"mgc", "SEP"},
    {"wlan", "SEP"},
    {"gk", "SEP"},
    {"ld", "SEP"},
    {"ff", "SEP"},
}};

/// Jabber on desktop, iPhone, Android and tablet: a name chosen by people.
constexpr std::array<std::string_view, 4> kSoftPhonePrefixes{"csf", "tct", "bot", "tab"};
constexpr std::string_view kConfiguration = ".cnf.xml";
constexpr std::string_view kTftpRoot = "tftpboot";

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool has_drive(std::string_view path) {
    const bool has_letter = !path.empty() && to_lower(path[0]) >= 'a' && to_lower(path[0]) <= 'z';
    return has_letter && path.size() >= 2 && path[1] == ':';
}

/// Appends one component; a fault when it must not be part of a name.
std::optional<NameFault> append(std::string& path, std::string_view component) {
    if (component.empty() || component == ".") {
        return std::nullopt;
    }
    if (component == "..") {
        return NameFault::climbs;
    }
    if (component.front() == '.') {
        return NameFault::hidden;
    }
    if (path.empty() && iequals(component, kTftpRoot)) {
        return std::nullopt;  // the root of many a TFTP server, written into option 67 by habit
    }
    path += path.empty() ? "" : "/";
    path += component;
    return std::nullopt;
}

/// The twelve digits after `prefix`, when a dot or the end follows them.
std::optional<std::string_view> mac_after(std::string_view base, std::string_view prefix) {
    if (!base.starts_with(prefix) || base.size() < prefix.size() + kMacDigits) {
        return std::nullopt;
    }
    const auto digits = base.substr(prefix.size(), kMacDigits);
    const auto after = base.substr(prefix.size() + kMacDigits);
    const bool is_mac = std::all_of(digits.begin(), digits.end(), [](char c) { return is_hex_digit(c); });
    return is_mac && (after.empty() || after.front() == '.') ? std::optional{digits} : std::nullopt;
}

}  // namespace

std::string_view to_string(NameFault fault) {
    switch (fault) {
        case NameFault::empty:
            return "empty name";
        case NameFault::too_long:
            return "name too long";
        case NameFault::control_character:
            return "control character in the name";
        case NameFault::climbs:
            return "name leads out of the directory";
        case NameFault::hidden:
            return "name of a hidden file";
    }
    return "illegal name";
}

void throw_exception_from_error(NameFault fault, const boost::source_location&) {
    throw std::runtime_error(std::string{to_string(fault)});
}

boost::system::result<Name, NameFault> Name::parse(std::string_view requested) {
    if (requested.size() > kMaxLength) {
        return NameFault::too_long;
    }
    if (std::any_of(requested.begin(), requested.end(), is_control)) {
        return NameFault::control_character;
    }
    if (has_drive(requested)) {
        requested.remove_prefix(2);
    }
    std::string path;
    path.reserve(requested.size());
    while (!requested.empty()) {
        const auto size = std::min(requested.find_first_of("/\\"), requested.size());
        if (const auto fault = append(path, requested.substr(0, size))) {
            return *fault;
        }
        requested.remove_prefix(std::min(size + 1, requested.size()));
    }
    if (path.empty()) {
        return NameFault::empty;
    }
    return Name{std::move(path)};
}

Name::Name(std::string text) : text_{std::move(text)}, folded_{to_lower(text_)} {}

std::string_view Name::base() const {
    const std::string_view path{text_};
    return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

std::optional<DeviceName> Name::device() const {
    const std::string_view folded{folded_};
    const auto base = folded.substr(folded.rfind('/') + 1);
    for (const auto& [prefix, device] : kMacPrefixes) {
        if (const auto digits = mac_after(base, prefix)) {
            return DeviceName::parse(std::string{device} + std::string{*digits});
        }
    }
    const auto end = base.find(kConfiguration);
    const bool is_soft_phone =
        std::any_of(kSoftPhonePrefixes.begin(), kSoftPhonePrefixes.end(), [&](auto prefix) {
            return base.starts_with(prefix);
        });
    if (is_soft_phone && end != std::string_view::npos) {
        return DeviceName::parse(base.substr(0, end));
    }
    return std::nullopt;
}

}  // namespace dialtone::files
