#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Firmware for tests: the form of Cisco's files, built octet by octet, with nothing of Cisco's in it.
namespace dialtone::test {

/// A list of a load's files as it is shipped: signature header (elements of tag, length and value; 2 is the
/// header's length, 12 the signature, 14 the file's name, 13 pads to a multiple of four), then the text.
inline std::string signed_load_list(std::string_view file, std::string_view text) {
    const auto element = [](std::uint8_t tag, const std::string& value) {
        std::string octets;
        octets.push_back(static_cast<char>(tag));
        octets.push_back(static_cast<char>(value.size() >> 8U));
        octets.push_back(static_cast<char>(value.size() & 0xffU));
        return octets + value;
    };
    const std::string signer = element(4, std::string{"CN=test;O=nobody\0", 17}) + element(5, "\x12\x34") +
                               element(6, std::string{"CN=ca;O=nobody\0", 15});
    const std::string algorithm =
        element(8, "\x01") + element(9, element(10, std::string(1, '\0')) + element(11, "\x02"));
    const auto rest = element(3, signer) + element(7, algorithm) + element(12, std::string(256, '\xa5')) +
                      element(14, std::string{file} + '\0');
    auto size = element(1, "\x01\x01").size() + element(2, "xx").size() + rest.size();
    const auto padding = (4 - size % 4) % 4;
    size += padding;
    const std::string length{static_cast<char>(size >> 8U), static_cast<char>(size & 0xffU)};
    return element(1, "\x01\x01") + element(2, length) + rest + std::string(padding, '\x0d') +
           std::string{text};
}

}  // namespace dialtone::test
