// The value of an option: what is read as text is shown so that it reads back to the same octets, and so are
// octets.
//
// Input: the option's code, then the text, which is taken as octets, too.
#include "common/bytes/bytes.hpp"
#include "server/dhcp/option_value.hpp"

#include <cstdlib>

using namespace dialtone;
using namespace dialtone::dhcp;

namespace {

void check(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_shown(std::uint8_t code, std::string_view octets) {
    const auto again = parse_option_value(code, option_value_text(code, octets));
    check(again.has_value() && *again == octets);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto code = data[0];
    const auto text = text_of(Bytes{data + 1, size - 1});
    if (const auto octets = parse_option_value(code, text)) {
        check(!octets->empty() && octets->size() <= kLongestOption);
        check_shown(code, *octets);
    }
    if (text.size() <= kLongestOption && !option_value_problem(code, text)) {
        check_shown(code, text);
    }
    return 0;
}
