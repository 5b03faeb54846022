#include "server/lab/phone_models.hpp"

#include "common/text/ascii.hpp"
#include "server/lab/model_files.hpp"

#include <algorithm>
#include <array>

namespace dialtone::lab {

namespace {

using namespace std::string_view_literals;
using namespace model_files;

// Option 55 as most loads of the 79xx send it.
constexpr std::array<std::uint8_t, 7> kUsualParameters{1, 66, 6, 3, 15, 150, 35};
constexpr std::array<std::uint8_t, 5> kOnly150{1, 3, 6, 15, 150};  // 7920

// 7940/60: a captured read request for CTLSEP….tlv is 73 octets on the wire, which leaves no room for
// options.
constexpr std::span<const tftp::OptionView> kNoTftpOptions{};
// The Java phones' options are not in any public capture; these are what their documents speak of.
constexpr std::array<tftp::OptionView, 2> kJavaTftpOptions{{{"tsize", "0"}, {"blksize", "1448"}}};
// A program for Windows, whose TFTP library asks for large blocks and a time-out.
constexpr std::array<tftp::OptionView, 2> kProgramTftpOptions{{{"blksize", "8192"}, {"timeout", "2"}}};

// Families ------------------------------------------------------------------------------------------------

struct Row {
    std::string_view name;
    std::uint32_t type;
    std::string_view vendor_class;
    std::uint32_t lines;
    std::string_view load;
    std::string_view old_load;
};

constexpr ModelFacts base(std::string_view family, const Row& row) {
    ModelFacts facts;
    facts.family = family;
    facts.name = row.name;
    facts.device_type = row.type;
    facts.vendor_class = row.vendor_class;
    facts.device_lines = row.lines;
    facts.load = row.load;
    facts.old_load = row.old_load;
    facts.parameter_list = kUsualParameters;
    facts.tftp_options = kNoTftpOptions;
    facts.configuration_files = kXml;
    facts.features = {0x00, 0x60, 0x85};
    return facts;
}

/// 12SP+: nothing but the compiled files, nothing but the oldest messages.
constexpr ModelFacts ancient(const Row& row) {
    auto facts = base("ancient", row);
    facts.configuration_files = kOldOnly;
    facts.image = {false, ".bin"};
    facts.register_form = RegisterForm::bare;
    facts.says_port = true;
    facts.asks_version = true;
    facts.asks_softkeys = false;
    return facts;
}

/// 7910: the loader of the first 79xx, and no softkeys.
constexpr ModelFacts legacy10(const Row& row) {
    auto facts = base("legacy10", row);
    facts.early_files = kOldLoader;
    facts.ends_requests_twice = true;
    facts.configuration_files = kXmlThenOld;
    facts.image = {false, ".bin"};
    facts.sccp_version = 5;
    facts.says_port = true;
    facts.asks_version = true;
    facts.asks_softkeys = false;
    return facts;
}

constexpr ModelFacts legacy40(const Row& row) {
    auto facts = base("legacy40", row);
    facts.trust_files = kCtl;
    facts.side_files = k7960Side;
    facts.sccp_version = 11;
    facts.asks_version = true;
    facts.counts_lines = false;
    return facts;
}

/// 7905, 7912: messages newer than version 3 restart them.
constexpr ModelFacts legacy05(const Row& row, std::span<const ConfigurationFile> files) {
    auto facts = base("legacy05", row);
    facts.configuration_files = files;
    facts.side_files = k7905Side;
    facts.image = {false, ".zup"};
    facts.sccp_version = 3;
    facts.says_port = true;
    facts.asks_version = true;
    return facts;
}

constexpr ModelFacts legacy35(const Row& row, std::span<const ConfigurationFile> files) {
    auto facts = base("legacy35", row);
    facts.configuration_files = files;
    facts.image = {false, ".bin"};
    facts.sccp_version = 4;
    facts.register_form = RegisterForm::with_version;
    facts.active_streams = 0x01000000;
    facts.says_port = true;
    facts.asks_version = true;
    return facts;
}

constexpr ModelFacts conference(const Row& row) {
    auto facts = base("conf37", row);
    facts.trust_files = kCtl;
    facts.image = {false, ".bin"};
    facts.sccp_version = 11;
    facts.register_form = RegisterForm::with_load;
    facts.features = {0x00, 0x70, 0x85};
    facts.asks_configuration = true;
    return facts;
}

constexpr ModelFacts wireless20(const Row& row) {
    auto facts = base("wifi20", row);
    facts.parameter_list = kOnly150;
    facts.reads_only_150 = true;
    facts.image = {false, ".bin"};
    facts.sccp_version = 5;
    facts.asks_version = true;
    return facts;
}

constexpr ModelFacts wireless(const Row& row) {
    auto facts = base("wifi", row);
    facts.tftp_port = 1024;
    facts.trust_files = kCtl;
    facts.early_files = kWireless;
    facts.side_files = kWirelessSide;
    facts.image = {true, ".LOADS"};
    facts.sccp_version = 20;
    facts.register_form = RegisterForm::with_load;
    facts.features = {0x00, 0x72, 0x85};
    facts.max_streams = 2;
    facts.says_location = true;
    facts.asks_configuration = true;
    facts.feature_request_has_capability = true;
    return facts;
}

/// 7906 to 7975. 9.x loads ask HTTP first, 8.x loads know TFTP only and send no XML alarm.
constexpr ModelFacts java(
    const Row& row, std::uint8_t version, FileTransport transport, std::span<const SideFile> side_files
) {
    auto facts = base("java79", row);
    facts.transport = transport;
    facts.tftp_options = kJavaTftpOptions;
    facts.trust_files = kCtlAndItl;
    facts.side_files = side_files;
    facts.sccp_version = version;
    facts.register_form = RegisterForm::with_load;
    facts.features = {0x00, 0x72, 0x85};
    facts.max_streams = 5;
    facts.says_xml_alarm = transport == FileTransport::http_then_tftp;
    facts.asks_configuration = true;
    facts.feature_request_has_capability = true;
    facts.knows_apply = true;
    return facts;
}

constexpr ModelFacts java69(const Row& row, bool is_tiny) {
    auto facts = java(row, std::uint8_t{15}, FileTransport::tftp, kRtl);
    facts.family = "java69";
    facts.sccp_version = is_tiny ? 21 : 15;
    facts.register_form = RegisterForm::with_conferences;
    facts.features = {0x20, 0x70, 0x85};
    facts.max_streams = 40;
    facts.says_keepalive_first = is_tiny;
    facts.asks_softkeys = !is_tiny;
    return facts;
}

constexpr ModelFacts ce89(const Row& row) {
    auto facts = java(row, 22, FileTransport::http_then_tftp, kGb);
    facts.family = "ce89";
    facts.register_form = RegisterForm::with_stamp;
    facts.names_itself_low = true;
    facts.has_video = true;
    return facts;
}

/// An adapter for two analog phones announces a version that never was and means 3.
constexpr ModelFacts adapter(const Row& row) {
    auto facts = base("ata", row);
    facts.name_prefix = "ATA";
    facts.configuration_files = kAdapter;
    facts.image = {false, ".zup"};
    facts.sccp_version = 33;
    facts.asks_softkeys = false;
    return facts;
}

/// IP Communicator: its computer has an address already, and a person typed in the file server.
constexpr ModelFacts communicator(const Row& row) {
    auto facts = java(row, 20, FileTransport::tftp, kProgramSide);
    facts.family = "cipc";
    facts.takes_lease = false;
    facts.tftp_options = kProgramTftpOptions;
    facts.trust_files = kCtl;
    facts.has_video = true;
    facts.asks_servers = true;
    return facts;
}

// Models --------------------------------------------------------------------------------------------------

constexpr auto kHttp = FileTransport::http_then_tftp;
constexpr auto kTftp = FileTransport::tftp;
constexpr auto kNew45 = "SCCP45.9-4-2SR3-1S"sv;
constexpr auto kOld45 = "SCCP45.8-5-4S"sv;
constexpr auto kNew42 = "SCCP42.9-4-2SR3-1S"sv;
constexpr auto kOld42 = "SCCP42.8-5-4S"sv;
constexpr auto kNew11 = "SCCP11.9-4-2SR3-1S"sv;
constexpr auto kOld11 = "SCCP11.8-5-4S"sv;
constexpr auto kNew69 = "SCCP69xx.9-4-1-3SR3"sv;
constexpr auto kOld69 = "SCCP69xx.9-1-1-0"sv;
constexpr auto kNew89 = "SCCP894x.9-4-2SR1-2"sv;
constexpr auto kOld89 = "SCCP894x.9-2-2-0"sv;

constexpr std::array kModels{
    legacy40({"7960", 7, "Cisco Systems, Inc. IP Phone CP-7960G\0"sv, 6, "P0030801SR02", "P00307020200"}),
    legacy40({"7940", 8, "Cisco Systems, Inc. IP Phone CP-7940G\0"sv, 2, "P0030801SR02", "P00307020200"}),
    java({"7965", 436, "Cisco Systems, Inc. IP Phone CP-7965G\0"sv, 6, kNew45, kOld45}, 22, kHttp, kBe),
    java(
        {"7975", 437, "Cisco Systems, Inc. IP Phone CP-7975G\0"sv, 8, "SCCP75.9-4-2SR3-1S", "SCCP75.8-5-4S"},
        22,
        kHttp,
        kTd
    ),
    java(
        {"7945", 435, "Cisco Systems, Inc. IP Phone CP-7945G\0"sv, 2, kOld45, "SCCP45.8-3-3S"}, 20, kTftp, kBe
    ),
    java(
        {"7941", 115, "Cisco Systems, Inc. IP Phone CP-7941G\0"sv, 2, "SCCP41.8-5-4S", "SCCP41.8-3-3S"},
        17,
        kTftp,
        kMk
    ),
    java(
        {"7961", 30018, "Cisco Systems, Inc. IP Phone CP-7961G\0"sv, 6, "SCCP41.8-5-4S", "SCCP41.8-3-3S"},
        17,
        kTftp,
        kMk
    ),
    java({"7942", 434, "Cisco Systems, Inc. IP Phone CP-7942G\0"sv, 2, kNew42, kOld42}, 22, kHttp, kMk),
    java({"7962", 404, "Cisco Systems, Inc. IP Phone CP-7962G\0"sv, 6, kNew42, kOld42}, 22, kHttp, kMk),
    java(
        {"7970", 30006, "Cisco Systems, Inc. IP Phone CP-7970G\0"sv, 8, "SCCP70.8-5-4S", "SCCP70.8-3-3S"},
        17,
        kTftp,
        kTd
    ),
    java(
        {"7971", 119, "Cisco Systems, Inc. IP Phone CP-7971G\0"sv, 8, "SCCP70.8-5-4S", "SCCP70.8-3-3S"},
        17,
        kTftp,
        kTd
    ),
    java(
        {"7931", 348, "Cisco Systems, Inc. IP Phone CP-7931G\0"sv, 20, "SCCP31.9-4-2SR3-1S", "SCCP31.8-5-4S"},
        22,
        kHttp,
        kMk
    ),
    java({"7911", 307, "Cisco Systems, Inc. IP Phone CP-7911G\0"sv, 1, kNew11, kOld11}, 22, kHttp, kTc),
    java(
        {"7906", 369, "Cisco Systems, Inc. IP Phone CP-7906G\0"sv, 1, kOld11, "SCCP11.8-3-3S"}, 20, kTftp, kTc
    ),
    legacy05(
        {"7905",
         20000,
         "Cisco Systems, Inc. IP Phone 7905"sv,
         1,
         "CP7905080003SCCP070409A",
         "CP7905080001SCCP051117A"},
        k7905
    ),
    legacy05(
        {"7912",
         30007,
         "Cisco Systems, Inc. IP Phone 7912"sv,
         1,
         "CP7912080004SCCP080108A",
         "CP7912080001SCCP051117A"},
        k7912
    ),
    legacy10({"7910", 6, "Cisco Systems, Inc. IP Phone CP-7910\0"sv, 1, "P00405000700", "P00403020214"}),
    ancient({"12SP+", 2, "Cisco Systems, Inc."sv, 6, "P002K204", "P002J204"}),
    wireless20(
        {"7920",
         30002,
         "Cisco Systems, Inc. IP Phone 7920\0"sv,
         6,
         "cmterm_7920.4.0-03-02",
         "cmterm_7920.4.0-02-00"}
    ),
    wireless({"7921", 365, "Cisco Systems Inc. Wireless Phone 7921"sv, 6, "CP7921G-1.4.6.3", "CP7921G-1.3.4"}
    ),
    wireless({"7925", 484, "Cisco Systems Inc. Wireless Phone 7925"sv, 6, "CP7925G-1.4.8.4", "CP7925G-1.3.4"}
    ),
    legacy35({"7935", 9, "Cisco Systems, Inc. IP Phone CP-7935"sv, 1, "P00503021900", "P00503010100"}, k7935),
    legacy35(
        {"7936",
         30019,
         "Cisco Systems, Inc. IP Phone CP-7936"sv,
         1,
         "cmterm_7936.3-3-21-0",
         "cmterm_7936.3-3-13-0"},
        k7936
    ),
    conference(
        {"7937",
         431,
         "Cisco Systems, Inc. IP Phone CP-7937G"sv,
         1,
         "apps37sccp.1-4-5-7",
         "apps37sccp.1-3-4-0"}
    ),
    java69({"6901", 547, "Cisco Systems, Inc."sv, 1, "SCCP6901.9-3-1-SR1-3", "SCCP6901.9-2-1-0"}, true),
    java69(
        {"6911",
         548,
         "Cisco Systems, Inc. IP Phone CP-6911\0"sv,
         1,
         "SCCP6911.9-3-1-SR1-3",
         "SCCP6911.9-2-1-0"},
        true
    ),
    java69({"6921", 495, "Cisco Systems, Inc. IP Phone CP-6921\0"sv, 2, kNew69, kOld69}, false),
    java69({"6941", 496, "Cisco Systems, Inc. IP Phone CP-6941\0"sv, 4, kNew69, kOld69}, false),
    java69({"6961", 497, "Cisco Systems, Inc. IP Phone CP-6961\0"sv, 12, kNew69, kOld69}, false),
    ce89({"8941", 586, "Cisco Systems, Inc. IP Phone CP-8941"sv, 4, kNew89, kOld89}),
    ce89({"8945", 585, "Cisco Systems, Inc. IP Phone CP-8945"sv, 4, kNew89, kOld89}),
    // What option 60 of an ATA 18x says is in no capture at hand; this much names a phone of Cisco's.
    adapter({"ATA186", 12, "Cisco Systems, Inc."sv, 1, "ATA030204SCCP090202A", "ATA030203SCCP051201A"}),
    communicator({"CIPC", 30016, ""sv, 8, "CIPC-8-6-6-0", "CIPC-7-0-6-0"}),
};

}  // namespace

bool ModelFacts::reads_own_file() const {
    return std::any_of(configuration_files.begin(), configuration_files.end(), [](const auto& file) {
        return file.kind == ConfigurationKind::own;
    });
}

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
