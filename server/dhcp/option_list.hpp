#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dialtone::dhcp {

/// Options of one message in order, each code once, with their octets. Small lists do not allocate.
class OptionList {
 public:
    /// A view of one option; valid until the list changes.
    struct View {
        std::uint8_t code;
        Bytes value;
    };

    /// Adds at the end, or replaces the value where the code stands already.
    void set(std::uint8_t code, Bytes value);
    void set_u8(std::uint8_t code, std::uint8_t value);
    void set_u16(std::uint8_t code, std::uint16_t value);
    void set_u32(std::uint8_t code, std::uint32_t value);
    void set_text(std::uint8_t code, std::string_view value);
    void set_address(std::uint8_t code, Ipv4 value);
    void set_addresses(std::uint8_t code, const std::vector<Ipv4>& values);

    /// Adds at the end an option of `size` zero octets, to be filled in by the caller: the parser joins
    /// pieces there. The code must not be in the list; the view is valid until the list changes.
    std::size_t reserve(std::uint8_t code, std::size_t size);
    /// Copies `piece` into the option reserved as number `index`, at `at`; it must fit.
    void fill(std::size_t index, std::size_t at, Bytes piece);

    [[nodiscard]] bool contains(std::uint8_t code) const { return position_of(code) < entries_.size(); }

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    [[nodiscard]] bool empty() const { return entries_.empty(); }

    /// @param index below size().
    [[nodiscard]] View at(std::size_t index) const;

    /// nullopt when the code is absent, or (all but bytes) when its length does not fit the type.
    [[nodiscard]] std::optional<Bytes> bytes(std::uint8_t code) const;
    [[nodiscard]] std::optional<std::uint8_t> u8(std::uint8_t code) const;
    [[nodiscard]] std::optional<std::uint16_t> u16(std::uint8_t code) const;
    [[nodiscard]] std::optional<std::uint32_t> u32(std::uint8_t code) const;
    [[nodiscard]] std::optional<Ipv4> address(std::uint8_t code) const;
    /// Empty when absent or when the length is no multiple of four.
    [[nodiscard]] std::vector<Ipv4> addresses(std::uint8_t code) const;
    /// Without trailing NULs; empty when absent.
    [[nodiscard]] std::string_view text(std::uint8_t code) const;

    friend bool operator==(const OptionList& a, const OptionList& b);

 private:
    struct Entry {
        std::uint8_t code;
        std::uint32_t offset;
        std::uint32_t size;
    };

    [[nodiscard]] std::size_t position_of(std::uint8_t code) const;
    [[nodiscard]] std::optional<std::uint64_t> number(std::uint8_t code, std::size_t size) const;

    boost::container::small_vector<Entry, 24> entries_;
    boost::container::small_vector<std::uint8_t, 320> octets_;
};

}  // namespace dialtone::dhcp
