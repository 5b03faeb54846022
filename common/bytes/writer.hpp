#pragma once

#include "common/bytes/bytes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dialtone {

/// Appends wire fields to a buffer that somebody else owns, so that one buffer serves many messages.
class Writer {
 public:
    explicit Writer(Buffer& out) : out_{out} {}

    void u8(std::uint8_t value) { out_.push_back(value); }

    void u16be(std::uint16_t value) { big_endian(value, 2); }

    void u32be(std::uint32_t value) { big_endian(value, 4); }

    void u16le(std::uint16_t value) { little_endian(value, 2); }

    void u32le(std::uint32_t value) { little_endian(value, 4); }

    void bytes(Bytes octets) { out_.insert(out_.end(), octets.begin(), octets.end()); }

    void text(std::string_view value) { bytes(bytes_of(value)); }

    /// A text field of exactly `size` octets: cut so that at least one NUL remains, padded with NULs.
    void fixed_text(std::string_view value, std::size_t size) {
        const auto kept = value.substr(0, size == 0 ? 0 : size - 1);
        text(kept);
        zeros(size - kept.size());
    }

    void zeros(std::size_t count) { out_.insert(out_.end(), count, std::uint8_t{0}); }

    [[nodiscard]] std::size_t position() const { return out_.size(); }

    /// Overwrites four octets written before, for lengths known only afterwards.
    void patch_u32le(std::size_t at, std::uint32_t value) {
        for (std::size_t i = 0; i < 4; ++i) {
            out_[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
        }
    }

 private:
    void big_endian(std::uint64_t value, unsigned count) {
        for (unsigned i = count; i-- > 0;) {
            out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        }
    }

    void little_endian(std::uint64_t value, unsigned count) {
        for (unsigned i = 0; i < count; ++i) {
            out_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        }
    }

    Buffer& out_;
};

}  // namespace dialtone
