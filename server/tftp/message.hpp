#pragma once

#include "common/bytes/bytes.hpp"
#include "common/error/wire_error.hpp"

#include <boost/container/static_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

/// TFTP packets, both directions (RFC 1350; options RFC 2347, 2348, 2349, 7440). Views live as long as the
/// octets they were parsed from. Nothing here allocates but the buffers rendered into.
namespace dialtone::tftp {

enum class Opcode : std::uint16_t {
    read_request = 1,
    write_request = 2,
    data = 3,
    ack = 4,
    error = 5,
    option_ack = 6,
};

enum class ErrorCode : std::uint16_t {
    see_message = 0,
    file_not_found = 1,
    access_violation = 2,
    disk_full = 3,
    illegal_operation = 4,
    unknown_transfer_id = 5,
    file_exists = 6,
    no_such_user = 7,
    option_refused = 8,  ///< RFC 2347
};

enum class Mode : std::uint8_t { octet, netascii };

/// Any case (RFC 1350 §5). nullopt for `mail`, which is obsolete, and for everything else.
std::optional<Mode> mode_from(std::string_view text);

/// One option as it stands on the wire.
struct OptionView {
    std::string_view name;
    std::string_view value;

    friend bool operator==(const OptionView&, const OptionView&) = default;
};

/// Options read from one packet; a packet that carries more has the rest ignored.
constexpr std::size_t kMaxOptions = 16;
using OptionViews = boost::container::static_vector<OptionView, kMaxOptions>;

/// RRQ or WRQ. File and mode are as received: the name is not yet canonical, the mode not yet known.
struct RequestView {
    Opcode opcode = Opcode::read_request;
    std::string_view file;
    std::string_view mode;
    OptionViews options;
};

struct DataView {
    std::uint16_t block = 0;
    Bytes payload;
};

struct Ack {
    std::uint16_t block = 0;
};

struct ErrorView {
    std::uint16_t code = 0;  ///< a number, since peers send codes of their own too
    std::string_view text;
};

struct OptionAckView {
    OptionViews options;
};

using MessageView = std::variant<RequestView, DataView, Ack, ErrorView, OptionAckView>;

/// Reads one datagram, with the leniencies that real clients need: NULs after the mode (old 7960 loads send
/// one), an option without its value, an ERROR text without its NUL, octets after an ACK.
///
/// A request whose file or mode is not terminated is `truncated`; one that ends after its file
/// has an empty mode.
Parsed<MessageView> parse(Bytes datagram);

/// What options mean, for the server reading a request and for a client reading an OACK. A value outside the
/// range of its RFC is absent here, and the option thereby omitted, as RFC 2347 wants. Of an option given
/// twice the last counts.
struct OptionValues {
    std::optional<std::uint16_t> block_size;     ///< blksize, 8 to 65464 octets (RFC 2348); larger is 65464
    std::optional<std::uint8_t> timeout;         ///< seconds, 1 to 255 (RFC 2349)
    std::optional<std::uint64_t> transfer_size;  ///< tsize, octets; 0 in a read request (RFC 2349)
    std::optional<std::uint16_t> window_size;    ///< windowsize, 1 to 65535 blocks (RFC 7440)
};

OptionValues read_options(std::span<const OptionView> options);

constexpr std::uint16_t kDefaultBlockSize = 512;
constexpr std::uint16_t kMaxBlockSize = 65464;

/// Each appends one packet to `out`.
void render_request(
    Buffer& out,
    Opcode opcode,
    std::string_view file,
    std::string_view mode,
    std::span<const OptionView> options = {}
);
void render_data(Buffer& out, std::uint16_t block, Bytes payload);
void render_ack(Buffer& out, std::uint16_t block);
void render_error(Buffer& out, ErrorCode code, std::string_view text);
void render_option_ack(Buffer& out, std::span<const OptionView> options);

}  // namespace dialtone::tftp
