#include "server/lab/phone_models.hpp"
#include "server/lab/action.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using namespace dialtone::lab;

TEST_CASE("Phone models: found by the words that people use, and each once", "[lab]") {
    std::set<std::uint32_t> types;
    std::set<std::string_view> families;
    for (const auto& row : model_table()) {
        CAPTURE(row.name);
        CHECK(find_model(row.name) == &row);
        CHECK(find_model("Cisco " + std::string{row.name}) == &row);
        CHECK(find_model("cp-" + std::string{row.name}) == &row);
        CHECK(types.insert(row.device_type).second);
        CHECK((row.sccp_version >= 3 || row.register_form == RegisterForm::bare));
        CHECK_FALSE(row.configuration_files.empty());
        CHECK_FALSE(row.load.empty());
        CHECK(row.load != row.old_load);
        CHECK(row.device_lines > 0);
        families.insert(row.family);
    }
    CHECK(find_model("9999") == nullptr);
    CHECK(families.size() >= 12);
}

TEST_CASE("Phone models: what sets the families apart", "[lab]") {
    const auto row = [](std::string_view name) -> const ModelFacts& { return *find_model(name); };
    CHECK(row("7960").transport == FileTransport::tftp);
    CHECK(row("7960").tftp_options.empty());
    CHECK(row("7965").transport == FileTransport::http_then_tftp);
    CHECK(row("7945").transport == FileTransport::tftp);  // an 8.x load
    CHECK(row("7921").tftp_port == 1024);
    CHECK(row("7921").early_files.front() == "WLAN{mac}.xml");
    CHECK(row("7920").reads_only_150);
    CHECK(row("7910").early_files.front() == "OS79XX.TXT");
    CHECK_FALSE(row("7912").image.is_listed);
    CHECK_FALSE(row("12SP+").reads_own_file());
    CHECK(row("ATA186").name_prefix == "ATA");
    CHECK(row("ATA186").sccp_version == 33);
    CHECK_FALSE(row("CIPC").takes_lease);
    CHECK_FALSE(row("7960").takes_utf8());
    CHECK(row("7975").takes_utf8());
    CHECK(row("7931").device_lines == 20);
}

TEST_CASE("Progress: every step has a word and a heading that fits its column", "[lab]") {
    for (int i = 0; i <= static_cast<int>(Progress::unregistered); ++i) {
        const auto progress = static_cast<Progress>(i);
        CHECK_FALSE(to_string(progress).empty());
        CHECK(heading_of(progress).size() <= 13);
    }
}
