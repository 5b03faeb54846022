#include "server/provision/xml_writer.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>

using namespace dialtone::provision;

TEST_CASE("XML writer: writes a line per element", "[provision]") {
    XmlWriter xml{{}, 256};
    xml.declare();
    xml.open("device");
    xml.open("member", "priority", "0");
    xml.element("port", 2000);
    xml.element("name", "a<b");
    xml.element("load", "model", "Cisco \"7960\"", "P003");
    xml.element("empty", "");
    xml.close("member");
    xml.close("device");
    CHECK(
        xml.take() ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<device>\n"
        "<member priority=\"0\">\n"
        "<port>2000</port>\n"
        "<name>a&lt;b</name>\n"
        "<load model=\"Cisco &quot;7960&quot;\">P003</load>\n"
        "<empty/>\n"
        "</member>\n"
        "</device>\n"
    );
}

TEST_CASE("XML writer: texts of every length, in more room than was expected", "[provision]") {
    XmlWriter xml{{}, 1};
    std::string expected;
    for (std::size_t length = 0; length < 50; ++length) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i) {
            text.push_back(static_cast<char>('a' + i % 26));
        }
        const auto name = "e" + text;
        xml.element(name, "a", text, text);
        xml.element(name, text);
        const auto end = text.empty() ? std::string{"/>\n"} : ">" + text + "</" + name + ">\n";
        expected += "<" + name + " a=\"" + text + "\"" + end + "<" + name + end;
    }
    CHECK(xml.text() == expected);
    CHECK(xml.take() == expected);
}

TEST_CASE("XML writer: the old form names Latin-1 and closes empty elements in full", "[provision]") {
    XmlWriter xml{{.text = TextForm::latin1, .self_closes = false}, 256};
    xml.declare();
    xml.element("empty", "");
    CHECK(xml.text() == "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<empty></empty>\n");
}

TEST_CASE("XML writer: tags divide the text", "[provision]") {
    XmlWriter xml{{}, 256};
    xml.about(3);
    xml.element("a", "1");
    const auto second = xml.size();
    xml.about(7);
    xml.element("b", "2");
    REQUIRE(xml.runs().size() == 2);
    CHECK(xml.runs()[0].tag == 3);
    CHECK(xml.runs()[1].tag == 7);
    CHECK(xml.runs()[1].begin == second);
}
