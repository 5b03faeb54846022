#include "server/sccp/dialect.hpp"

#include "server/sccp/message_table.hpp"

#include <algorithm>
#include <array>

namespace dialtone::sccp {

namespace {

constexpr std::array<std::uint8_t, 14> kVersions{3, 5, 8, 9, 10, 11, 15, 16, 17, 18, 19, 20, 21, 22};
/// A 7960 takes 0 and 11 alike at version 11; genuine servers send 0 up to there.
constexpr std::uint8_t kFirstVersionInHeader = 15;

}  // namespace

std::uint8_t negotiate(std::uint32_t offered, std::uint32_t limit) {
    auto wanted = std::min<std::uint32_t>(offered, kHighestVersion);
    if (limit != 0) {
        wanted = std::min(wanted, limit);
    }
    const auto above = std::upper_bound(kVersions.begin(), kVersions.end(), wanted);
    return above == kVersions.begin() ? kLowestVersion : *(above - 1);
}

std::uint32_t header_version(MessageId id, const Dialect& dialect) {
    const auto* entry = find_message(id);
    const bool plain = entry == nullptr || entry->plain_header || dialect.version < kFirstVersionInHeader;
    return plain ? 0U : dialect.version;
}

}  // namespace dialtone::sccp
