#pragma once

#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone {

/// A sticky cursor over received octets: read every field, then ask ok() once.
///
/// The first read past the end fails the reader; from then on every read returns zero or an empty view, and
/// error_offset() tells where the input was too short. Never reads outside the span.
class Reader {
 public:
    explicit Reader(Bytes input) : input_{input} {}

    std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }

    std::uint16_t u16be() { return static_cast<std::uint16_t>(big_endian(2)); }

    std::uint32_t u32be() { return static_cast<std::uint32_t>(big_endian(4)); }

    std::uint16_t u16le() { return static_cast<std::uint16_t>(little_endian(2)); }

    std::uint32_t u32le() { return static_cast<std::uint32_t>(little_endian(4)); }

    /// The next `count` octets, or an empty view when fewer are left.
    Bytes bytes(std::size_t count) {
        if (!take(count)) {
            return {};
        }
        return input_.subspan(position_ - count, count);
    }

    /// A text field of fixed size, cut at its first NUL.
    std::string_view fixed_text(std::size_t size) {
        const auto field = text_of(bytes(size));
        return field.substr(0, field.find('\0'));
    }

    void skip(std::size_t count) { take(count); }

    [[nodiscard]] Bytes rest() const { return ok_ ? input_.subspan(position_) : Bytes{}; }

    [[nodiscard]] std::size_t remaining() const { return ok_ ? input_.size() - position_ : 0; }

    [[nodiscard]] std::size_t position() const { return position_; }

    [[nodiscard]] bool ok() const { return ok_; }

    /// Where the first read failed; meaningful only when !ok().
    [[nodiscard]] std::size_t error_offset() const { return position_; }

 private:
    bool take(std::size_t count) {
        if (!ok_ || input_.size() - position_ < count) {
            ok_ = false;
            return false;
        }
        position_ += count;
        return true;
    }

    std::uint64_t big_endian(std::size_t count) {
        std::uint64_t value = 0;
        for (const auto octet : bytes(count)) {
            value = value << 8U | octet;
        }
        return value;
    }

    std::uint64_t little_endian(std::size_t count) {
        std::uint64_t value = 0;
        unsigned shift = 0;
        for (const auto octet : bytes(count)) {
            value |= static_cast<std::uint64_t>(octet) << shift;
            shift += 8;
        }
        return value;
    }

    Bytes input_;
    std::size_t position_ = 0;
    bool ok_ = true;
};

}  // namespace dialtone
