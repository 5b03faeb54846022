#include "server/lab/phone_models.hpp"

#include "common/text/ascii.hpp"

#include <array>

namespace dialtone::lab {

namespace {

using namespace std::string_view_literals;

// Option 55 as most loads of the 79xx send it.
constexpr std::array<std::uint8_t, 7> kUsualParameters{1, 66, 6, 3, 15, 150, 35};

// 7940/60: a captured read request for CTLSEP….tlv is 73 octets on the wire, which leaves no room for
// options.
constexpr std::span<const tftp::OptionView> kNoTftpOptions{};
// The Java phones' options are not in any public capture; these are what their documents speak of.
constexpr std::array<tftp::OptionView, 2> kJavaTftpOptions{{{"tsize", "0"}, {"blksize", "1448"}}};

constexpr std::array kLegacyTrust{"CTLSEP{mac}.tlv"sv};
// Order C, I, I as in the log of a 7942: the CTL, the phone's own ITL, the general one.
constexpr std::array kJavaTrust{"CTLSEP{mac}.tlv"sv, "ITLSEP{mac}.tlv"sv, "ITLFile.tlv"sv};

constexpr std::array kLegacyLocale{
    "7960-dictionary.xml"sv, "7960-font.xml"sv, "7960-kate.xml"sv, "SCCP-dictionary.xml"sv};
constexpr std::array kLegacyTones{"7960-tones.xml"sv};
constexpr std::array kLegacyRings{"RINGLIST.XML"sv};
constexpr std::array k7941Locale{"mk-sccp.jar"sv};
constexpr std::array k7945Locale{"be-sccp.jar"sv};
constexpr std::array k7975Locale{"td-sccp.jar"sv};
constexpr std::array kJavaTones{"g3-tones.xml"sv};

constexpr ModelFacts legacy(
    std::string_view name, std::uint32_t type, std::string_view vendor_class, std::uint32_t lines
) {
    ModelFacts facts;
    facts.name = name;
    facts.device_type = type;
    facts.vendor_class = vendor_class;
    facts.parameter_list = kUsualParameters;
    facts.transport = FileTransport::tftp;
    facts.tftp_options = kNoTftpOptions;
    facts.trust_files = kLegacyTrust;
    facts.locale_files = kLegacyLocale;
    facts.tone_files = kLegacyTones;
    facts.ring_files = kLegacyRings;
    facts.load = "P0030801SR02";
    facts.old_load = "P00307020200";
    facts.sccp_version = 11;
    facts.register_form = RegisterForm::with_conferences;
    facts.feature_octet = 0x60;
    facts.device_lines = lines;
    facts.asks_version = true;
    facts.asks_configuration = false;
    return facts;
}

struct JavaRow {
    std::string_view name;
    std::uint32_t type;
    std::string_view vendor_class;
    std::uint32_t lines;
    std::string_view load;
    std::string_view old_load;
    std::uint8_t version;
    FileTransport transport;
    std::span<const std::string_view> locale;
};

constexpr ModelFacts java(const JavaRow& row) {
    ModelFacts facts;
    facts.name = row.name;
    facts.device_type = row.type;
    facts.vendor_class = row.vendor_class;
    facts.parameter_list = kUsualParameters;
    facts.transport = row.transport;
    facts.tftp_options = kJavaTftpOptions;
    facts.trust_files = kJavaTrust;
    facts.locale_files = row.locale;
    facts.tone_files = kJavaTones;
    facts.load = row.load;
    facts.old_load = row.old_load;
    facts.sccp_version = row.version;
    facts.register_form = RegisterForm::with_load;
    facts.feature_octet = 0x72;
    facts.max_streams = 5;
    facts.device_lines = row.lines;
    facts.knows_apply = true;
    facts.asks_configuration = true;
    facts.feature_request_has_capability = true;
    return facts;
}

constexpr std::array kModels{
    legacy("7960", 7, "Cisco Systems, Inc. IP Phone CP-7960G\0"sv, 6),
    legacy("7940", 8, "Cisco Systems, Inc. IP Phone CP-7940G\0"sv, 2),
    // 9.x loads ask HTTP first, 8.x loads know TFTP only.
    java(
        {"7965",
         436,
         "Cisco Systems, Inc. IP Phone CP-7965G\0"sv,
         6,
         "SCCP45.9-4-2SR3-1S",
         "SCCP45.8-5-4S",
         22,
         FileTransport::http_then_tftp,
         k7945Locale}
    ),
    java(
        {"7975",
         437,
         "Cisco Systems, Inc. IP Phone CP-7975G\0"sv,
         8,
         "SCCP75.9-4-2SR3-1S",
         "SCCP75.8-5-4S",
         22,
         FileTransport::http_then_tftp,
         k7975Locale}
    ),
    java(
        {"7945",
         435,
         "Cisco Systems, Inc. IP Phone CP-7945G\0"sv,
         2,
         "SCCP45.8-5-4S",
         "SCCP45.8-3-3S",
         20,
         FileTransport::tftp,
         k7945Locale}
    ),
    java(
        {"7941",
         115,
         "Cisco Systems, Inc. IP Phone CP-7941G\0"sv,
         2,
         "SCCP41.8-5-4S",
         "SCCP41.8-3-3S",
         17,
         FileTransport::tftp,
         k7941Locale}
    ),
};

}  // namespace

std::span<const ModelFacts> model_table() {
    return kModels;
}

const ModelFacts* find_model(std::string_view name) {
    for (const auto prefix : {"Cisco "sv, "CP-"sv}) {
        if (istarts_with(name, prefix)) {
            name.remove_prefix(prefix.size());
        }
    }
    for (const auto& model : kModels) {
        if (iequals(model.name, name)) {
            return &model;
        }
    }
    return nullptr;
}

}  // namespace dialtone::lab
