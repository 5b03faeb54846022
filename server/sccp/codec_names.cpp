#include "server/sccp/codec_names.hpp"

#include <algorithm>
#include <array>

namespace dialtone::sccp {

namespace {

struct CodecEntry {
    std::uint32_t number;
    std::string_view name;
};

/// Ascending. Numbers that are no voice (events, data, modem relay) have no name here.
constexpr std::array kCodecs{
    CodecEntry{0x02, "G.711 A-law"},
    CodecEntry{0x03, "G.711 A-law 56k"},
    CodecEntry{0x04, "G.711 u-law"},
    CodecEntry{0x05, "G.711 u-law 56k"},
    CodecEntry{0x06, "G.722"},
    CodecEntry{0x07, "G.722 56k"},
    CodecEntry{0x08, "G.722 48k"},
    CodecEntry{0x09, "G.723.1"},
    CodecEntry{0x0A, "G.728"},
    CodecEntry{0x0B, "G.729"},
    CodecEntry{0x0C, "G.729A"},
    CodecEntry{0x0F, "G.729B"},
    CodecEntry{0x10, "G.729AB"},
    CodecEntry{0x12, "GSM"},
    CodecEntry{0x13, "GSM half rate"},
    CodecEntry{0x14, "GSM EFR"},
    CodecEntry{0x19, "wide band 256k"},
    CodecEntry{0x28, "G.722.1 32k"},
    CodecEntry{0x29, "G.722.1 24k"},
    CodecEntry{0x2A, "AAC"},
    CodecEntry{0x52, "G.726 32k"},
    CodecEntry{0x53, "G.726 24k"},
    CodecEntry{0x54, "G.726 16k"},
    CodecEntry{0x56, "iLBC"},
    CodecEntry{0x59, "iSAC"},
    CodecEntry{0x5A, "Opus"},
    CodecEntry{0x61, "AMR"},
    CodecEntry{0x62, "AMR-WB"},
    CodecEntry{0x64, "H.261"},
    CodecEntry{0x65, "H.263"},
    CodecEntry{0x67, "H.264"},
};

}  // namespace

std::string_view codec_name(std::uint32_t codec) {
    const auto* found = std::lower_bound(
        kCodecs.begin(),
        kCodecs.end(),
        codec,
        [](const CodecEntry& entry, std::uint32_t wanted) { return entry.number < wanted; }
    );
    return found != kCodecs.end() && found->number == codec ? found->name : std::string_view{};
}

}  // namespace dialtone::sccp
