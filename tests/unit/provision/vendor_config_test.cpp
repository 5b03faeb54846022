#include "server/provision/vendor_config.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone::provision;

TEST_CASE("Vendor settings: read in order, the last of several counts", "[provision]") {
    const auto settings = parse_vendor_config(" <webAccess>1</webAccess>\n<pcPort/><webAccess>2</webAccess>");
    REQUIRE(settings.has_value());
    CHECK(*settings == VendorConfig{{"webAccess", "2"}, {"pcPort", ""}});
    CHECK(repeated_vendor_settings("<a>1</a><a>2</a><b>3</b>") == std::vector<std::string>{"a"});
}

TEST_CASE("Vendor settings: nothing is a list of nothing", "[provision]") {
    const auto settings = parse_vendor_config("");
    REQUIRE(settings.has_value());
    CHECK(settings->empty());
}

TEST_CASE("Vendor settings: escaped text is text", "[provision]") {
    const auto settings = parse_vendor_config("<logServer>a&lt;b&amp;c</logServer>");
    REQUIRE(settings.has_value());
    CHECK(settings->front().value == "a<b&c");
}

TEST_CASE("Vendor settings: what is no list of plain elements is refused with words", "[provision]") {
    for (const std::string bad :
         {"<webAccess>1</pcPort>",
          "<webAccess>1",
          "webAccess=1",
          "<a><b>1</b></a>",
          "<a x=\"1\">1</a>",
          "<a:b>1</a:b>",
          "<a>1</a></vendorConfig><evil/>",
          "<a>1<!-- --><b/></a>"}) {
        CAPTURE(bad);
        const auto settings = parse_vendor_config(bad);
        REQUIRE_FALSE(settings.has_value());
        CHECK(settings.error().kind == dialtone::ProblemKind::invalid);
        CHECK(settings.error().sentence.find("<name>value</name>") != std::string::npos);
    }
    CHECK_FALSE(parse_vendor_config("<a>" + std::string(9000, 'x') + "</a>").has_value());
}

TEST_CASE("Vendor settings: layers lie over each other, an empty value over nothing", "[provision]") {
    const VendorConfig upper = {{"a", "1"}, {"b", "2"}};
    CHECK(
        layered(upper, {{"b", "3"}, {"a", ""}, {"c", "4"}}) ==
        VendorConfig{{"a", "1"}, {"b", "3"}, {"c", "4"}}
    );
    CHECK(layered({}, upper) == upper);
}

TEST_CASE("Vendor settings: one is set, changed and taken out", "[provision]") {
    auto settings = with_setting({}, "webAccess", "1").value();
    settings = with_setting(std::move(settings), "logServer", "a<b&c").value();
    settings = with_setting(std::move(settings), "webAccess", "2").value();
    CHECK(to_fragment(settings) == "<webAccess>2</webAccess><logServer>a&lt;b&amp;c</logServer>");
    CHECK(parse_vendor_config(to_fragment(settings)).value() == settings);
    settings = with_setting(std::move(settings), "webAccess", "").value();
    CHECK(settings == VendorConfig{{"logServer", "a<b&c"}});
    CHECK_FALSE(with_setting({}, "web access", "1").has_value());
    CHECK_FALSE(with_setting({}, "", "1").has_value());
}
