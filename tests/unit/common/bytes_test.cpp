#include "common/bytes/hex.hpp"
#include "common/bytes/reader.hpp"
#include "common/bytes/writer.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;

TEST_CASE("Reader: fields in both byte orders", "[bytes]") {
    const auto input = from_hex("01 | 0203 | 04050607 // a comment\n 0809 0a0b0c0d").value();
    Reader r{input};
    REQUIRE(r.u8() == 0x01);
    REQUIRE(r.u16be() == 0x0203);
    REQUIRE(r.u32be() == 0x04050607);
    REQUIRE(r.u16le() == 0x0908);
    REQUIRE(r.u32le() == 0x0d0c0b0a);
    REQUIRE(r.ok());
    REQUIRE(r.remaining() == 0);
}

TEST_CASE("Reader: the first failure sticks and later reads give zero", "[bytes]") {
    const auto input = from_hex("0102").value();
    Reader r{input};
    REQUIRE(r.u32be() == 0);
    REQUIRE_FALSE(r.ok());
    REQUIRE(r.error_offset() == 0);
    REQUIRE(r.u8() == 0);
    REQUIRE(r.rest().empty());
}

TEST_CASE("Writer: what it writes the reader reads", "[bytes]") {
    Buffer out;
    Writer w{out};
    w.u32le(0);
    w.u16be(0x1234);
    w.fixed_text("Desk", 8);
    w.fixed_text("far too long", 4);
    w.patch_u32le(0, 99);
    Reader r{out};
    REQUIRE(r.u32le() == 99);
    REQUIRE(r.u16be() == 0x1234);
    REQUIRE(r.fixed_text(8) == "Desk");
    REQUIRE(r.fixed_text(4) == "far");
    REQUIRE(r.ok());
}

TEST_CASE("hex: odd digits and foreign letters are refused", "[bytes]") {
    REQUIRE_FALSE(from_hex("0"));
    REQUIRE_FALSE(from_hex("0g"));
    REQUIRE(to_hex(from_hex("DE ad|be EF").value()) == "deadbeef");
}
