#include "db/world/addresses.hpp"

#include "common/bytes/bytes.hpp"
#include "common/bytes/hex.hpp"

#include <fmt/format.h>

namespace dialtone::db {

Ipv4 read_address(const std::string& text, const Place& place, Problems& problems) {
    const auto address = text.empty() ? Ipv4{} : Ipv4::parse(text);
    if (!address) {
        problems.push_back(
            invalid(fmt::format("{}: {} \"{}\" is not an IPv4 address.", place.row, place.column, text))
        );
    }
    return address.value_or(Ipv4{});
}

std::vector<Ipv4> read_addresses(const std::string& text, const Place& place, Problems& problems) {
    std::vector<Ipv4> addresses;
    std::size_t begin = text.find_first_not_of(' ');
    while (begin != std::string::npos) {
        const auto end = std::min(text.find(' ', begin), text.size());
        addresses.push_back(read_address(text.substr(begin, end - begin), place, problems));
        begin = text.find_first_not_of(' ', end);
    }
    return addresses;
}

std::string read_octets(const std::string& text, const Place& place, Problems& problems) {
    const auto octets = from_hex(text);
    if (!octets) {
        problems.push_back(invalid(
            fmt::format("{}: {} \"{}\" is not pairs of hexadecimal digits.", place.row, place.column, text)
        ));
        return {};
    }
    return std::string{text_of(*octets)};
}

}  // namespace dialtone::db
