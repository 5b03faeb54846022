#include "server/sip/message/inspection.hpp"

#include "common/text/ascii.hpp"
#include "server/sip/message/fields.hpp"
#include "server/sip/message/uri.hpp"

#include <algorithm>
#include <array>

namespace dialtone::sip {

namespace {

using Judgement = std::optional<Verdict>;

Verdict malformed(const WireError& error) {
    return {400, error.what};
}

std::string join(std::span<const std::string_view> texts) {
    std::string all;
    for (const auto text : texts) {
        all += all.empty() ? "" : ", ";
        all += text;
    }
    return all;
}

/// Those whose Contact is where everything further goes.
constexpr std::array kNeedContact{
    Method::invite, Method::register_, Method::subscribe, Method::notify, Method::refer, Method::update};

Judgement judge_form(const Message& request, Essentials& essentials) {
    if (request.version() != "2.0") {
        return Verdict{505, {}};
    }
    if (request.fault()) {
        return malformed(*request.fault());
    }
    const auto read = read_essentials(request);
    if (!read) {
        return malformed(read.error());
    }
    essentials = *read;
    if (std::find(kNeedContact.begin(), kNeedContact.end(), request.method()) != kNeedContact.end()) {
        Values contacts{request, HeaderId::contact};
        while (const auto contact = contacts.next()) {
            if (const auto address = parse_address(*contact); !is_star(*contact) && !address) {
                return malformed(address.error());
            }
        }
    }
    return std::nullopt;
}

Judgement judge_uri(const Message& request, const Essentials& essentials) {
    const auto uri = parse_uri(request.request_uri());
    if (!uri) {
        return malformed(uri.error());
    }
    if (!uri->is_sip()) {
        return Verdict{416, {}};
    }
    // RFC 3261 §19.1.1; passing them on is how a stranger has us write header fields (RFC 4475 §3.1.2.11).
    if (uri->has_headers) {
        return Verdict{400, "a Request-URI may not have headers"};
    }
    if (request.method() == Method::register_ && !essentials.to.uri.is_sip()) {
        return Verdict{400, "To is no SIP URI"};
    }
    return std::nullopt;
}

Judgement judge_method(const Message& request, const Skills& skills, const Skill*& skill) {
    const auto found = std::find_if(skills.methods.begin(), skills.methods.end(), [&](const Skill& one) {
        return one.method == request.method();
    });
    if (found != skills.methods.end()) {
        skill = &*found;
        return std::nullopt;
    }
    if (request.method() == Method::other) {
        return Verdict{501, {}};
    }
    std::string allowed;
    for (const auto& one : skills.methods) {
        allowed += allowed.empty() ? "" : ", ";
        allowed += to_string(one.method);
    }
    return Verdict{405, {}, HeaderId::allow, std::move(allowed)};
}

Judgement judge_extensions(const Message& request, const Skills& skills) {
    // RFC 3261 §8.2.2.3: not in a CANCEL, nor in an ACK for another answer than 2xx.
    if (request.method() == Method::cancel || request.method() == Method::ack) {
        return std::nullopt;
    }
    std::string missing;
    Values required{request, HeaderId::require};
    while (const auto tag = required.next()) {
        const auto is_same = [&](std::string_view known) { return iequals(known, *tag); };
        if (!tag->empty() && std::none_of(skills.extensions.begin(), skills.extensions.end(), is_same)) {
            missing += missing.empty() ? "" : ", ";
            missing += *tag;
        }
    }
    if (missing.empty()) {
        return std::nullopt;
    }
    return Verdict{420, {}, HeaderId::unsupported, std::move(missing)};
}

/// "*/*", "application/*" and the like fit, too.
bool fits(const MediaType& range, std::string_view name) {
    const auto slash = name.find('/');
    return range.type == "*" || (iequals(range.type, name.substr(0, slash)) &&
                                 (range.subtype == "*" || iequals(range.subtype, name.substr(slash + 1))));
}

/// True when one of them may come back. Without the header anything may.
bool accepts(const Message& request, std::span<const std::string_view> answers) {
    Values ranges{request, HeaderId::accept};
    bool is_open = true;
    while (const auto value = ranges.next()) {
        is_open = false;
        const auto range = parse_media_type(*value);
        if (range &&
            std::any_of(answers.begin(), answers.end(), [&](auto name) { return fits(*range, name); })) {
            return true;
        }
    }
    return is_open;
}

Judgement judge_body(const Message& request, const Skill& skill) {
    const auto disposition = parse_named(request.value(HeaderId::content_disposition));
    const bool may_be_skipped = disposition && iequals(disposition->parameters.value("handling"), "optional");
    if (!request.body().empty() && !skill.bodies.empty() && !may_be_skipped) {
        const auto encoding = request.value(HeaderId::content_encoding);
        if (!encoding.empty() && !iequals(encoding, "identity")) {
            return Verdict{415, {}, HeaderId::accept_encoding, "identity"};
        }
        const auto type = parse_media_type(request.value(HeaderId::content_type));
        if (!type || std::none_of(skill.bodies.begin(), skill.bodies.end(), [&](auto name) {
                return type->is(name);
            })) {
            return Verdict{415, {}, HeaderId::accept, join(skill.bodies)};
        }
    }
    if (!skill.answers.empty() && !accepts(request, skill.answers)) {
        return Verdict{406, {}};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Verdict> inspect(const Message& request, const Skills& skills, Essentials& essentials) {
    const Skill* skill = nullptr;
    if (auto verdict = judge_form(request, essentials)) {
        return verdict;
    }
    if (auto verdict = judge_uri(request, essentials)) {
        return verdict;
    }
    if (auto verdict = judge_method(request, skills, skill)) {
        return verdict;
    }
    if (auto verdict = judge_extensions(request, skills)) {
        return verdict;
    }
    return judge_body(request, *skill);
}

Parsed<Essentials> inspect_response(const Message& response) {
    if (response.version() != "2.0") {
        return WireError{WireErrc::unsupported, 0, "this is another version of SIP"};
    }
    if (response.fault()) {
        return *response.fault();
    }
    Values vias{response, HeaderId::via};
    if (vias.next() && vias.next()) {
        return WireError{WireErrc::bad_value, 0, "the answer to somebody else's request"};
    }
    return read_essentials(response);
}

}  // namespace dialtone::sip
