#include "server/journal/packing.hpp"

#include "common/bytes/reader.hpp"
#include "common/bytes/writer.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

namespace dialtone::journal {

namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kUsualSize = 64;  ///< octets of one observation, packed

/// Keys that services use often. Their places are stored: append only.
constexpr std::array<std::string_view, 28> kKnownKeys{
    "name",    "transport", "bytes", "ms",       "reason", "text",    "model",  "version", "load",   "dn",
    "display", "pool",      "why",   "action",   "line",   "address", "server", "relay",   "subnet", "xid",
    "mac",     "protocol",  "node",  "hostname", "vendor", "option",  "lease",  "digits",
};

void put_number(Writer& out, std::uint64_t value) {
    while (value >= 0x80) {
        out.u8(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    out.u8(static_cast<std::uint8_t>(value));
}

/// LEB128 of at most 64 bits; clears `is_legal` when it is longer.
std::uint64_t get_number(Reader& in, bool& is_legal) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto octet = in.u8();
        const std::uint64_t part = octet & 0x7fU;
        is_legal = is_legal && (shift < 63 || part <= 1);
        value |= part << shift;
        if ((octet & 0x80U) == 0) {
            return value;
        }
    }
    is_legal = false;
    return value;
}

std::uint64_t to_zigzag(std::int64_t value) {
    return static_cast<std::uint64_t>(value) << 1U ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t from_zigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

/// At most `max` octets, never half a UTF-8 character of a well-formed text.
std::string_view cut(std::string_view text, std::size_t max) {
    if (text.size() <= max) {
        return text;
    }
    auto end = max;
    while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xc0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end);
}

void put_text(Writer& out, std::string_view text, std::size_t max) {
    const auto kept = cut(text, max);
    put_number(out, kept.size());
    out.text(kept);
}

void put_key(Writer& out, std::string_view key) {
    const auto* known = std::find(kKnownKeys.begin(), kKnownKeys.end(), key);
    if (known != kKnownKeys.end()) {
        put_number(out, static_cast<std::uint64_t>(known - kKnownKeys.begin()) + 1);
        return;
    }
    put_number(out, 0);
    put_text(out, key, kMaxKeyLength);
}

/// Times are differences modulo 2^64, so that no pair of times can overflow.
std::uint64_t ticks(WallTime time) {
    return static_cast<std::uint64_t>(time.time_since_epoch().count());
}

void put_observation(Writer& out, const Observation& observation, std::uint64_t before) {
    put_number(out, static_cast<std::uint16_t>(observation.step));
    put_number(out, to_zigzag(static_cast<std::int64_t>(ticks(observation.at) - before)));
    const auto fields = std::min(observation.fields.size(), kMaxFields);
    put_number(out, fields);
    for (std::size_t i = 0; i < fields; ++i) {
        put_key(out, observation.fields[i].key);
        put_text(out, observation.fields[i].value, kMaxValueLength);
    }
}

/// Sticky like Reader: after the first error every read returns nothing, and error() says what it was.
class Unpacker {
 public:
    explicit Unpacker(Bytes packed) : in_{packed} {}

    std::uint64_t number(std::uint64_t max, const char* what) {
        bool is_legal = true;
        const auto value = get_number(in_, is_legal);
        if (in_.ok() && (!is_legal || value > max)) {
            fail(WireErrc::bad_value, what);
        }
        return is_ok() ? value : 0;
    }

    std::string text(std::size_t max, const char* what) {
        const auto length = number(max, what);
        return std::string{text_of(in_.bytes(length))};
    }

    Field field() {
        const auto code = number(kKnownKeys.size(), "key that this program does not know");
        auto key = code == 0 ? text(kMaxKeyLength, "key too long") : std::string{kKnownKeys[code - 1]};
        return {std::move(key), text(kMaxValueLength, "value too long")};
    }

    Observation observation(const std::string& subject, std::uint64_t& time) {
        Observation made;
        made.subject = subject;
        made.step = static_cast<Step>(number(std::numeric_limits<std::uint16_t>::max(), "step"));
        time +=
            static_cast<std::uint64_t>(from_zigzag(number(std::numeric_limits<std::uint64_t>::max(), "time"))
            );
        made.at = WallTime{Duration{static_cast<std::int64_t>(time)}};
        const auto fields = number(kMaxFields, "too many fields");
        for (std::uint64_t i = 0; i < fields && is_ok(); ++i) {
            made.fields.push_back(field());
        }
        return made;
    }

    void version() {
        if (in_.u8() != kVersion) {
            fail(WireErrc::unsupported, "version of the packing");
        }
    }

    void end() {
        if (is_ok() && in_.remaining() != 0) {
            fail(WireErrc::bad_length, "octets after the last observation");
        }
    }

    [[nodiscard]] bool is_ok() const { return in_.ok() && error_.what == nullptr; }

    [[nodiscard]] WireError error() const {
        return error_.what != nullptr
                   ? error_
                   : WireError{WireErrc::truncated, in_.error_offset(), "observations end too early"};
    }

 private:
    void fail(WireErrc code, const char* what) {
        if (error_.what == nullptr && in_.ok()) {
            error_ = {code, in_.position(), what};
        }
    }

    Reader in_;
    WireError error_{WireErrc::truncated, 0, nullptr};
};

}  // namespace

Buffer pack(std::span<const Observation> observations) {
    const auto count = std::min(observations.size(), kMaxPacked);
    Buffer packed;
    packed.reserve(16 + count * kUsualSize);
    Writer out{packed};
    out.u8(kVersion);
    put_number(out, count);
    std::uint64_t before = 0;
    for (const auto& observation : observations.first(count)) {
        put_observation(out, observation, before);
        before = ticks(observation.at);
    }
    return packed;
}

Parsed<std::vector<Observation>> unpack(const std::string& subject, Bytes packed) {
    Unpacker in{packed};
    in.version();
    const auto count = in.number(kMaxPacked, "too many observations");
    std::vector<Observation> observations;
    std::uint64_t time = 0;
    for (std::uint64_t i = 0; i < count && in.is_ok(); ++i) {
        observations.push_back(in.observation(subject, time));
    }
    in.end();
    if (!in.is_ok()) {
        return in.error();
    }
    return observations;
}

}  // namespace dialtone::journal
