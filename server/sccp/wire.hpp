#pragma once

#include "common/address/ipv4.hpp"
#include "common/bytes/bytes.hpp"
#include "common/bytes/writer.hpp"
#include "common/error/wire_error.hpp"
#include "server/sccp/dialect.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

/// The two walks over a message body. Each message states its fields once, as a function template over one of
/// these, so that what we send and what we understand cannot differ.
namespace dialtone::sccp {

/// Reads a body. A body shorter than its layout reads as if it went on with zeros, and octets beyond it are
/// ignored: real phones do both (a 7940 sends 68 of the 124 octets of RegisterReq).
class BodyReader {
 public:
    template <class Message>
    using Ref = Message&;
    static constexpr bool kReads = true;

    BodyReader(Bytes body, const Dialect& dialect) : body_{body}, is_utf8_{dialect.is_utf8} {}

    /// Whether the layout goes on beyond the octets walked so far; `size` is how long the writer was asked to
    /// be.
    [[nodiscard]] bool goes_on(std::size_t size) const { return position_ < body_.size() && size > 0; }

    [[nodiscard]] std::size_t body_size() const { return body_.size(); }

    template <class Number>
    void u8(Number& value) {
        value = static_cast<Number>(number(1));
    }

    template <class Number>
    void u16(Number& value) {
        value = static_cast<Number>(number(2));
    }

    template <class Number>
    void u32(Number& value) {
        value = static_cast<Number>(number(4));
    }

    /// Four octets in network order.
    void ip4(Ipv4& address);
    /// Type word and 16 octets; an IPv6 address reads as unspecified.
    void address(Ipv4& address);
    /// A field of fixed size that ends at its first NUL.
    void text(std::string& value, std::size_t size);
    /// A text that ends with its NUL, wherever that is; not longer than `max`.
    void ztext(std::string& value, std::size_t max);
    /// What is left of the body, cut at its first NUL; at most `max` octets.
    void rest(std::string& value, std::size_t max);
    /// Octets that are no text of ours, or fewer at the body's end.
    void raw(std::string& value, std::size_t size);
    void octets(std::span<std::uint8_t> value);

    void skip(std::size_t count) { take(count); }

 private:
    /// The next octets; fewer than `count` at the body's end.
    Bytes take(std::size_t count);
    std::uint32_t number(std::size_t count);

    Bytes body_;
    std::size_t position_ = 0;
    bool is_utf8_;
};

/// Writes a body, with zeros wherever nothing is said.
class BodyWriter {
 public:
    template <class Message>
    using Ref = const Message&;
    static constexpr bool kReads = false;

    BodyWriter(Buffer& out, const Dialect& dialect)
        : out_{out}, writer_{out}, start_{out.size()}, is_utf8_{dialect.is_utf8} {}

    [[nodiscard]] bool goes_on(std::size_t size) const { return body_size() < size; }

    [[nodiscard]] std::size_t body_size() const { return out_.size() - start_; }

    template <class Number>
    void u8(const Number& value) {
        writer_.u8(static_cast<std::uint8_t>(value));
    }

    template <class Number>
    void u16(const Number& value) {
        writer_.u16le(static_cast<std::uint16_t>(value));
    }

    template <class Number>
    void u32(const Number& value) {
        writer_.u32le(static_cast<std::uint32_t>(value));
    }

    void ip4(Ipv4 address) { writer_.u32be(address.value()); }

    void address(Ipv4 address);
    void text(const std::string& value, std::size_t size);
    void ztext(const std::string& value, std::size_t max);
    void rest(const std::string& value, std::size_t max);
    /// The first `size` octets of `value`, which has them.
    void raw(const std::string& value, std::size_t size);

    void octets(std::span<const std::uint8_t> value) { writer_.bytes(value); }

    void skip(std::size_t count) { writer_.zeros(count); }

 private:
    Buffer& out_;
    Writer writer_;
    std::size_t start_;
    bool is_utf8_;
};

}  // namespace dialtone::sccp
