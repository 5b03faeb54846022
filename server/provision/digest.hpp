#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::provision {

/// 128 bits that stand for a text, the same in every process, on every machine and in every version: digests
/// are stored and compared across restarts, which std::hash does not promise. Tells texts apart; proves
/// nothing against somebody who wants a collision.
struct Digest {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    /// 32 lower-case hexadecimal digits.
    [[nodiscard]] std::string to_string() const;
    /// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", the spelling of a UUID, into exactly 36 octets at `out`.
    void write_uuid(char* out) const;
    /// What to_string() wrote; nullopt for anything else.
    static std::optional<Digest> parse(std::string_view text);

    friend bool operator==(const Digest&, const Digest&) = default;
};

/// MurmurHash3 x64 128 of the octets, read little-endian whatever the machine.
/// @param seed  chains texts: the digest of (a, b) is digest_of(b, digest_of(a).low).
Digest digest_of(std::string_view text, std::uint64_t seed = 0);

}  // namespace dialtone::provision
