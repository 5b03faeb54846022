#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"
#include "server/sip/digest/hash.hpp"
#include "server/sip/digest/nonces.hpp"
#include "server/sip/message/authentication.hpp"
#include "server/sip/message/builder.hpp"
#include "server/sip/message/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dialtone::sip {

/// What is kept of a user's password: H(user:realm:password) for each algorithm.
struct DigestSecret {
    HexHash md5;
    HexHash sha256;
};

/// What a request says of who it is from.
struct DigestAnswer {
    std::string user;  ///< without quotes, and without "@realm" behind it
    Authentication credentials;
};

/// What came of it.
enum class DigestOutcome : std::uint8_t {
    good,
    wrong,  ///< another password, another user, or no proof at all
    stale,  ///< the password is right, but the nonce is not to be used any more: challenge again
};

/// Which algorithms a challenge offers. Cisco's phones know MD5, and some refuse a challenge that offers
/// anything beside it.
enum class DigestOffer : std::uint8_t { md5_only, sha256_and_md5 };

/// The server's side of Digest (RFC 7616, RFC 8760, RFC 3261 §22): qop auth, MD5 and SHA-256.
///
/// Keeps no state before a proof was good. Whether a user exists cannot be learned from it: one who does not
/// costs as much as one with another password.
class Digest {
 public:
    /// @param key  secret and random, new with each process: what was challenged before it is stale then.
    Digest(std::string realm, const Hasher::Key& key) : realm_{std::move(realm)}, nonces_{key} {}

    [[nodiscard]] const std::string& realm() const { return realm_; }

    [[nodiscard]] DigestSecret secret_of(std::string_view user, std::string_view password) const;

    /// The first Authorization for our realm; nullopt when there is none, or it is malformed, or of another
    /// scheme: challenge.
    [[nodiscard]] std::optional<DigestAnswer> answer_in(const Message& request) const;

    /// @param secret  of the user that the answer names; null when there is no such user.
    DigestOutcome check(
        const DigestAnswer& answer,
        const DigestSecret* secret,
        const Message& request,
        Ipv4 source,
        Instant now
    );

    /// Writes a WWW-Authenticate for each algorithm offered, the strongest first (RFC 8760 §2.4).
    void challenge(Builder& response, DigestOffer offer, bool is_stale, Ipv4 source, Instant now);

 private:
    std::string realm_;
    Hasher hasher_;
    Nonces nonces_;
};

}  // namespace dialtone::sip
