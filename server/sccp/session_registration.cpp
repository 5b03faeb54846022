#include "common/text/utf8.hpp"
#include "server/sccp/session.hpp"
#include "server/sccp/station.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

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
    dialect_ = {
        negotiate(request->version, row != nullptr ? row->max_sccp_version : 0), request->takes_utf8()};
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
    const auto& row = device(turn);
    if (const auto* model = turn.world.models.find(row.model)) {
        has_display_ = model->has_display;
        has_softkeys_ = model->has_softkeys;
    }
    const auto* clock = date_time_group(turn.world, row);
    send(
        RegisterAck{
            .keepalive_seconds = turn.parameters.keepalive_seconds,
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
    const std::string display{entry_of(reject.refusal).display};
    send(RegisterReject{display}, turn);
    if (may_note(turn)) {
        note(journal::Step::sccp_rejected, {{"display", display}, {"reason", reject.sentence}}, turn);
    }
}

bool Session::grant_token(std::string_view name, Turn& turn) {
    if (const auto parsed = DeviceName::parse(name)) {
        name_as(*parsed, turn);
    }
    // A phone asks only a server that stands higher in its list than the one it is with, so it is to come
    // unless it would be refused for want of room.
    const bool is_granted = turn.registrar.has_room() || is_known_to_registrar();
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

void Session::on_alarm(const FrameView& frame, Turn& turn) {
    const auto alarm = parse<Alarm>(frame, dialect_);
    constexpr std::string_view kName = "Name=";
    const auto at = alarm->text.find(kName);
    if (at != std::string::npos && name_.empty()) {
        const auto rest = std::string_view{alarm->text}.substr(at + kName.size());
        if (const auto name = DeviceName::parse(rest.substr(0, rest.find(' ')))) {
            name_as(*name, turn);
        }
    }
    if (may_note(turn)) {
        note(journal::Step::sccp_alarm, {{"text", printable(alarm->text)}}, turn);
    }
}

void Session::on_xml_alarm(const FrameView& frame, Turn& turn) {
    constexpr std::size_t kLongest = 400;
    const auto alarm = parse<XmlAlarm>(frame, dialect_);
    if (may_note(turn)) {
        note(journal::Step::sccp_alarm, {{"text", printable(alarm->text, kLongest)}}, turn);
    }
}

void Session::on_available_lines(const FrameView&, Turn& turn) {
    if (is_spcp_) {
        complete(turn);  // SPA phones do not ask for the time
    }
}

/// The phone has asked for everything: its display is ours from here on.
void Session::complete(Turn& turn) {
    if (state_ != State::asking) {
        return;
    }
    state_ = State::registered;
    turn.counters.registered.add();
    show_idle_phone(turn);
    note(journal::Step::sccp_registered, {{"dn", std::string{number_of(turn.world, device(turn), 1)}}}, turn);
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
