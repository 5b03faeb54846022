#pragma once

#include "server/sip/message/essentials.hpp"
#include "server/sip/message/header_id.hpp"
#include "server/sip/message/message.hpp"
#include "server/sip/message/method.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dialtone::sip {

/// A method that a server takes.
struct Skill {
    Method method;
    std::span<const std::string_view> bodies = {};   ///< media types it reads; empty: any, unread
    std::span<const std::string_view> answers = {};  ///< media types it may answer with; empty: none
};

struct Skills {
    std::span<const Skill> methods;
    std::span<const std::string_view> extensions = {};  ///< option tags
};

/// Why a request is refused whatever it wants, and the header field that its answer must have.
struct Verdict {
    int status = 400;
    std::string_view phrase;  ///< empty: the status's own
    HeaderId header = HeaderId::unknown;
    std::string value;
};

/// What any server must look at before it looks at a request itself (RFC 3261 §8.2.1 to §8.2.3): form,
/// version, scheme, method, extensions required, body. Nullopt: nothing is wrong, and `essentials` are read.
///
/// An ACK is never answered: for it, any verdict means silence.
std::optional<Verdict> inspect(const Message& request, const Skills& skills, Essentials& essentials);

/// Whether an answer can be taken further; the error says why it is dropped without a word: malformed, or
/// with more than the one Via that was ours (RFC 3261 §8.1.3.3).
Parsed<Essentials> inspect_response(const Message& response);

}  // namespace dialtone::sip
