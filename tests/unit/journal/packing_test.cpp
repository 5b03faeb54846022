#include "server/journal/packing.hpp"

#include "common/bytes/hex.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <random>

using namespace dialtone;
using namespace dialtone::journal;

namespace {

WallTime at(std::int64_t microseconds) {
    return WallTime{Duration{microseconds}};
}

const std::vector<Observation> kBoot{
    {at(1'700'000'000'000'000),
     "SEPA",
     Step::dhcp_discover,
     {{"vendor", "Cisco Systems, Inc. IP Phone CP-7965G"}}},
    {at(1'700'000'000'250'000), "SEPA", Step::dhcp_ack, {{"address", "10.0.0.7"}, {"subnet", "10.0.0.0/24"}}},
    {at(1'699'999'999'000'000), "SEPA", Step::file_missing, {{"name", "CTLSEPA.tlv"}, {"own key", "Zürich"}}},
    {at(1'700'000'001'000'000), "SEPA", Step::sccp_registered, {}},
};

std::vector<Observation> round_trip(const std::vector<Observation>& observations) {
    return unpack("SEPA", pack(observations)).value();
}

}  // namespace

TEST_CASE("Journal packing: what was packed comes back", "[journal]") {
    REQUIRE(round_trip(kBoot) == kBoot);
    REQUIRE(round_trip({}).empty());
}

TEST_CASE("Journal packing: the octets are stable", "[journal]") {
    const std::vector<Observation> one{{at(300), "SEPA", Step::dhcp_ack, {{"ms", "5"}, {"x", ""}}}};
    // Version, count; step, 300 in zigzag, fields; known key 4, "5"; own key "x", "".
    REQUIRE(
        to_hex(pack(one)) ==
        "0101"
        "04"
        "d804"
        "02"
        "04"
        "0135"
        "00"
        "0178"
        "00"
    );
}

TEST_CASE("Journal packing: every truncation is refused", "[journal]") {
    const auto packed = pack(kBoot);
    for (std::size_t size = 0; size < packed.size(); ++size) {
        CAPTURE(size);
        const Buffer cut{packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size)};
        REQUIRE(unpack("SEPA", cut).has_error());
    }
    auto longer = packed;
    longer.push_back(0);
    REQUIRE(unpack("SEPA", longer).error().code == WireErrc::bad_length);
}

TEST_CASE("Journal packing: what a newer program wrote is refused, not misread", "[journal]") {
    auto packed = pack(kBoot);
    packed[0] = 2;
    REQUIRE(unpack("SEPA", packed).error().code == WireErrc::unsupported);
    // One observation with one field, whose key has the code 100.
    REQUIRE(unpack("SEPA", *from_hex("0101 04 00 01 64 00")).error().code == WireErrc::bad_value);
}

TEST_CASE("Journal packing: numbers beyond their bounds are refused", "[journal]") {
    for (const auto* packed :
         {"01 8108",                                    // 1,025 observations
          "01 01 808004 00 00",                         // step 65,536
          "01 01 04 00 11",                             // 17 fields
          "01 01 04 00 01 04 8110",                     // value of 2,049 octets
          "01 01 04 ffffffffffffffffff02 00",           // time beyond 64 bits
          "01 01 04 80808080808080808080808001 00"}) {  // endless number
        CAPTURE(packed);
        REQUIRE(unpack("SEPA", *from_hex(packed)).error().code == WireErrc::bad_value);
    }
}

TEST_CASE("Journal packing: texts and fields beyond their bounds are cut, never mid-character", "[journal]") {
    Observation observation{at(1), "SEPA", Step::note, {}};
    for (int i = 0; i < 20; ++i) {
        observation.fields.push_back({std::string(100, 'k'), std::string(kMaxValueLength - 1, 'v') + "ü"});
    }
    const auto back = round_trip({observation}).at(0);
    REQUIRE(back.fields.size() == kMaxFields);
    REQUIRE(back.fields[0].key == std::string(kMaxKeyLength, 'k'));
    REQUIRE(back.fields[0].value == std::string(kMaxValueLength - 1, 'v'));
    REQUIRE(round_trip(std::vector(kMaxPacked + 5, kBoot[3])).size() == kMaxPacked);
}

TEST_CASE("Journal packing: any time and any step survive", "[journal]") {
    std::mt19937_64 random{7};
    std::vector<Observation> observations;
    for (const auto extreme :
         {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        observations.push_back({at(extreme), "SEPA", Step::note, {}});
    }
    for (int i = 0; i < 500; ++i) {
        const auto time = static_cast<std::int64_t>(random() >> (random() % 64));
        observations.push_back(
            {at(time), "SEPA", static_cast<Step>(random()), {{"text", std::to_string(time)}}}
        );
    }
    REQUIRE(round_trip(observations) == observations);
}
