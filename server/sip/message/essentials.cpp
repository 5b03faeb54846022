#include "server/sip/message/essentials.hpp"

#include "common/error/try.hpp"
#include "server/sip/message/limits.hpp"

#include <array>
#include <utility>

namespace dialtone::sip {

namespace {

constexpr std::array kRequired{
    std::pair{HeaderId::via, "Via is missing"},
    std::pair{HeaderId::from, "From is missing"},
    std::pair{HeaderId::to, "To is missing"},
    std::pair{HeaderId::call_id, "Call-ID is missing"},
    std::pair{HeaderId::cseq, "CSeq is missing"},
};

WireError bad(const char* what) {
    return {WireErrc::bad_value, 0, what};
}

/// All of them are read: who forwards or answers a request sends every one of them on.
Parsed<Via> read_vias(const Message& message) {
    Values vias{message, HeaderId::via};
    DIALTONE_TRY(const auto top, parse_via(vias.next().value_or(std::string_view{})));
    while (const auto value = vias.next()) {
        DIALTONE_CHECK(parse_via(*value));
    }
    return top;
}

}  // namespace

Parsed<Essentials> read_essentials(const Message& message) {
    for (const auto& [id, what] : kRequired) {
        if (message.find(id) == nullptr) {
            return bad(what);
        }
    }
    Essentials essentials;
    DIALTONE_TRY(essentials.via, read_vias(message));
    DIALTONE_TRY(essentials.from, parse_address(message.value(HeaderId::from)));
    DIALTONE_TRY(essentials.to, parse_address(message.value(HeaderId::to)));
    DIALTONE_TRY(essentials.cseq, parse_cseq(message.value(HeaderId::cseq)));
    essentials.call_id = message.value(HeaderId::call_id);
    if (!is_call_id(essentials.call_id)) {
        return bad("Call-ID is malformed");
    }
    for (const auto part : {essentials.via.branch(), essentials.from.tag(), essentials.to.tag()}) {
        if (part.size() > kMaxIdentifier) {
            return bad("a tag or a branch is longer than any");
        }
    }
    if (message.is_request() && essentials.cseq.method_name != message.method_name()) {
        return bad("CSeq names another method than the request");
    }
    const auto* forwards = message.find(HeaderId::max_forwards);
    if (forwards != nullptr && !parse_max_forwards(forwards->value)) {
        return bad("Max-Forwards is not 0 to 255");
    }
    return essentials;
}

}  // namespace dialtone::sip
