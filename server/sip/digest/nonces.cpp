#include "server/sip/digest/nonces.hpp"

#include "common/bytes/hex.hpp"
#include "common/bytes/reader.hpp"
#include "common/bytes/writer.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace dialtone::sip {

namespace {

constexpr std::size_t kIdOctets = 8;
constexpr std::uint32_t kOnce = std::numeric_limits<std::uint32_t>::max();

std::uint32_t seconds_of(Instant now) {
    return static_cast<std::uint32_t>(std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count()
    );
}

std::uint64_t id_at(std::uint32_t seconds, std::uint32_t number) {
    return static_cast<std::uint64_t>(seconds) << 32U | number;
}

}  // namespace

std::string Nonces::make(Ipv4 source, Instant now) {
    return write(id_at(seconds_of(now), ++last_number_), source);
}

std::string Nonces::write(Id id, Ipv4 source) const {
    Buffer signed_part;
    Writer out{signed_part};
    out.u32be(static_cast<std::uint32_t>(id >> 32U));
    out.u32be(static_cast<std::uint32_t>(id));
    out.u32be(source.value());
    const auto code = Hasher::authenticate(key_, signed_part);
    return to_hex(Bytes{signed_part}.first(kIdOctets)) + to_hex(code);
}

std::optional<Nonces::Id> Nonces::read(std::string_view nonce, Ipv4 source) const {
    if (nonce.size() != 2 * (kIdOctets + Hasher::kCode)) {
        return std::nullopt;
    }
    const auto octets = from_hex(nonce.substr(0, 2 * kIdOctets));
    if (!octets) {
        return std::nullopt;
    }
    Reader in{*octets};
    const auto seconds = in.u32be();
    const auto id = id_at(seconds, in.u32be());
    return Hasher::are_same(write(id, source), nonce) ? std::optional{id} : std::nullopt;
}

bool Nonces::use(
    std::string_view nonce, std::string_view user, std::uint32_t count, Ipv4 source, Instant now
) {
    const auto id = read(nonce, source);
    if (!id) {
        return false;
    }
    forget(now);
    if (*id <= ended_) {
        return false;
    }
    // Two lines of one phone may answer one challenge, each for itself.
    auto& used = used_[{*id, std::hash<std::string_view>{}(user)}];
    if (used == kOnce || (count == 0 ? used != 0 : count <= used)) {
        return false;
    }
    used = count == 0 ? kOnce : count;
    return true;
}

/// What ended by its age, and the oldest when there are too many.
void Nonces::forget(Instant now) {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(kLife).count();
    const auto seconds = static_cast<std::int64_t>(seconds_of(now)) - age;
    if (seconds > 0) {
        ended_ = std::max(ended_, id_at(static_cast<std::uint32_t>(seconds), 0));
    }
    while (!used_.empty() && (used_.begin()->first.first <= ended_ || used_.size() >= kMostUsed)) {
        ended_ = std::max(ended_, used_.begin()->first.first);
        used_.erase(used_.begin());
    }
}

}  // namespace dialtone::sip
