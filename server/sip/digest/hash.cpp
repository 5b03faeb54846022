#include "server/sip/digest/hash.hpp"

#include "common/bytes/hex.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dialtone::sip {

namespace {

struct Free {
    void operator()(EVP_MD* hash) const { EVP_MD_free(hash); }

    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

constexpr std::array kNames{
    std::pair{DigestAlgorithm::md5, "MD5"}, std::pair{DigestAlgorithm::sha256, "SHA-256"}};

}  // namespace

std::string_view to_string(DigestAlgorithm algorithm) {
    return kNames[static_cast<std::size_t>(algorithm)].second;
}

/// Fetched once: a lookup by name costs more than the hash.
struct Hasher::Library {
    std::array<std::unique_ptr<EVP_MD, Free>, kNames.size()> hashes;
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Hasher::Hasher() : library_{std::make_unique<Library>()} {
    for (const auto& [algorithm, name] : kNames) {
        auto& hash = library_->hashes[static_cast<std::size_t>(algorithm)];
        hash.reset(EVP_MD_fetch(nullptr, name, nullptr));
        if (hash == nullptr || library_->context == nullptr) {
            throw std::runtime_error{
                std::string{"libcrypto does not offer "} + name + ", which SIP authentication needs"};
        }
    }
}

Hasher::~Hasher() = default;

HexHash Hasher::of(DigestAlgorithm algorithm, std::initializer_list<std::string_view> parts) const {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> octets{};
    unsigned size = 0;
    auto* context = library_->context.get();
    EVP_DigestInit_ex2(context, library_->hashes[static_cast<std::size_t>(algorithm)].get(), nullptr);
    bool is_first = true;
    for (const auto part : parts) {
        if (!std::exchange(is_first, false)) {
            EVP_DigestUpdate(context, ":", 1);
        }
        EVP_DigestUpdate(context, part.data(), part.size());
    }
    EVP_DigestFinal_ex(context, octets.data(), &size);
    return to_hex(Bytes{octets}.first(size));
}

Hasher::Code Hasher::authenticate(const Key& key, Bytes octets) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> whole{};
    unsigned size = 0;
    HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        octets.data(),
        octets.size(),
        whole.data(),
        &size
    );
    Code code{};
    std::copy_n(whole.begin(), code.size(), code.begin());
    return code;
}

bool Hasher::are_same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace dialtone::sip
