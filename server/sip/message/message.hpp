#pragma once

#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"
#include "server/sip/message/header_id.hpp"
#include "server/sip/message/method.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace dialtone::sip {

/// A header field as received: its name and what stands behind the colon, without the white space around it
/// but with line ends where it was folded.
struct Field {
    HeaderId id = HeaderId::unknown;
    std::uint16_t next = 0;  ///< where the next of the same id is, plus one; 0: this is the last
    std::string_view name;
    std::string_view value;
};

/// One SIP message as views of the octets that it was read from. Its header fields are found and named, their
/// values read only by whoever needs them (via.hpp, address.hpp, fields.hpp, …): what nobody reads may be
/// malformed and hurts nobody (RFC 3261 §8.2).
///
/// Meant to be used again for the next message: reading an ordinary one allocates nothing then.
class Message {
 public:
    /// @param octets  one datagram, or one frame of a stream; they must live as long as the views are used.
    /// @return an error for what is no SIP message at all, or one that nobody could answer: drop it. With
    /// success, fault() may still say that it is malformed, and everything that could be read is there.
    Parsed<void> parse(Bytes octets);

    /// What is wrong with its outer form: start line, header lines, length. For a request: answer 400.
    [[nodiscard]] const std::optional<WireError>& fault() const { return fault_; }

    [[nodiscard]] bool is_request() const { return is_request_; }

    // Of a request.

    [[nodiscard]] Method method() const { return method_; }

    [[nodiscard]] std::string_view method_name() const { return method_name_; }

    [[nodiscard]] std::string_view request_uri() const { return request_uri_; }

    // Of a response.

    /// 100 to 699; 0 for anything else that has three digits or more.
    [[nodiscard]] int status() const { return status_; }

    [[nodiscard]] std::string_view reason() const { return reason_; }

    // Of both.

    /// "2.0"
    [[nodiscard]] std::string_view version() const { return version_; }

    /// In the order in which they came.
    [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

    /// The first of its kind; null when there is none.
    [[nodiscard]] const Field* find(HeaderId id) const { return at(first_[static_cast<std::size_t>(id)]); }

    /// The next of the same id.
    [[nodiscard]] const Field* next(const Field& field) const { return at(field.next); }

    /// Its value; empty when there is none.
    [[nodiscard]] std::string_view value(HeaderId id) const {
        const auto* field = find(id);
        return field != nullptr ? field->value : std::string_view{};
    }

    [[nodiscard]] std::string_view body() const { return body_; }

    /// What the message consists of, without anything that came before or behind it in the datagram.
    [[nodiscard]] Bytes octets() const { return octets_; }

 private:
    [[nodiscard]] const Field* at(std::uint16_t place) const {
        return place == 0 ? nullptr : &fields_[place - 1U];
    }

    void fail(WireErrc code, std::string_view where, const char* what);
    bool read_start_line(std::string_view line);
    void read_request_line(std::string_view line);
    void read_status_line(std::string_view line);
    std::string_view read_fields(std::string_view rest);
    void add_field(std::string_view line);
    void read_body(std::string_view rest);

    Bytes octets_;
    bool is_request_ = false;
    Method method_ = Method::other;
    int status_ = 0;
    std::string_view method_name_;
    std::string_view request_uri_;
    std::string_view version_;
    std::string_view reason_;
    std::string_view body_;
    std::optional<WireError> fault_;
    std::vector<Field> fields_;
    std::array<std::uint16_t, kHeaderIds> first_{};
    std::array<std::uint16_t, kHeaderIds> last_{};
};

/// One value of a list, and whether another follows it.
struct Listed {
    std::string_view value;
    bool has_next = false;
};

/// Takes one value from the front of a list; commas within quotes and brackets do not end it.
Listed take_value(std::string_view& rest);

/// Takes the values of a header one after the other, whether they stand in one field behind commas or in
/// fields of their own (RFC 3261 §7.3.1). Only for headers that are lists; not for those of authentication,
/// whose commas are their own.
class Values {
 public:
    Values(const Message& message, HeaderId id) : message_{message} { enter(message.find(id)); }

    /// Nullopt at the end. An empty value (",,") is returned as such: most grammars have none.
    std::optional<std::string_view> next();

 private:
    void enter(const Field* field);

    const Message& message_;
    const Field* field_ = nullptr;
    std::string_view rest_;
};

}  // namespace dialtone::sip
