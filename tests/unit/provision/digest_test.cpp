#include "server/provision/digest.hpp"

#include <catch2/catch.hpp>

#include <string>

using dialtone::provision::Digest;
using dialtone::provision::digest_of;

TEST_CASE("Digest: is MurmurHash3 x64 128, the same everywhere", "[provision]") {
    CHECK(digest_of("").to_string() == "00000000000000000000000000000000");
    CHECK(digest_of("hello").to_string() == "cbd8a7b341bd9b025b1e906a48ae1d19");
    CHECK(
        digest_of("The quick brown fox jumps over the lazy dog").to_string() ==
        "e34bbc7bbc071b6c7a433ca9c49a9347"
    );
}

TEST_CASE("Digest: is spelled as a UUID", "[provision]") {
    std::string uuid(36, ' ');
    digest_of("hello").write_uuid(uuid.data());
    CHECK(uuid == "cbd8a7b3-41bd-9b02-5b1e-906a48ae1d19");
}

TEST_CASE("Digest: parses what it wrote and nothing else", "[provision]") {
    const auto digest = digest_of("hello");
    CHECK(Digest::parse(digest.to_string()) == digest);
    CHECK_FALSE(Digest::parse(""));
    CHECK_FALSE(Digest::parse(digest.to_string() + "0"));
    CHECK_FALSE(Digest::parse("cbd8a7b341bd9b02+b1e906a48ae1d19"));
    CHECK_FALSE(Digest::parse("zbd8a7b341bd9b025b1e906a48ae1d19"));
}

TEST_CASE("Digest: texts of every length and their seeds tell apart", "[provision]") {
    std::string text;
    auto previous = digest_of(text);
    for (int length = 1; length <= 40; ++length) {
        text.push_back('a');
        const auto digest = digest_of(text);
        CHECK_FALSE(digest == previous);
        CHECK_FALSE(digest == digest_of(text, 1));
        previous = digest;
    }
}
