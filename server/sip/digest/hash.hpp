#pragma once

#include "common/bytes/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace dialtone::sip {

enum class DigestAlgorithm : std::uint8_t { md5, sha256 };

inline constexpr std::array kDigestAlgorithms{DigestAlgorithm::md5, DigestAlgorithm::sha256};

/// "MD5", "SHA-256": as a challenge names it (RFC 8760 §2).
std::string_view to_string(DigestAlgorithm algorithm);

/// A hash as the Digest scheme uses it: in lower-case hex.
using HexHash = std::string;

/// The hashes of Digest, from libcrypto. The one place that knows it.
class Hasher {
 public:
    /// @throws std::runtime_error when the library does not give one of them (a FIPS configuration has no
    /// MD5).
    Hasher();
    ~Hasher();
    Hasher(const Hasher&) = delete;
    Hasher& operator=(const Hasher&) = delete;

    /// The hash of the parts with a colon between each and the next.
    [[nodiscard]] HexHash of(DigestAlgorithm algorithm, std::initializer_list<std::string_view> parts) const;

    static constexpr std::size_t kCode = 16;
    static constexpr std::size_t kKey = 32;
    using Code = std::array<std::uint8_t, kCode>;
    using Key = std::array<std::uint8_t, kKey>;

    /// The first half of the HMAC-SHA-256 of `octets`.
    [[nodiscard]] static Code authenticate(const Key& key, Bytes octets);

    /// Takes as long whether they differ early or late. Letters of different case differ.
    [[nodiscard]] static bool are_same(std::string_view a, std::string_view b);

 private:
    struct Library;
    std::unique_ptr<Library> library_;
};

}  // namespace dialtone::sip
