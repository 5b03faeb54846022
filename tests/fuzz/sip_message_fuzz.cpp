// Any octets as a datagram and as a stream: read in every way that there is, answered, and what was answered
// read again.
#include "server/sip/message/authentication.hpp"
#include "server/sip/message/fields.hpp"
#include "server/sip/message/framer.hpp"
#include "server/sip/message/inspection.hpp"
#include "server/sip/message/response.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::sip;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

constexpr std::array<std::string_view, 1> kSdp{"application/sdp"};
constexpr std::array kMethods{Skill{Method::invite, kSdp, kSdp}, Skill{Method::register_}};
constexpr Skills kSkills{kMethods};
constexpr Endpoint kSource{Ipv4{192, 0, 2, 1}, 5061};

/// A URI equals itself, and what is kept of it has no line end that it did not escape.
void check_uri(const Uri& uri) {
    require(are_equivalent(uri, uri));
    require(uri.text.find_first_of(std::string_view{"\r\n\0 ", 4}) == std::string_view::npos);
    if (uri.is_sip()) {
        require(!address_of_record(uri).empty());
    }
}

void read_value(std::string_view value) {
    if (const auto address = parse_address(value)) {
        check_uri(address->uri);
        // Written anew, its name and its URI are the same.
        const auto written = bracketed(address->uri.text, address->display_name());
        const auto again = parse_address(written);
        require(again.has_value() && again->uri.text == address->uri.text);
    }
    if (const auto via = parse_via(value)) {
        require(!via->host.empty());
    }
    if (const auto named = parse_named(value)) {
        named->parameters.each([](const Parameter& one) { return !one.name.empty(); });
    }
    if (const auto cseq = parse_cseq(value)) {
        require(!cseq->method_name.empty());
    }
    if (const auto credentials = Authentication::parse(value)) {
        static_cast<void>(credentials->find("response"));
    }
    parse_media_type(value);
    parse_reason(value);
    parse_q(value);
    parse_delta_seconds(value);
    is_call_id(value);
}

/// What answers it has as many Vias, one tag in To, and no field that the request smuggled in.
void check_answer(const Message& request, int status, std::string_view phrase) {
    Buffer out;
    begin_response(out, request, kSource, status, "tag", phrase).finish();
    response_destination(request, kSource);
    Message answer;
    require(answer.parse(out).has_value());
    require(!answer.is_request() && answer.status() == status && answer.body().empty());
    const auto count = [](const Message& message, HeaderId id) {
        return std::ranges::count_if(message.fields(), [&](const Field& field) { return field.id == id; });
    };
    require(count(answer, HeaderId::via) == count(request, HeaderId::via));
    for (const auto& field : answer.fields()) {
        require(
            field.id == HeaderId::content_length ||
            (field.id != HeaderId::unknown && request.find(field.id) != nullptr)
        );
    }
}

void check_message(Bytes octets) {
    static Message message;
    if (!message.parse(octets)) {
        return;
    }
    require(message.octets().size() <= octets.size());
    for (const auto& field : message.fields()) {
        require(field.value.data() >= text_of(octets).data());
        auto rest = field.value;
        for (bool has_next = true; has_next;) {
            const auto listed = take_value(rest);
            read_value(listed.value);
            has_next = listed.has_next;
        }
    }
    if (!message.is_request()) {
        inspect_response(message);
        return;
    }
    Essentials essentials;
    const auto verdict = inspect(message, kSkills, essentials);
    check_answer(message, verdict ? verdict->status : 200, verdict ? verdict->phrase : std::string_view{});
}

/// The same octets give the same messages, whole or one by one.
void check_framer(Bytes octets) {
    const auto walk = [&](bool one_by_one) {
        std::string found;
        Framer framer;
        std::size_t begin = 0;
        for (std::size_t end = one_by_one ? 1 : octets.size(); end <= octets.size(); ++end) {
            auto state = framer.find(octets.subspan(begin, end - begin));
            while (state != Framer::State::incomplete) {
                found +=
                    std::to_string(static_cast<int>(state)) + ":" + std::to_string(framer.consumed()) + " ";
                require(framer.consumed() <= end - begin);
                if (state == Framer::State::bad) {
                    return found;
                }
                begin += framer.consumed();
                state = framer.find(octets.subspan(begin, end - begin));
            }
        }
        return found;
    };
    if (!octets.empty() && octets.size() < 4096) {
        require(walk(true) == walk(false));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes octets{data, size};
    check_message(octets);
    check_framer(octets);
    read_value(text_of(octets));
    if (const auto uri = parse_uri(text_of(octets))) {
        check_uri(*uri);
    }
    return 0;
}
