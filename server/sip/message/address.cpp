#include "server/sip/message/address.hpp"

#include "common/error/try.hpp"
#include "server/sip/message/syntax.hpp"

namespace dialtone::sip {

namespace {

WireError bad(const char* what) {
    return {WireErrc::bad_value, 0, what};
}

/// What stands before the bracket: a quoted string, or tokens. False when it is neither.
bool read_display(Scanner& in, std::string_view& display) {
    const auto begin = in.position();
    const auto all = in.rest();
    if (in.peek() == '"') {
        display = in.quoted();
        in.skip_white();
        return !display.empty() && in.peek() == '<';
    }
    while (!in.token().empty()) {
        in.skip_white();
    }
    display = trimmed(all.substr(0, in.position() - begin));
    return in.peek() == '<';
}

/// Without brackets everything behind the semicolon belongs to the header field, and the URI may have neither
/// comma nor question mark (RFC 3261 §20).
Parsed<Address> parse_bare(std::string_view value) {
    Scanner in{value};
    Address address;
    const auto text = in.until("; \t\r\n,?");
    in.skip_white();
    if (!in.is_at_end() && in.peek() != ';') {
        return bad("an address with commas, blanks or headers needs brackets around it");
    }
    DIALTONE_TRY(address.uri, parse_uri(text));
    const auto parameters = Parameters::parse(in.rest());
    if (!parameters) {
        return bad("the parameters behind an address are malformed");
    }
    address.parameters = *parameters;
    return address;
}

}  // namespace

std::string Address::display_name() const {
    return unquoted(display);
}

Parsed<Address> parse_address(std::string_view value) {
    value = trimmed(value);
    Scanner in{value};
    Address address;
    if (!read_display(in, address.display)) {
        return parse_bare(value);
    }
    auto rest = in.rest().substr(1);
    const auto end = rest.find('>');
    if (end == std::string_view::npos) {
        return bad("an address has no end: > is missing");
    }
    DIALTONE_TRY(address.uri, parse_uri(rest.substr(0, end)));
    const auto parameters = Parameters::parse(rest.substr(end + 1));
    if (!parameters) {
        return bad("the parameters behind an address are malformed");
    }
    address.parameters = *parameters;
    return address;
}

bool is_star(std::string_view value) {
    return trimmed(value) == "*";
}

}  // namespace dialtone::sip
