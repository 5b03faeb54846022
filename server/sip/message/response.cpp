#include "server/sip/message/response.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/address.hpp"
#include "server/sip/message/syntax.hpp"
#include "server/sip/message/via.hpp"

#include <string>

namespace dialtone::sip {

namespace {

/// The topmost Via as it goes back.
std::string completed_via(std::string_view value, const Endpoint& source) {
    const auto via = parse_via(value);
    if (!via) {
        return std::string{value};  // the answer says that it is malformed
    }
    const auto address = source.address.to_string();
    std::string out = "SIP/2.0/";
    out += via->transport_text;
    out += ' ';
    out += via->host;
    if (via->port) {
        out += ':' + std::to_string(*via->port);
    }
    bool wants_port = false;
    via->parameters.each([&](const Parameter& parameter) {
        if (iequals(parameter.name, "received")) {
            return true;  // only we know where it came from
        }
        if (iequals(parameter.name, "rport")) {
            wants_port = true;
            return true;
        }
        out += ';';
        out += parameter.name;
        if (parameter.value) {
            out += '=';
            out += *parameter.value;
        }
        return true;
    });
    if (wants_port || via->host != address) {
        out += ";received=" + address;
    }
    if (wants_port) {
        out += ";rport=" + std::to_string(source.port);
    }
    return out;
}

void copy_vias(Builder& builder, const Message& request, const Endpoint& source) {
    bool is_first = true;
    for (const auto* field = request.find(HeaderId::via); field != nullptr; field = request.next(*field)) {
        auto rest = field->value;
        if (is_first) {
            const auto top = take_value(rest);
            builder.field(
                HeaderId::via, {completed_via(top.value, source), top.has_next ? ", " : "", trimmed(rest)}
            );
        } else {
            builder.field(HeaderId::via, rest);
        }
        is_first = false;
    }
}

/// One that is malformed gets none: nobody could tell where it would belong.
bool lacks_tag(std::string_view to) {
    const auto address = parse_address(to);
    return address && address->tag().empty();
}

}  // namespace

Builder begin_response(
    Buffer& out,
    const Message& request,
    const Endpoint& source,
    int status,
    std::string_view to_tag,
    std::string_view phrase
) {
    Builder builder{out};
    builder.response(status, phrase);
    copy_vias(builder, request, source);
    for (const auto id : {HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq}) {
        if (const auto* field = request.find(id)) {
            const bool gets_tag = id == HeaderId::to && !to_tag.empty() && lacks_tag(field->value);
            builder.field(id, {field->value, gets_tag ? ";tag=" : "", gets_tag ? to_tag : ""});
        }
    }
    return builder;
}

Endpoint response_destination(const Message& request, const Endpoint& source) {
    Values vias{request, HeaderId::via};
    const auto via = parse_via(vias.next().value_or(std::string_view{}));
    if (!via || via->parameters.has("rport")) {
        return source;
    }
    return {source.address, via->port_or_default()};
}

}  // namespace dialtone::sip
