#include "server/sip/digest/digest.hpp"

#include "server/sip/message/response.hpp"
#include "tests/support/sip_messages.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace dialtone;
using namespace dialtone::sip;
using namespace dialtone::test;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr Ipv4 kPhone{10, 9, 8, 60};
constexpr Instant kStart{seconds{1000}};
constexpr Hasher::Key kKey{1, 2, 3};

/// A phone that knows its password, and what it may write in its own way.
struct Phone {
    std::string user = "1600";
    std::string password = "secret";
    std::string uri = "sip:10.9.8.1";
    std::string request_uri = "sip:10.9.8.1";
    std::string count = "00000001";
    std::string cnonce = "2f3e4d5c";
    std::string qop = "auth";  ///< empty: the older form
    std::string algorithm = "md5";
    DigestAlgorithm hash = DigestAlgorithm::md5;
    std::string realm = "ccmsipline";
    bool is_upper_case = false;

    [[nodiscard]] std::string answer_to(std::string_view nonce) const {
        const Hasher hasher;
        const auto secret = hasher.of(hash, {user, realm, password});
        const auto what = hasher.of(hash, {"REGISTER", uri});
        auto response = qop.empty() ? hasher.of(hash, {secret, nonce, what})
                                    : hasher.of(hash, {secret, nonce, count, cnonce, qop, what});
        for (char& c : response) {
            c = is_upper_case && c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
        }
        const auto use =
            qop.empty() ? std::string{} : ",cnonce=\"" + cnonce + "\",qop=" + qop + ",nc=" + count;
        return sip_text(
            {"REGISTER " + request_uri + " SIP/2.0",
             "Authorization: Digest username=\"" + user + "\",realm=\"" + realm + "\",uri=\"" + uri +
                 "\",response=\"" + response + "\",nonce=\"" + std::string{nonce} + "\"" + use +
                 (algorithm.empty() ? "" : ",algorithm=" + algorithm)}
        );
    }
};

struct Server {
    Digest digest{"ccmsipline", kKey};
    DigestSecret secret = digest.secret_of("1600", "secret");

    std::vector<std::string> challenges(DigestOffer offer, bool is_stale, Ipv4 source, Instant now) {
        Buffer out;
        Builder builder{out};
        builder.response(401);
        digest.challenge(builder, offer, is_stale, source, now);
        builder.finish();
        Message message;
        REQUIRE(message.parse(out).has_value());
        std::vector<std::string> all;
        for (const auto& field : message.fields()) {
            if (field.id == HeaderId::www_authenticate) {
                all.emplace_back(field.value);
            }
        }
        return all;
    }

    std::string nonce(Instant now = kStart, Ipv4 source = kPhone) {
        const auto all = challenges(DigestOffer::md5_only, false, source, now);
        return std::string{Authentication::parse(all.front()).value().value("nonce")};
    }

    DigestOutcome judge(
        const std::string& text, Instant now = kStart, Ipv4 source = kPhone, bool is_known = true
    ) {
        Message message;
        REQUIRE(message.parse(bytes_of(text)).has_value());
        const auto answer = digest.answer_in(message);
        REQUIRE(answer);
        return digest.check(*answer, is_known ? &secret : nullptr, message, source, now);
    }
};

}  // namespace

TEST_CASE("SIP digest: the examples of RFC 2617 and RFC 7616", "[sip]") {
    const Hasher hasher;
    const auto prove = [&](DigestAlgorithm algorithm,
                           std::string_view password,
                           std::string_view realm,
                           std::string_view nonce,
                           std::string_view cnonce) {
        return hasher.of(
            algorithm,
            {hasher.of(algorithm, {"Mufasa", realm, password}),
             nonce,
             "00000001",
             cnonce,
             "auth",
             hasher.of(algorithm, {"GET", "/dir/index.html"})}
        );
    };
    REQUIRE(
        prove(
            DigestAlgorithm::md5,
            "Circle Of Life",
            "testrealm@host.com",
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "0a4f113b"
        ) == "6629fae49393a05397450978507c4ef1"
    );
    constexpr std::string_view kNonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    constexpr std::string_view kClient = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    REQUIRE(
        prove(DigestAlgorithm::md5, "Circle of Life", "http-auth@example.org", kNonce, kClient) ==
        "8ca523f5e9506fed4657c9700eebdbec"
    );
    REQUIRE(
        prove(DigestAlgorithm::sha256, "Circle of Life", "http-auth@example.org", kNonce, kClient) ==
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    );
}

TEST_CASE("SIP digest: a Cisco phone is offered MD5 alone, others the stronger first", "[sip]") {
    Server server;
    const auto cisco = server.challenges(DigestOffer::md5_only, false, kPhone, kStart);
    REQUIRE(cisco.size() == 1);
    const auto challenge = Authentication::parse(cisco.front()).value();
    REQUIRE(challenge.value("realm") == "ccmsipline");
    REQUIRE(challenge.value("algorithm") == "MD5");
    REQUIRE(challenge.value("qop") == "auth");
    REQUIRE_FALSE(challenge.find("stale"));
    const auto others = server.challenges(DigestOffer::sha256_and_md5, true, kPhone, kStart);
    REQUIRE(others.size() == 2);
    REQUIRE(Authentication::parse(others[0]).value().value("algorithm") == "SHA-256");
    REQUIRE(Authentication::parse(others[1]).value().value("algorithm") == "MD5");
    REQUIRE(Authentication::parse(others[1]).value().value("stale") == "true");
}

TEST_CASE("SIP digest: who knows the password gets in, however it writes", "[sip]") {
    Server server;
    REQUIRE(server.judge(Phone{}.answer_to(server.nonce())) == DigestOutcome::good);
    REQUIRE(server.judge(Phone{.is_upper_case = true}.answer_to(server.nonce())) == DigestOutcome::good);
    REQUIRE(server.judge(Phone{.algorithm = ""}.answer_to(server.nonce())) == DigestOutcome::good);
    REQUIRE(
        server.judge(Phone{.request_uri = "sip:10.9.8.1:5060;transport=tcp"}.answer_to(server.nonce())) ==
        DigestOutcome::good
    );
    REQUIRE(
        server.judge(Phone{.algorithm = "SHA-256", .hash = DigestAlgorithm::sha256}.answer_to(server.nonce())
        ) == DigestOutcome::good
    );
    REQUIRE(server.judge(Phone{.qop = ""}.answer_to(server.nonce())) == DigestOutcome::good);
}

TEST_CASE("SIP digest: everything that is wrong", "[sip]") {
    Server server;
    for (const auto& phone :
         {Phone{.password = "guess"},
          Phone{.uri = "sip:10.9.8.2"},
          Phone{.uri = "sip:1600@10.9.8.1"},
          Phone{.uri = "nothing"},
          Phone{.count = "00000000"},
          Phone{.count = "1"},
          Phone{.count = "0000000g"},
          Phone{.cnonce = ""},
          Phone{.qop = "auth-int"},
          Phone{.algorithm = "MD5-sess"},
          Phone{.algorithm = "SHA-256"}}) {
        REQUIRE(server.judge(phone.answer_to(server.nonce())) == DigestOutcome::wrong);
    }
    REQUIRE(server.judge(Phone{}.answer_to(server.nonce()), kStart, kPhone, false) == DigestOutcome::wrong);
}

TEST_CASE(
    "SIP digest: a nonce that is not to be used any more is stale, and only for who knows the password",
    "[sip]"
) {
    Server server;
    const auto nonce = server.nonce();
    const auto of = [&](std::string_view used, Instant now, Ipv4 source) {
        return server.judge(Phone{}.answer_to(used), now, source);
    };
    Server patient;
    REQUIRE(patient.judge(Phone{}.answer_to(patient.nonce()), kStart + minutes{4}) == DigestOutcome::good);
    REQUIRE(of(nonce, kStart + minutes{6}, kPhone) == DigestOutcome::stale);
    REQUIRE(of(nonce, kStart, Ipv4{10, 9, 8, 61}) == DigestOutcome::stale);
    REQUIRE(of("bm9uY2U", kStart, kPhone) == DigestOutcome::stale);
    auto forged = nonce;
    forged.back() = forged.back() == '0' ? '1' : '0';
    REQUIRE(of(forged, kStart, kPhone) == DigestOutcome::stale);
    Digest restarted{"ccmsipline", Hasher::Key{9}};
    Message message;
    const auto text = Phone{}.answer_to(nonce);
    REQUIRE(message.parse(bytes_of(text)).has_value());
    REQUIRE(
        restarted.check(*restarted.answer_in(message), &server.secret, message, kPhone, kStart) ==
        DigestOutcome::stale
    );
    REQUIRE(
        server.judge(Phone{.password = "guess"}.answer_to(nonce), kStart + minutes{6}) == DigestOutcome::wrong
    );
}

TEST_CASE("SIP digest: no proof counts twice", "[sip]") {
    Server server;
    const auto nonce = server.nonce();
    const auto at = [&](const char* count) { return server.judge(Phone{.count = count}.answer_to(nonce)); };
    REQUIRE(at("00000001") == DigestOutcome::good);
    REQUIRE(at("00000001") == DigestOutcome::stale);
    REQUIRE(at("0000000a") == DigestOutcome::good);
    REQUIRE(at("00000009") == DigestOutcome::stale);
    REQUIRE(at("0000000B") == DigestOutcome::good);
    REQUIRE(at("ffffffff") == DigestOutcome::good);
    const auto once = server.nonce();
    REQUIRE(server.judge(Phone{.qop = ""}.answer_to(once)) == DigestOutcome::good);
    REQUIRE(server.judge(Phone{.qop = ""}.answer_to(once)) == DigestOutcome::stale);
    REQUIRE(server.judge(Phone{}.answer_to(once)) == DigestOutcome::stale);
}

TEST_CASE("SIP digest: the credentials for our realm, of the scheme that we know", "[sip]") {
    const Digest digest{"ours", kKey};
    const auto user_of = [&](std::initializer_list<std::string_view> lines) -> std::string {
        const auto text = sip_text(lines);
        Message message;
        REQUIRE(message.parse(bytes_of(text)).has_value());
        const auto answer = digest.answer_in(message);
        return answer ? answer->user : "-";
    };
    const std::string_view start = "REGISTER sip:h SIP/2.0";
    REQUIRE(user_of({start}) == "-");
    REQUIRE(user_of({start, "Authorization: NoOneKnowsThisScheme opaque-data=here"}) == "-");
    REQUIRE(user_of({start, "Authorization: Digest username=\"a\",realm=\"theirs\""}) == "-");
    REQUIRE(user_of({start, "Authorization: Digest username=\"a"}) == "-");
    REQUIRE(
        user_of(
            {start,
             "Authorization: Digest username=\"a\",realm=\"theirs\"",
             "Authorization: Digest username=\"b\\\"c\",realm=\"ours\""}
        ) == "b\"c"
    );
    REQUIRE(user_of({start, "Authorization: Digest username=\"d@ours\",realm=\"ours\""}) == "d");
    REQUIRE(user_of({start, "Authorization: Digest username=\"@ours\",realm=\"ours\""}) == "@ours");
}

TEST_CASE("SIP nonces: are kept only of who proved something, and no more than the bound", "[sip]") {
    Nonces nonces{kKey};
    const auto first = nonces.make(kPhone, kStart);
    for (std::size_t i = 0; i < 1000; ++i) {
        static_cast<void>(nonces.make(kPhone, kStart));
    }
    REQUIRE(nonces.used() == 0);
    REQUIRE(nonces.use(first, "a", 1, kPhone, kStart));
    REQUIRE(nonces.use(first, "b", 1, kPhone, kStart));
    REQUIRE(nonces.used() == 2);
    for (std::size_t i = 0; i < Nonces::kMostUsed; ++i) {
        REQUIRE(nonces.use(nonces.make(kPhone, kStart), "a", 1, kPhone, kStart));
        REQUIRE(nonces.used() <= Nonces::kMostUsed);
    }
    // It was put out, and is not taken for a fresh one.
    REQUIRE_FALSE(nonces.use(first, "a", 1, kPhone, kStart));
    REQUIRE_FALSE(nonces.use(first, "c", 1, kPhone, kStart));
    REQUIRE(nonces.use(nonces.make(kPhone, kStart), "a", 1, kPhone, kStart + minutes{4}));
    nonces.use("", "a", 1, kPhone, kStart + minutes{10});
    nonces.use(nonces.make(kPhone, kStart + minutes{20}), "a", 1, kPhone, kStart + minutes{20});
    REQUIRE(nonces.used() == 1);
}
