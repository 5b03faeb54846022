#include "server/lab/phone_models.hpp"
#include "server/lab/action.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using namespace dialtone::lab;

TEST_CASE("Phone models: found by the words that people use, and each once", "[lab]") {
    std::set<std::uint32_t> types;
    for (const auto& row : model_table()) {
        CAPTURE(row.name);
        CHECK(find_model(row.name) == &row);
        CHECK(find_model("Cisco " + std::string{row.name}) == &row);
        CHECK(find_model("cp-" + std::string{row.name}) == &row);
        CHECK(types.insert(row.device_type).second);
        CHECK(row.sccp_version >= 3);
        CHECK_FALSE(row.trust_files.empty());
    }
    CHECK(find_model("9999") == nullptr);
}

TEST_CASE("Progress: every step has a word and a heading that fits its column", "[lab]") {
    for (int i = 0; i <= static_cast<int>(Progress::unregistered); ++i) {
        const auto progress = static_cast<Progress>(i);
        CHECK_FALSE(to_string(progress).empty());
        CHECK(heading_of(progress).size() <= 13);
    }
}
