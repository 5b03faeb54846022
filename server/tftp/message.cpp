#include "server/tftp/message.hpp"

#include "common/bytes/reader.hpp"
#include "common/bytes/writer.hpp"
#include "common/error/try.hpp"
#include "common/text/ascii.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace dialtone::tftp {

namespace {

/// The text up to the next NUL, and moves past that NUL; nullopt when there is none.
std::optional<std::string_view> take_text(std::string_view& rest) {
    const auto end = rest.find('\0');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto text = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return text;
}

/// Pairs of name and value. An empty name ends them: it is a NUL too many, not an option. A name without a
/// value is ignored.
OptionViews take_options(std::string_view rest) {
    OptionViews options;
    while (options.size() < kMaxOptions) {
        const auto name = take_text(rest);
        if (!name || name->empty()) {
            break;
        }
        const auto value = take_text(rest);
        if (!value) {
            break;
        }
        options.push_back({*name, *value});
    }
    return options;
}

Parsed<RequestView> parse_request(Opcode opcode, std::string_view rest) {
    RequestView request{.opcode = opcode};
    const auto file = take_text(rest);
    if (!file) {
        return WireError{WireErrc::truncated, 2, "file name without its NUL"};
    }
    request.file = *file;
    if (rest.empty()) {
        return request;
    }
    const auto mode = take_text(rest);
    if (!mode) {
        return WireError{WireErrc::truncated, 3 + file->size(), "mode without its NUL"};
    }
    request.mode = *mode;
    request.options = take_options(rest);
    return request;
}

/// A decimal number without sign; nullopt for anything else. More digits than 64 bits hold mean "very much".
std::optional<std::uint64_t> number_from(std::string_view text) {
    if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c); })) {
        return std::nullopt;
    }
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} ? value : std::numeric_limits<std::uint64_t>::max();
}

template <class Field>
std::optional<Field> within(std::optional<std::uint64_t> value, std::uint64_t least, std::uint64_t most) {
    const bool fits = value && *value >= least && *value <= most;
    return fits ? std::optional{static_cast<Field>(*value)} : std::nullopt;
}

void set_option(OptionValues& values, std::string_view name, std::optional<std::uint64_t> number) {
    if (iequals(name, "blksize")) {
        // A request may be answered with less, so that too much is no error (RFC 2348).
        const auto capped = number ? std::optional{std::min<std::uint64_t>(*number, kMaxBlockSize)} : number;
        values.block_size = within<std::uint16_t>(capped, 8, kMaxBlockSize);
    } else if (iequals(name, "timeout")) {
        values.timeout = within<std::uint8_t>(number, 1, 255);
    } else if (iequals(name, "tsize")) {
        values.transfer_size = number;
    } else if (iequals(name, "windowsize")) {
        values.window_size = within<std::uint16_t>(number, 1, 65535);
    }
}

void render_options(Writer& writer, std::span<const OptionView> options) {
    for (const auto& option : options) {
        writer.text(option.name);
        writer.u8(0);
        writer.text(option.value);
        writer.u8(0);
    }
}

}  // namespace

std::optional<Mode> mode_from(std::string_view text) {
    if (iequals(text, "octet")) {
        return Mode::octet;
    }
    return iequals(text, "netascii") ? std::optional{Mode::netascii} : std::nullopt;
}

Parsed<MessageView> parse(Bytes datagram) {
    Reader reader{datagram};
    const auto opcode = Opcode{reader.u16be()};
    switch (opcode) {
        case Opcode::read_request:
        case Opcode::write_request: {
            DIALTONE_TRY(auto request, parse_request(opcode, text_of(reader.rest())));
            return MessageView{request};
        }
        case Opcode::data: {
            const auto block = reader.u16be();
            if (reader.ok()) {
                return MessageView{DataView{block, reader.rest()}};
            }
            break;
        }
        case Opcode::ack: {
            const auto block = reader.u16be();
            if (reader.ok()) {
                return MessageView{Ack{block}};
            }
            break;
        }
        case Opcode::error: {
            const auto code = reader.u16be();
            if (reader.ok()) {
                return MessageView{ErrorView{code, reader.fixed_text(reader.remaining())}};
            }
            break;
        }
        case Opcode::option_ack:
            return MessageView{OptionAckView{take_options(text_of(reader.rest()))}};
    }
    if (!reader.ok()) {
        return WireError{WireErrc::truncated, reader.error_offset(), "shorter than its fixed part"};
    }
    return WireError{WireErrc::unsupported, 0, "unknown opcode"};
}

OptionValues read_options(std::span<const OptionView> options) {
    OptionValues values;
    for (const auto& option : options) {
        set_option(values, option.name, number_from(option.value));
    }
    return values;
}

void render_request(
    Buffer& out,
    Opcode opcode,
    std::string_view file,
    std::string_view mode,
    std::span<const OptionView> options
) {
    Writer writer{out};
    writer.u16be(static_cast<std::uint16_t>(opcode));
    writer.text(file);
    writer.u8(0);
    writer.text(mode);
    writer.u8(0);
    render_options(writer, options);
}

void render_data(Buffer& out, std::uint16_t block, Bytes payload) {
    Writer writer{out};
    writer.u16be(static_cast<std::uint16_t>(Opcode::data));
    writer.u16be(block);
    writer.bytes(payload);
}

void render_ack(Buffer& out, std::uint16_t block) {
    Writer writer{out};
    writer.u16be(static_cast<std::uint16_t>(Opcode::ack));
    writer.u16be(block);
}

void render_error(Buffer& out, ErrorCode code, std::string_view text) {
    Writer writer{out};
    writer.u16be(static_cast<std::uint16_t>(Opcode::error));
    writer.u16be(static_cast<std::uint16_t>(code));
    writer.text(text);
    writer.u8(0);
}

void render_option_ack(Buffer& out, std::span<const OptionView> options) {
    Writer writer{out};
    writer.u16be(static_cast<std::uint16_t>(Opcode::option_ack));
    render_options(writer, options);
}

}  // namespace dialtone::tftp
