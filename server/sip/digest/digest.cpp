#include "server/sip/digest/digest.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/syntax.hpp"
#include "server/sip/message/uri.hpp"

#include <algorithm>
#include <charconv>

namespace dialtone::sip {

namespace {

constexpr std::size_t kCountDigits = 8;

/// nc: eight hex digits, from 1 (RFC 7616 §3.4).
std::optional<std::uint32_t> parse_count(std::string_view text) {
    std::uint32_t count = 0;
    const auto* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, count, 16);
    const bool is_count = text.size() == kCountDigits && error == std::errc{} && stopped == end && count > 0;
    return is_count ? std::optional{count} : std::nullopt;
}

/// Without a name it is MD5 (RFC 7616 §3.3); a 7960 writes "md5".
std::optional<DigestAlgorithm> algorithm_of(const Authentication& credentials) {
    const auto name = credentials.find("algorithm").value_or(to_string(DigestAlgorithm::md5));
    const auto found = std::find_if(kDigestAlgorithms.begin(), kDigestAlgorithms.end(), [&](auto algorithm) {
        return iequals(to_string(algorithm), name);
    });
    return found != kDigestAlgorithms.end() ? std::optional{*found} : std::nullopt;
}

/// Phones prove their password for "sip:" and the server's host, whatever the Request-URI has besides.
bool is_for(std::string_view proved, std::string_view asked) {
    const auto a = parse_uri(proved);
    const auto b = parse_uri(asked);
    return a && b && a->scheme == b->scheme && iequals(a->host, b->host) &&
           unescaped(a->user) == unescaped(b->user);
}

/// What the one who knows the password would have sent. Computed of what was sent, not of what we would have
/// written.
struct Proof {
    DigestAlgorithm algorithm;
    std::uint32_t count = 0;
    bool has_quality = false;
};

std::optional<Proof> read_proof(const Authentication& credentials, const Message& request) {
    const auto algorithm = algorithm_of(credentials);
    const auto quality = credentials.find("qop");
    if (!algorithm || !is_for(credentials.value("uri"), request.request_uri())) {
        return std::nullopt;
    }
    if (!quality) {
        // The form of RFC 2069, which old phones answer with (RFC 3261 §22.4).
        return Proof{*algorithm};
    }
    const auto count = parse_count(credentials.value("nc"));
    if (!iequals(*quality, "auth") || !count || credentials.value("cnonce").empty()) {
        return std::nullopt;
    }
    return Proof{*algorithm, *count, true};
}

}  // namespace

DigestSecret Digest::secret_of(std::string_view user, std::string_view password) const {
    return {
        hasher_.of(DigestAlgorithm::md5, {user, realm_, password}),
        hasher_.of(DigestAlgorithm::sha256, {user, realm_, password})};
}

std::optional<DigestAnswer> Digest::answer_in(const Message& request) const {
    for (const auto* field = request.find(HeaderId::authorization); field != nullptr;
         field = request.next(*field)) {
        const auto credentials = Authentication::parse(field->value);
        if (!credentials || !credentials->is_digest() ||
            unquoted('"' + std::string{credentials->value("realm")} + '"') != realm_) {
            continue;
        }
        auto user = unquoted('"' + std::string{credentials->value("username")} + '"');
        if (const auto behind = "@" + realm_; user.size() > behind.size() && iends_with(user, behind)) {
            user.resize(user.size() - behind.size());
        }
        return DigestAnswer{std::move(user), *credentials};
    }
    return std::nullopt;
}

DigestOutcome Digest::check(
    const DigestAnswer& answer, const DigestSecret* secret, const Message& request, Ipv4 source, Instant now
) {
    static const DigestSecret kNobody{std::string(32, '0'), std::string(64, '0')};
    const auto& credentials = answer.credentials;
    const auto proof = read_proof(credentials, request);
    if (!proof) {
        return DigestOutcome::wrong;
    }
    const auto& known = secret != nullptr ? *secret : kNobody;
    const auto& user = proof->algorithm == DigestAlgorithm::md5 ? known.md5 : known.sha256;
    const auto what = hasher_.of(proof->algorithm, {request.method_name(), credentials.value("uri")});
    const auto nonce = credentials.value("nonce");
    const auto expected = proof->has_quality ? hasher_.of(
                                                   proof->algorithm,
                                                   {user,
                                                    nonce,
                                                    credentials.value("nc"),
                                                    credentials.value("cnonce"),
                                                    credentials.value("qop"),
                                                    what}
                                               )
                                             : hasher_.of(proof->algorithm, {user, nonce, what});
    const bool is_right = Hasher::are_same(expected, to_lower(credentials.value("response")));
    if (!is_right || secret == nullptr) {
        return DigestOutcome::wrong;
    }
    return nonces_.use(nonce, answer.user, proof->count, source, now) ? DigestOutcome::good
                                                                      : DigestOutcome::stale;
}

void Digest::challenge(Builder& response, DigestOffer offer, bool is_stale, Ipv4 source, Instant now) {
    const auto realm = quoted(realm_);
    const auto nonce = nonces_.make(source, now);
    const auto write = [&](DigestAlgorithm algorithm) {
        response.field(
            HeaderId::www_authenticate,
            {"Digest realm=",
             realm,
             ",nonce=\"",
             nonce,
             "\",algorithm=",
             to_string(algorithm),
             ",qop=\"auth\"",
             is_stale ? ",stale=true" : ""}
        );
    };
    if (offer == DigestOffer::sha256_and_md5) {
        write(DigestAlgorithm::sha256);
    }
    write(DigestAlgorithm::md5);
}

}  // namespace dialtone::sip
