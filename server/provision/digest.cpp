#include "server/provision/digest.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstring>

namespace dialtone::provision {

namespace {

constexpr std::uint64_t kFirst = 0x87c37b91114253d5ULL;
constexpr std::uint64_t kSecond = 0x4cf5ad432745937fULL;
constexpr std::size_t kUuidLength = 36;

/// Up to eight octets at `text`, the first one lowest.
std::uint64_t load(const char* text, std::size_t octets) {
    std::array<unsigned char, 8> raw{};
    std::memcpy(raw.data(), text, octets);
    std::uint64_t value = 0;
    for (std::size_t i = raw.size(); i-- > 0;) {
        value = value << 8U | raw[i];
    }
    return value;
}

std::uint64_t load(const char* text) {
    if constexpr (std::endian::native == std::endian::little) {
        std::uint64_t value = 0;
        std::memcpy(&value, text, sizeof value);
        return value;
    } else {
        return load(text, sizeof(std::uint64_t));
    }
}

std::uint64_t scramble_first(std::uint64_t k) {
    return std::rotl(k * kFirst, 31) * kSecond;
}

std::uint64_t scramble_second(std::uint64_t k) {
    return std::rotl(k * kSecond, 33) * kFirst;
}

std::uint64_t finish(std::uint64_t k) {
    k = (k ^ k >> 33U) * 0xff51afd7ed558ccdULL;
    k = (k ^ k >> 33U) * 0xc4ceb9fe1a85ec53ULL;
    return k ^ k >> 33U;
}

void write_hex(std::uint64_t value, char* out) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (int i = 15; i >= 0; --i) {
        out[i] = kDigits[value & 0xfU];
        value >>= 4U;
    }
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
    std::uint64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    const bool is_whole = result.ec == std::errc{} && result.ptr == text.data() + text.size();
    return is_whole ? std::optional{value} : std::nullopt;
}

}  // namespace

std::string Digest::to_string() const {
    std::string out(32, '0');
    write_hex(high, out.data());
    write_hex(low, out.data() + 16);
    return out;
}

void Digest::write_uuid(char* out) const {
    std::array<char, 32> digits{};
    write_hex(high, digits.data());
    write_hex(low, digits.data() + 16);
    std::size_t next = 0;
    for (std::size_t i = 0; i < kUuidLength; ++i) {
        const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        out[i] = is_dash ? '-' : digits[next++];
    }
}

std::optional<Digest> Digest::parse(std::string_view text) {
    if (text.size() != 32) {
        return std::nullopt;
    }
    const auto high = parse_hex(text.substr(0, 16));
    const auto low = parse_hex(text.substr(16));
    return high && low ? std::optional{Digest{*high, *low}} : std::nullopt;
}

Digest digest_of(std::string_view text, std::uint64_t seed) {
    std::uint64_t a = seed;
    std::uint64_t b = seed;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 16; left -= 16, at += 16) {
        a = (std::rotl(a ^ scramble_first(load(at)), 27) + b) * 5 + 0x52dce729ULL;
        b = (std::rotl(b ^ scramble_second(load(at + 8)), 31) + a) * 5 + 0x38495ab5ULL;
    }
    if (left > 8) {
        b ^= scramble_second(load(at + 8, left - 8));
    }
    if (left > 0) {
        a ^= scramble_first(load(at, left > 8 ? 8 : left));
    }
    a ^= text.size();
    b ^= text.size();
    a += b;
    b += a;
    a = finish(a);
    b = finish(b);
    a += b;
    b += a;
    return {a, b};
}

}  // namespace dialtone::provision
