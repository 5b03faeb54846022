#include "common/text/utf8.hpp"
#include "server/sccp/session.hpp"
#include "server/sccp/station.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

/// How a phone comes and goes.
namespace dialtone::sccp {

namespace {

using std::chrono::seconds;

/// A rejected phone shows the text only while its connection stands.
constexpr auto kRejectTime = seconds{2};
constexpr auto kUnregisterTime = seconds{2};
/// After a reset the phone closes by itself within seconds.
constexpr auto kResetTime = seconds{30};
constexpr auto kTokenTime = seconds{60};
constexpr auto kAnswerTime = seconds{30};
/// Some phones never ask for the time; they are registered all the same.
constexpr auto kAskingTime = seconds{30};

/// As high as the model, and of a known phone its own row, let it be spoken to with; 0: no limit.
std::uint32_t version_limit(const PhoneModel* model, const Device* device) {
    const auto of_model = model != nullptr ? model->max_sccp_version : 0U;
    const auto of_device = device != nullptr ? device->max_sccp_version : 0U;
    return of_device == 0 || (of_model != 0 && of_model < of_device) ? of_model : of_device;
}

/// Three to four quarters of the interval, by name: phones that came up together do not keep step then.
std::uint32_t keepalive_for(const DeviceName& name, std::uint32_t interval) {
    std::uint32_t sum = 0;
    for (const char c : name.text()) {
        sum = sum * 31U + static_cast<std::uint8_t>(c);
    }
    return interval - sum % (interval / 4 + 1);
}

}  // namespace

// Coming ------------------------------------------------------------------------------------------

void Session::on_register_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<RegisterReq>(frame, dialect_);
    if (!request) {
        malformed(request.error(), turn);
        return;
    }
    leave_registration(registrar::StatusReason::device_unregistered, turn);
    const auto name = DeviceName::parse(request->name);
    if (name) {
        name_as(*name, turn);
    }
    const ModelId model{request->device_type};
    const auto* row = turn.world.models.find(model);
    const auto* known = name ? turn.world.find_device(*name) : nullptr;
    dialect_ = {
        negotiate(request->version, version_limit(row, known)),
        request->takes_utf8(),
        row != nullptr && row->aligns_numbers};
    if (may_note(turn)) {
        std::vector<journal::Field> fields{
            {"model", row != nullptr ? row->name : fmt::format("device type {}", request->device_type)},
            {"version", std::to_string(request->version)}};
        if (!request->load.empty()) {
            fields.push_back({"load", printable(request->load)});
        }
        note(journal::Step::sccp_register, std::move(fields), turn);
    }
    enter(State::waiting, kAnswerTime, turn);
    turn.registrar.on_register(
        {.session = id_,
         .protocol = Protocol::sccp,
         .name = request->name,
         .model = model,
         .address = peer_,
         .load = printable(request->load),
         .protocol_version = dialect_.version},
        turn.now
    );
}

void Session::on_accept(const registrar::Accept& accept, Turn& turn) {
    enter(State::asking, kAskingTime, turn);
    device_ = accept.device;
    has_kept_alive_ = false;
    has_noted_modules_ = false;
    codecs_.clear();
    const auto& row = device(turn);
    if (const auto* model = turn.world.models.find(row.model)) {
        has_prompts_ = model->has_display && model->has_prompts;
        has_softkeys_ = model->has_softkeys;
    }
    const auto* clock = date_time_group(turn.world, row);
    send(
        RegisterAck{
            .keepalive_seconds = keepalive_for(accept.name, turn.parameters.keepalive_seconds),
            .date_template = clock != nullptr ? clock->date_template : "M/D/Y",
            .secondary_keepalive_seconds = turn.parameters.secondary_keepalive_seconds,
            .version = dialect_.version,
            .features = RegisterAck::features_for(dialect_.version)},
        turn
    );
    send(CapabilitiesReq{}, turn);
    note(
        journal::Step::sccp_accepted,
        {{"version", std::to_string(dialect_.version)}, {"dn", std::string{number_of(turn.world, row, 1)}}},
        turn
    );
}

void Session::on_reject(const registrar::Reject& reject, Turn& turn) {
    enter(State::rejected, kRejectTime, turn);
    turn.counters.rejected.add();
    send(RegisterReject{reject.display}, turn);
    if (may_note(turn)) {
        note(journal::Step::sccp_rejected, {{"display", reject.display}, {"reason", reject.sentence}}, turn);
    }
}

bool Session::grant_token(std::string_view name, Turn& turn) {
    if (const auto parsed = DeviceName::parse(name)) {
        name_as(*parsed, turn);
    }
    // A phone asks only a server that stands higher in its list than the one it is with.
    const bool is_granted = is_known_to_registrar() || turn.registrar.may_come(name);
    if (may_note(turn)) {
        note(journal::Step::sccp_token, {{"answer", is_granted ? "granted" : "not now"}}, turn);
    }
    // An SPA phone asks every few minutes while it is registered: that changes nothing.
    if (is_granted && !is_known_to_registrar()) {
        enter(State::token, kTokenTime, turn);
    }
    return is_granted;
}

void Session::on_token_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<RegisterTokenReq>(frame, dialect_);
    if (grant_token(request->name, turn)) {
        send(RegisterTokenAck{}, turn);
    } else {
        send(RegisterTokenReject{}, turn);
    }
}

void Session::on_spcp_token_req(const FrameView& frame, Turn& turn) {
    const auto request = parse<SpcpRegisterTokenReq>(frame, dialect_);
    is_spcp_ = true;
    if (grant_token(request->name, turn)) {
        send(SpcpRegisterTokenAck{}, turn);
    } else {
        send(SpcpRegisterTokenReject{}, turn);
    }
}

void Session::on_available_lines(const FrameView&, Turn& turn) {
    if (is_spcp_) {
        complete({}, turn);  // SPA phones do not ask for the time
    }
}

/// The phone has asked for everything: its display is ours from here on.
void Session::complete(std::string_view remark, Turn& turn) {
    if (state_ != State::asking) {
        return;
    }
    state_ = State::registered;
    turn.counters.registered.add();
    show_idle_phone(turn);
    std::vector<journal::Field> fields{{"dn", std::string{number_of(turn.world, device(turn), 1)}}};
    if (auto words = codec_words(); !words.empty()) {
        fields.push_back({"codecs", std::move(words)});
    }
    if (!remark.empty()) {
        fields.push_back({"remark", std::string{remark}});
    }
    note(journal::Step::sccp_registered, std::move(fields), turn);
    turn.registrar.on_complete(id_, turn.now);
}

void Session::show_idle_phone(Turn& turn) {
    for (const auto& line : device(turn).lines) {
        send(SetLamp{ButtonType::line, line.line, LampMode::off}, turn);
    }
    send(SetLamp{ButtonType::voicemail, 0, LampMode::off}, turn);
    for (const auto& line : device(turn).lines) {
        send(SetLamp{ButtonType::voicemail, line.line, LampMode::off}, turn);
    }
    select_soft_keys(SoftKeyMode::on_hook, 0, 0, turn);
    prompt(coded(Phrase::your_current_options), 0, 0, 0, turn);
}

// Going -------------------------------------------------------------------------------------------

void Session::on_unregister_req(const FrameView&, Turn& turn) {
    if (turn.calls.is_busy(id_)) {
        send(UnregisterAck{UnregisterStatus::call_active}, turn);
        return;
    }
    const bool was_registered = is_known_to_registrar();
    leave_registration(registrar::StatusReason::device_unregistered, turn);
    send(UnregisterAck{UnregisterStatus::ok}, turn);
    enter(State::leaving, kUnregisterTime, turn);
    if (was_registered) {
        note(journal::Step::sccp_unregistered, {{"reason", "by its own wish"}}, turn);
    }
}

void Session::on_command(const registrar::Command& command, Turn& turn) {
    constexpr std::uint8_t kFirstApplyVersion = 17;
    auto type = ResetType::restart;
    if (command.action == change::Action::reset) {
        type = ResetType::reset;
    } else if (command.action == change::Action::apply && dialect_.version >= kFirstApplyVersion) {
        type = ResetType::apply_config;
    }
    send(Reset{type}, turn);
    if (type != ResetType::apply_config) {
        turn.calls.forget(id_);
        enter(State::leaving, kResetTime, turn);
    }
}

void Session::on_drop(const registrar::Drop& drop, Turn& turn) {
    if (drop.reason == registrar::StatusReason::keepalive_timeout) {
        turn.counters.lost.add();
        const auto silence = std::chrono::duration_cast<seconds>(turn.now.mono - last_heard_);
        note(journal::Step::sccp_keepalive_lost, {{"seconds", std::to_string(silence.count())}}, turn);
        end("no keepalive", drop.reason, true, turn);
    } else {
        note(journal::Step::sccp_replaced, {{"address", drop.successor.address.to_string()}}, turn);
        end("a newer connection took its place", drop.reason, true, turn);
    }
}

void Session::on_closed(std::string_view reason, Turn& turn) {
    leave_registration(registrar::StatusReason::connectivity_error, turn);
    state_ = State::closed;
    if (may_note(turn)) {
        note(journal::Step::sccp_closed, {{"reason", std::string{reason}}}, turn);
    }
}

void Session::end(std::string_view reason, registrar::StatusReason status, bool at_once, Turn& turn) {
    if (state_ == State::closed) {
        return;
    }
    leave_registration(status, turn);
    turn.out.add(Close{id_, at_once});
    state_ = State::closed;
    if (may_note(turn)) {
        note(journal::Step::sccp_closed, {{"reason", std::string{reason}}}, turn);
    }
}

void Session::leave_registration(registrar::StatusReason status, Turn& turn) {
    turn.calls.forget(id_);
    turn.registrar.on_gone(id_, status);
    device_ = {};
}

void Session::enter(State state, Duration time, const Turn& turn) {
    state_ = state;
    state_ends_ = turn.now.mono + time;
}

}  // namespace dialtone::sccp
