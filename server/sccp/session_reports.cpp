#include "common/text/utf8.hpp"
#include "server/sccp/codec_names.hpp"
#include "server/sccp/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a phone says of itself without being asked: why it comes, what it can do, what hangs on its side.
namespace dialtone::sccp {

namespace {

constexpr std::uint32_t kInformational = 2;

/// "warning"; empty for what only informs.
std::string_view severity_word(std::uint32_t severity) {
    constexpr std::array<std::pair<std::uint32_t, std::string_view>, 8> kWords{
        {{0, "critical"},
         {1, "warning"},
         {kInformational, ""},
         {4, "unknown severity"},
         {7, "major"},
         {8, "minor"},
         {10, "marginal"},
         {20, "trace"}}};
    const auto* found =
        std::find_if(kWords.begin(), kWords.end(), [&](const auto& word) { return word.first == severity; });
    return found != kWords.end() ? found->second : "unknown severity";
}

/// What stands between `before` and the first of `ends`; empty when `before` is not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view ends) {
    const auto at = text.find(before);
    if (at == std::string_view::npos) {
        return {};
    }
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find_first_of(ends));
}

/// The number with which an alarm begins, "25: Name=…"; empty when it has none.
std::string_view number_of_alarm(std::string_view text) {
    const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
    return text.substr(digits.size()).starts_with(":") ? digits : std::string_view{};
}

}  // namespace

/// Number, severity and the reason of the last restart are the best diagnostic there is: kept apart.
void Session::on_alarm(const FrameView& frame, Turn& turn) {
    const auto alarm = parse<Alarm>(frame, dialect_);
    guess_name(between(alarm->text, "Name=", " "), turn);
    if (!may_note(turn)) {
        return;
    }
    std::vector<journal::Field> fields{{"text", printable(alarm->text)}};
    const auto add = [&](const char* key, std::string_view value) {
        if (!value.empty()) {
            fields.push_back({key, printable(value)});
        }
    };
    add("severity", severity_word(alarm->severity));
    add("alarm", number_of_alarm(alarm->text));
    add("last", between(alarm->text, "Last=", " "));
    note(journal::Step::sccp_alarm, std::move(fields), turn);
}

void Session::on_xml_alarm(const FrameView& frame, Turn& turn) {
    constexpr std::size_t kLongest = 400;
    const auto alarm = parse<XmlAlarm>(frame, dialect_);
    guess_name(between(alarm->text, "name=\"DeviceName\">", "<"), turn);
    if (!may_note(turn)) {
        return;
    }
    std::vector<journal::Field> fields{{"text", printable(alarm->text, kLongest)}};
    const auto reason = between(alarm->text, "name=\"ReasonForOutOfService\">", "<");
    if (!reason.empty()) {
        fields.push_back({"last", printable(reason)});
    }
    note(journal::Step::sccp_alarm, std::move(fields), turn);
}

void Session::on_capabilities_res(const FrameView& frame, Turn&) {
    keep_codecs(parse<CapabilitiesRes>(frame, dialect_)->codecs);
}

/// The newest word counts, whichever of the forms it has.
void Session::on_update_capabilities(const FrameView& frame, Turn&) {
    keep_codecs(parse<UpdateCapabilities>(frame, dialect_)->audio);
}

void Session::keep_codecs(const std::vector<Capability>& capabilities) {
    constexpr std::uint32_t kMost = std::numeric_limits<std::uint16_t>::max();
    codecs_.clear();
    codecs_.reserve(capabilities.size());
    for (const auto& capability : capabilities) {
        if (capability.codec <= kMost) {
            codecs_.push_back(
                {static_cast<std::uint16_t>(capability.codec),
                 static_cast<std::uint16_t>(std::min(capability.milliseconds, kMost))}
            );
        }
    }
}

std::string Session::codec_words() const {
    std::string words;
    for (const auto& codec : codecs_) {
        if (const auto name = codec_name(codec.number); !name.empty()) {
            words += words.empty() ? "" : ", ";
            words += name;
        }
    }
    return words;
}

/// The keys of a module are those that the configuration says it has: one that it does not know of stays
/// dark, and somebody should be told.
void Session::on_extension_device_caps(const FrameView& frame, Turn& turn) {
    const auto module = parse<ExtensionDeviceCaps>(frame, dialect_);
    const bool is_known = module->instance <= device(turn).modules.size();
    if (is_known || std::exchange(has_noted_modules_, true)) {
        return;
    }
    auto text = fmt::format(
        "an expansion module ({}) hangs on it that its configuration does not name: `dialtone phone set {} "
        "--module MODEL`",
        printable(module->text),
        name_.text()
    );
    note(journal::Step::note, {{"text", std::move(text)}}, turn);
}

}  // namespace dialtone::sccp
