#include "server/journal/steps.hpp"

#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace dialtone::journal {

namespace {

constexpr std::array kSteps{
    StepEntry{
        Step::dhcp_discover,
        "dhcp.discover",
        "DHCP",
        Stage::address,
        "asks for an address[ on {interface}][ through relay {relay}][, as \"{vendor_class}\"][ ({model})]"},
    StepEntry{
        Step::dhcp_offer,
        "dhcp.offer",
        "DHCP",
        Stage::address,
        "address {address} offered[ for {lease}][, option 150 {tftp}]"},
    StepEntry{
        Step::dhcp_request,
        "dhcp.request",
        "DHCP",
        Stage::none,
        "requests address[ {address}][ through relay {relay}][ ({state})]"},
    StepEntry{
        Step::dhcp_ack,
        "dhcp.ack",
        "DHCP",
        Stage::none,
        "address {address} leased[ for {lease}][, option 150 {tftp}]"},
    StepEntry{
        Step::dhcp_nak, "dhcp.nak", "DHCP", Stage::none, "address[ {address}] refused (NAK)[: {reason}]"},
    StepEntry{
        Step::dhcp_decline,
        "dhcp.decline",
        "DHCP",
        Stage::none,
        "declines address {address}[: {reason}]; somebody else answers on it"},
    StepEntry{Step::dhcp_release, "dhcp.release", "DHCP", Stage::none, "gives address[ {address}] back"},
    StepEntry{
        Step::dhcp_inform,
        "dhcp.inform",
        "DHCP",
        Stage::none,
        "has address[ {address}] already and asks for the options"},
    StepEntry{
        Step::dhcp_ignored, "dhcp.ignored", "DHCP", Stage::none, "was heard and not answered[: {reason}]"},
    StepEntry{
        Step::dhcp_exhausted,
        "dhcp.exhausted",
        "DHCP",
        Stage::none,
        "no free address[ in subnet {subnet}][: {reason}]"},
    StepEntry{
        Step::dhcp_conflict,
        "dhcp.conflict",
        "DHCP",
        Stage::address,
        "address {address} is in use already[ by {by}]; it is not offered"},
    StepEntry{
        Step::dhcp_other_server,
        "dhcp.other_server",
        "DHCP",
        Stage::none,
        "is another DHCP server[ on {wire}][; it offers {offered}][, option 150 {tftp}][; {phone} chose it]"},

    StepEntry{
        Step::file_served,
        "file.served",
        "",
        Stage::files,
        "{name} sent[, {origin}][, {bytes} bytes][ in {ms} ms][ ({agent})][; names no load: {withheld} lacks "
        "{missing}]"},
    StepEntry{Step::file_missing, "file.missing", "", Stage::files, "{name}: File not found[ ({agent})]"},
    StepEntry{
        Step::file_broken_off,
        "file.broken_off",
        "",
        Stage::files,
        "{name} broken off[ after {bytes} bytes][: {reason}]"},
    StepEntry{
        Step::file_refused, "file.refused", "", Stage::files, "request[ for {name}] refused[: {reason}]"},
    StepEntry{
        Step::file_progress,
        "file.progress",
        "",
        Stage::files,
        "{name}: {percent} % sent[, {bytes} of {size} bytes]"},

    StepEntry{
        Step::load_withheld,
        "load.withheld",
        "LOAD",
        Stage::none,
        "{load} is not named[, for want of {missing}]: the phone keeps its image"},
    StepEntry{
        Step::image_begun,
        "image.begun",
        "LOAD",
        Stage::none,
        "changes its image to {load}[: {files} files][, attempt {attempt}]"},
    StepEntry{
        Step::image_member, "image.member", "LOAD", Stage::none, "{count} of {files} files of {load} sent"},
    StepEntry{
        Step::image_fetched,
        "image.fetched",
        "LOAD",
        Stage::none,
        "has all {files} files of {load}[ after {took}]; restarts with them"},
    StepEntry{
        Step::image_lacking,
        "image.lacking",
        "LOAD",
        Stage::none,
        "{name} of {load} is not there: the phone keeps its image"},
    StepEntry{
        Step::image_changed, "image.changed", "LOAD", Stage::none, "runs {load} now[, changed in {took}]"},
    StepEntry{
        Step::image_unchanged,
        "image.unchanged",
        "LOAD",
        Stage::none,
        "came back with {running}, not with {load}: the image did not change"},

    StepEntry{
        Step::sccp_connected,
        "sccp.connected",
        "SCCP",
        Stage::connecting,
        "connects to the Call Manager[ at {node}][ from {address}]"},
    StepEntry{Step::sccp_alarm, "sccp.alarm", "SCCP", Stage::connecting, "says[ ({severity})]: \"{text}\""},
    StepEntry{
        Step::sccp_token,
        "sccp.token",
        "SCCP",
        Stage::connecting,
        "asks leave to register (token)[: {answer}]"},
    StepEntry{
        Step::sccp_register,
        "sccp.register",
        "SCCP",
        Stage::connecting,
        "registers[ as {model}][, protocol version {version}][, load {load}]"},
    StepEntry{
        Step::sccp_accepted,
        "sccp.accepted",
        "SCCP",
        Stage::connecting,
        "registration accepted[, number {dn}][, protocol version {version}]"},
    StepEntry{
        Step::sccp_registered,
        "sccp.registered",
        "SCCP",
        Stage::up,
        "registered[ with number {dn}]; idle[; speaks {codecs}][; {remark}]"},
    StepEntry{
        Step::sccp_rejected,
        "sccp.rejected",
        "SCCP",
        Stage::leaving,
        "registration rejected[: {reason}][; display: \"{display}\"]"},
    StepEntry{
        Step::sccp_unregistered, "sccp.unregistered", "SCCP", Stage::leaving, "unregisters[: {reason}]"},
    StepEntry{Step::sccp_closed, "sccp.closed", "SCCP", Stage::leaving, "connection closed[: {reason}]"},
    StepEntry{
        Step::sccp_keepalive_lost,
        "sccp.keepalive_lost",
        "SCCP",
        Stage::leaving,
        "no keepalive[ for {seconds} s]; taken as gone"},
    StepEntry{
        Step::sccp_replaced,
        "sccp.replaced",
        "SCCP",
        Stage::none,
        "a newer connection[ from {address}] takes this phone's place"},
    StepEntry{
        Step::sccp_malformed,
        "sccp.malformed",
        "SCCP",
        Stage::none,
        "sent what is not understood[: {reason}]"},
    StepEntry{Step::sccp_keepalive, "sccp.keepalive", "SCCP", Stage::up, "first keepalive; the phone stays"},

    StepEntry{
        Step::auto_registered,
        "autoreg.done",
        "AUTO",
        Stage::connecting,
        "unknown until now: added[ with number {dn}][ in pool {pool}][ by {by}]"},
    StepEntry{Step::reset_sent, "change.reset", "SEND", Stage::leaving, "told to reset[: {why}]"},
    StepEntry{Step::restart_sent, "change.restart", "SEND", Stage::leaving, "told to restart[: {why}]"},
    StepEntry{
        Step::apply_sent,
        "change.apply",
        "SEND",
        Stage::none,
        "told to apply its new configuration[: {why}]"},
    StepEntry{
        Step::change_pending,
        "change.pending",
        "SEND",
        Stage::none,
        "a change waits until the phone is idle[: {why}]"},
    StepEntry{Step::request_done, "request.done", "ASKED", Stage::none, "{action} carried out"},
    StepEntry{
        Step::request_failed,
        "request.failed",
        "ASKED",
        Stage::none,
        "{action} could not be carried out[: {reason}]"},

    StepEntry{Step::off_hook, "call.off_hook", "CALL", Stage::up, "off hook[ on line {line}]"},
    StepEntry{Step::dial_tone, "call.dial_tone", "CALL", Stage::up, "hears dial tone[ on line {line}]"},
    StepEntry{Step::on_hook, "call.on_hook", "CALL", Stage::up, "on hook[ on line {line}]"},
    StepEntry{Step::digits, "call.digits", "CALL", Stage::up, "dials {digits}[ on line {line}]"},

    StepEntry{Step::note, "note", "NOTE", Stage::none, "{text}"},
};

constexpr StepEntry kUnknown{
    Step::note, "unknown", "?", Stage::none, "a step that this program does not know"};

/// Fields that only machines want: requests are matched by number, transports are shown as the area, a load's
/// members are counted by the timeline, and what is taken out of an alarm stands in its text.
constexpr std::array<std::string_view, 5> kSilentFields{"request", "transport", "members", "alarm", "last"};

/// Fills a template; remembers which fields it used.
class Sentence {
 public:
    explicit Sentence(const Observation& observation) : observation_{observation} {}

    std::string fill(std::string_view text) {
        std::string out;
        while (!text.empty()) {
            const auto open = text.find('[');
            out += expand(text.substr(0, open)).text;
            if (open == std::string_view::npos) {
                break;
            }
            const auto close = text.find(']', open);
            if (auto part = expand(text.substr(open + 1, close - open - 1)); part.is_complete) {
                out += part.text;
            }
            text.remove_prefix(close + 1);
        }
        return out + rest();
    }

 private:
    struct Part {
        std::string text;
        bool is_complete = true;
    };

    Part expand(std::string_view text) {
        Part part;
        while (!text.empty()) {
            const auto open = text.find('{');
            part.text += text.substr(0, open);
            if (open == std::string_view::npos) {
                break;
            }
            const auto close = text.find('}', open);
            const auto key = text.substr(open + 1, close - open - 1);
            const auto value = observation_.field(key);
            used_.insert(key);
            part.is_complete = part.is_complete && !value.empty();
            part.text += value.empty() ? "?" : printable(value, kMaxValue);
            text.remove_prefix(close + 1);
        }
        return part;
    }

    /// What the template had no place for.
    [[nodiscard]] std::string rest() const {
        std::string out;
        for (const auto& field : observation_.fields) {
            const bool is_silent =
                std::find(kSilentFields.begin(), kSilentFields.end(), field.key) != kSilentFields.end();
            if (used_.contains(field.key) || is_silent || field.value.empty()) {
                continue;
            }
            out +=
                (out.empty() ? " (" : ", ") + printable(field.key) + " " + printable(field.value, kMaxValue);
        }
        return out.empty() ? out : out + ")";
    }

    static constexpr std::size_t kMaxValue = 400;

    const Observation& observation_;
    std::set<std::string_view> used_;
};

}  // namespace

std::span<const StepEntry> steps() {
    return kSteps;
}

const StepEntry& entry_of(Step step) {
    const auto* found =
        std::find_if(kSteps.begin(), kSteps.end(), [&](const StepEntry& e) { return e.step == step; });
    return found == kSteps.end() ? kUnknown : *found;
}

std::string sentence_of(const Observation& observation) {
    return Sentence{observation}.fill(entry_of(observation.step).sentence);
}

std::string area_of(const Observation& observation) {
    const auto& entry = entry_of(observation.step);
    if (!entry.area.empty()) {
        return std::string{entry.area};
    }
    const auto transport = observation.field("transport");
    return transport.empty() ? "FILE" : to_upper(printable(transport, 5));
}

}  // namespace dialtone::journal
