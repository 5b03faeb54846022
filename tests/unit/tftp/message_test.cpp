#include "server/tftp/message.hpp"

#include "common/bytes/hex.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

using namespace dialtone;
using namespace dialtone::tftp;

namespace {

Buffer hex(const char* text) {
    return from_hex(text).value();
}

template <class View>
View parsed(const Buffer& octets) {
    const auto message = parse(octets);
    REQUIRE(message.has_value());
    REQUIRE(std::holds_alternative<View>(*message));
    return std::get<View>(*message);
}

Buffer request(std::string_view octets) {
    Buffer out{0, 1};
    const auto rest = bytes_of(octets);
    out.insert(out.end(), rest.begin(), rest.end());
    return out;
}

using namespace std::string_view_literals;

}  // namespace

TEST_CASE("TFTP message: the request of a 7960 for its trust list, as captured", "[tftp][message]") {
    // 73 octets on the wire are 31 of TFTP: a 7940/60 with 8.x firmware sends no options.
    const auto octets = hex("0001 43544c534550303030363533374238344546 2e746c76 00 6f63746574 00");
    REQUIRE(octets.size() == 31);
    const auto request = parsed<RequestView>(octets);
    REQUIRE(request.opcode == Opcode::read_request);
    REQUIRE(request.file == "CTLSEP0006537B84EF.tlv");
    REQUIRE(mode_from(request.mode) == Mode::octet);
    REQUIRE(request.options.empty());

    Buffer rendered;
    render_request(rendered, Opcode::read_request, "CTLSEP0006537B84EF.tlv", "octet");
    REQUIRE(rendered == octets);
}

TEST_CASE(
    "TFTP message: a NUL too many after the mode is no option (OS79XX.TXT of an old 7960)", "[tftp][message]"
) {
    const auto octets = request("OS79XX.TXT\0octet\0\0"sv);
    const auto parsed_request = parsed<RequestView>(octets);
    REQUIRE(parsed_request.file == "OS79XX.TXT");
    REQUIRE(parsed_request.options.empty());
}

TEST_CASE("TFTP message: golden octets of every packet", "[tftp][message]") {
    Buffer out;
    const std::vector<OptionView> options{{"blksize", "1428"}, {"tsize", "0"}};
    render_request(out, Opcode::read_request, "x", "octet", options);
    REQUIRE(out == hex("0001 7800 6f6374657400 626c6b73697a6500 3134323800 7473697a6500 3000"));
    out.clear();
    render_data(out, 0x0102, bytes_of("abc"));
    REQUIRE(out == hex("0003 0102 616263"));
    out.clear();
    render_ack(out, 0xffff);
    REQUIRE(out == hex("0004 ffff"));
    out.clear();
    render_error(out, ErrorCode::file_not_found, "No");
    REQUIRE(out == hex("0005 0001 4e6f 00"));
    out.clear();
    render_option_ack(out, options);
    REQUIRE(out == hex("0006 626c6b73697a6500 3134323800 7473697a6500 3000"));
}

TEST_CASE("TFTP message: what is rendered is read back", "[tftp][message]") {
    const std::vector<OptionView> options{{"BLKSIZE", "8"}, {"windowsize", "4"}, {"x", ""}};
    Buffer out;
    render_request(out, Opcode::write_request, "dir/name", "NetASCII", options);
    const auto request = parsed<RequestView>(out);
    REQUIRE(request.opcode == Opcode::write_request);
    REQUIRE(request.file == "dir/name");
    REQUIRE(mode_from(request.mode) == Mode::netascii);
    REQUIRE(std::vector<OptionView>(request.options.begin(), request.options.end()) == options);

    out.clear();
    render_data(out, 7, bytes_of("payload"));
    REQUIRE(parsed<DataView>(out).block == 7);
    REQUIRE(text_of(parsed<DataView>(out).payload) == "payload");

    out.clear();
    render_ack(out, 9);
    REQUIRE(parsed<Ack>(out).block == 9);

    out.clear();
    render_error(out, ErrorCode::unknown_transfer_id, "who?");
    REQUIRE(parsed<ErrorView>(out).code == 5);
    REQUIRE(parsed<ErrorView>(out).text == "who?");

    out.clear();
    render_option_ack(out, options);
    REQUIRE(parsed<OptionAckView>(out).options.size() == 3);
}

TEST_CASE("TFTP message: no truncation is read as the whole, none reads outside", "[tftp][message]") {
    Buffer whole;
    render_request(
        whole, Opcode::read_request, "SEP001122334455.cnf.xml", "octet", std::array{OptionView{"tsize", "0"}}
    );
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CAPTURE(size);
        const Buffer cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
        const auto message = parse(cut);
        if (message) {
            const auto& request = std::get<RequestView>(*message);
            // T-12, T-59: a request that ends after its file, or within an option, is understood so far.
            REQUIRE(request.file == "SEP001122334455.cnf.xml");
            REQUIRE((request.mode.empty() || request.mode == "octet"));
            REQUIRE(request.options.empty());
        } else {
            REQUIRE(message.error().offset <= size);
        }
    }
    for (const auto* packet : {"0003 0001", "0004 0001", "0005 0001"}) {
        const auto octets = hex(packet);
        for (std::size_t size = 0; size < octets.size(); ++size) {
            const Buffer cut{octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(size)};
            REQUIRE_FALSE(parse(cut).has_value());
        }
        REQUIRE(parse(octets).has_value());
    }
}

TEST_CASE("T-13 T-15 file and mode must be terminated, unknown opcodes are none", "[tftp][message]") {
    REQUIRE_FALSE(parse(request("x512"sv)).has_value());
    REQUIRE_FALSE(parse(request("x512\0octet"sv)).has_value());
    for (const auto* octets : {"0000 7800", "0007 7800", "ffff 7800", "0100 7800"}) {
        REQUIRE_FALSE(parse(hex(octets)).has_value());
    }
}

TEST_CASE("T-04 modes are read in any case; mail and others are none (T-08, T-09, T-22)", "[tftp][message]") {
    REQUIRE(mode_from("OcTeT") == Mode::octet);
    REQUIRE(mode_from("NETASCII") == Mode::netascii);
    for (const auto* mode : {"mail", "foo", "", "octet ", ".png"}) {
        REQUIRE_FALSE(mode_from(mode));
    }
}

TEST_CASE("T-46 T-52 T-64 options out of their range are absent", "[tftp][message]") {
    const auto values = [](std::string_view name, std::string_view value) {
        return read_options(std::array{OptionView{name, value}});
    };
    REQUIRE(values("BlkSize", "8").block_size == 8);
    REQUIRE(values("blksize", "65464").block_size == 65464);
    REQUIRE(values("blksize", "99999").block_size == 65464);  // T-47
    REQUIRE(values("blksize", "99999999999999999999999").block_size == 65464);
    for (const auto* bad : {"7", "0", "-5", "abc", "", "8 ", "0x10", "1e3"}) {  // T-46
        CAPTURE(bad);
        REQUIRE_FALSE(values("blksize", bad).block_size);
    }
    REQUIRE(values("timeout", "1").timeout == 1);
    REQUIRE(values("timeout", "255").timeout == 255);
    REQUIRE_FALSE(values("timeout", "0").timeout);  // T-52
    REQUIRE_FALSE(values("timeout", "256").timeout);
    REQUIRE(values("tsize", "0").transfer_size == 0);
    REQUIRE(values("tsize", "20000000").transfer_size == 20000000);
    REQUIRE(values("windowsize", "65535").window_size == 65535);
    REQUIRE_FALSE(values("windowsize", "0").window_size);  // T-64
    REQUIRE_FALSE(values("windowsize", "65536").window_size);
    REQUIRE(
        read_options(std::array{OptionView{"blksize", "1024"}, OptionView{"BLKSIZE", "600"}}).block_size ==
        600
    );
}

TEST_CASE("TFTP message: more options than anybody sends are ignored, not kept", "[tftp][message]") {
    std::string text{"x\0octet\0"sv};
    for (int i = 0; i < 200; ++i) {
        text += "a\0b\0"sv;
    }
    const auto octets = request(text);
    REQUIRE(parsed<RequestView>(octets).options.size() == kMaxOptions);
}
