#include "server/dhcp/message.hpp"

#include "common/bytes/reader.hpp"

#include <algorithm>

namespace dialtone::dhcp {

namespace {

constexpr std::uint32_t kMagicCookie = 0x63825363;
constexpr std::size_t kSnameSize = 64;
constexpr std::size_t kFileSize = 128;
constexpr std::uint8_t kOverloadsFile = 1;
constexpr std::uint8_t kOverloadsSname = 2;

/// Calls visit(code, value) for every option of one field. Returns false when an option overran the field.
template <class Visit>
bool for_each_option(Bytes field, Visit&& visit) {
    Reader reader{field};
    while (reader.remaining() > 0) {
        const auto code = reader.u8();
        if (code == option::kPad) {
            continue;
        }
        if (code == option::kEnd) {
            return true;
        }
        const auto size = reader.u8();
        const auto value = reader.bytes(size);
        if (!reader.ok()) {
            return false;
        }
        visit(code, value);
    }
    return true;
}

/// The fields that hold options, in the order in which RFC 3396 §5 joins them.
struct OptionFields {
    std::array<Bytes, 3> fields;

    template <class Visit>
    std::size_t for_each(Visit&& visit) const {
        std::size_t malformed = 0;
        for (const auto field : fields) {
            malformed += for_each_option(field, visit) ? 0U : 1U;
        }
        return malformed;
    }
};

/// Option 52 counts in the options field only; inside `file` or `sname` it would be a loop.
std::uint8_t overload_of(Bytes options) {
    std::uint8_t overload = 0;
    for_each_option(options, [&](std::uint8_t code, Bytes value) {
        if (code == option::kOverload && value.size() == 1 && value[0] <= 3) {
            overload = value[0];
        }
    });
    return overload;
}

/// Two passes, so that any number of instances of one code costs no more than its octets.
void join_options(const OptionFields& fields, Message& message) {
    std::array<std::uint32_t, 256> sizes{};
    message.malformed_options = fields.for_each([&](std::uint8_t code, Bytes value) {
        sizes[code] += static_cast<std::uint32_t>(value.size());
    });
    std::array<std::uint32_t, 256> filled{};
    std::array<std::uint8_t, 256> index{};  // 1 + position in the list; codes 0, 52 and 255 never get one
    fields.for_each([&](std::uint8_t code, Bytes value) {
        if (code == option::kOverload) {
            return;
        }
        if (index[code] == 0) {
            index[code] = static_cast<std::uint8_t>(message.options.reserve(code, sizes[code]) + 1);
        }
        message.options.fill(index[code] - 1U, filled[code], value);
        filled[code] += static_cast<std::uint32_t>(value.size());
    });
}

/// Text of a fixed field; a field filled to its last octet loses that one, which should have been a NUL.
std::string text_field(Bytes field) {
    Reader reader{field};
    return std::string{reader.fixed_text(field.size()).substr(0, field.size() - 1)};
}

void read_fixed_part(Reader& reader, Message& message) {
    message.op = static_cast<Op>(reader.u8());
    message.hardware_type = reader.u8();
    message.hardware_length = reader.u8();
    message.hops = reader.u8();
    message.xid = reader.u32be();
    message.secs = reader.u16be();
    message.flags = reader.u16be();
    message.ciaddr = Ipv4{reader.u32be()};
    message.yiaddr = Ipv4{reader.u32be()};
    message.siaddr = Ipv4{reader.u32be()};
    message.giaddr = Ipv4{reader.u32be()};
    std::ranges::copy(reader.bytes(message.chaddr.size()), message.chaddr.begin());
}

}  // namespace

Parsed<Message> parse(Bytes datagram) {
    if (datagram.size() < kHeaderSize) {
        return WireError{WireErrc::truncated, datagram.size(), "shorter than a DHCP header"};
    }
    Message message;
    Reader reader{datagram};
    read_fixed_part(reader, message);
    if (message.op != Op::request && message.op != Op::reply) {
        return WireError{WireErrc::bad_value, 0, "op is neither request nor reply"};
    }
    if (message.hardware_length > message.chaddr.size()) {
        return WireError{WireErrc::bad_length, 2, "hardware address longer than its field"};
    }
    const auto sname = reader.bytes(kSnameSize);
    const auto file = reader.bytes(kFileSize);
    if (reader.u32be() != kMagicCookie) {
        return WireError{WireErrc::bad_value, kHeaderSize - 4, "no DHCP magic cookie"};
    }
    const auto options = reader.rest();
    const auto overload = overload_of(options);
    const bool file_overloaded = (overload & kOverloadsFile) != 0;
    const bool sname_overloaded = (overload & kOverloadsSname) != 0;
    message.file = file_overloaded ? std::string{} : text_field(file);
    message.sname = sname_overloaded ? std::string{} : text_field(sname);
    join_options(
        OptionFields{{options, file_overloaded ? file : Bytes{}, sname_overloaded ? sname : Bytes{}}}, message
    );
    return message;
}

std::optional<MessageType> Message::type() const {
    const auto value = options.u8(option::kMessageType);
    // 9 is FORCERENEW (RFC 3203), which needs authentication that no phone has.
    if (!value || *value < 1 || *value > 13 || *value == 9) {
        return std::nullopt;
    }
    return static_cast<MessageType>(*value);
}

std::optional<MacAddress> Message::mac() const {
    return hardware_length == 6 ? MacAddress::from(chaddr) : std::nullopt;
}

void Message::set_mac(const MacAddress& mac) {
    hardware_type = 1;
    hardware_length = 6;
    chaddr.fill(0);
    std::ranges::copy(mac.octets(), chaddr.begin());
}

std::string_view Message::vendor_class() const {
    auto text = options.text(option::kVendorClass);
    while (text.ends_with(' ') || text.ends_with('\0')) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view to_string(MessageType type) {
    constexpr std::array<std::string_view, 14> kNames{
        "",
        "DHCPDISCOVER",
        "DHCPOFFER",
        "DHCPREQUEST",
        "DHCPDECLINE",
        "DHCPACK",
        "DHCPNAK",
        "DHCPRELEASE",
        "DHCPINFORM",
        "",
        "DHCPLEASEQUERY",
        "DHCPLEASEUNASSIGNED",
        "DHCPLEASEUNKNOWN",
        "DHCPLEASEACTIVE"};
    return kNames[static_cast<std::size_t>(type)];
}

}  // namespace dialtone::dhcp
