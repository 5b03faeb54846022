#include "server/provision/text_form.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace dialtone::provision;
using namespace std::string_literals;

namespace {

std::string escaped(std::string_view text, TextForm form = TextForm::references) {
    std::string out;
    append_escaped(out, text, form);
    return out;
}

}  // namespace

TEST_CASE("Text form: markup is escaped in every form", "[provision]") {
    for (const auto form : {TextForm::references, TextForm::latin1, TextForm::ascii}) {
        CHECK(escaped("a<b>&\"c'", form) == "a&lt;b&gt;&amp;&quot;c&#39;");
        CHECK(escaped("]]>", form) == "]]&gt;");
    }
}

TEST_CASE("Text form: control characters go, line ends become blanks", "[provision]") {
    CHECK(
        escaped("a\x01\x1f\x7f"
                "b\tc\r\nd\0e"s) == "ab c  de"
    );
    CHECK(escaped("a\u0085b") == "ab");  // NEL is a control character beyond ASCII
}

TEST_CASE("Text form: newer phones get references", "[provision]") {
    CHECK(escaped("Müller €") == "M&#252;ller &#8364;");
    CHECK(escaped("😀") == "&#128512;");
}

TEST_CASE("Text form: a 7960 gets Latin-1 octets and the rest transliterated", "[provision]") {
    CHECK(escaped("Müller", TextForm::latin1) == "M\xfcller");
    CHECK(
        escaped("Łódź – 5 €", TextForm::latin1) ==
        "L\xf3"
        "dz - 5 EUR"
    );
    CHECK(escaped("日本", TextForm::latin1) == "??");
}

TEST_CASE("Text form: ASCII holds nothing else", "[provision]") {
    CHECK(escaped("Müller & Söhne Straße", TextForm::ascii) == "Muller &amp; Sohne Strasse");
    CHECK(escaped("«x»", TextForm::ascii) == "&lt;&lt;x&gt;&gt;");  // a substitute is escaped like any text
}

TEST_CASE("Text form: malformed UTF-8 shows as question marks and ends nothing", "[provision]") {
    CHECK(
        escaped("a\xff"
                "b") == "a?b"
    );
    CHECK(escaped("a\xc3") == "a?");
    CHECK(escaped("\xc0\xbc") == "??");            // overlong '<'
    CHECK(escaped("\xed\xa0\x80") == "???");       // surrogate
    CHECK(escaped("\xf4\x90\x80\x80") == "????");  // beyond U+10FFFF
    CHECK(
        escaped("a\xef\xbf\xbf"
                "b") == "ab"
    );  // U+FFFF is no character
}
