#include "server/lab/station.hpp"
#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/text.hpp"

/// What a Call Manager says, message by message.
namespace dialtone::lab {

namespace {

using sccp::MessageId;

/// Hands the frame to `take` when it holds a Message that can be read.
template <class Message, class Take>
bool read(const sccp::FrameView& frame, const sccp::Dialect& dialect, Take&& take) {
    if (!sccp::holds<Message>(frame.id)) {
        return false;
    }
    const auto message = sccp::parse<Message>(frame, dialect);
    if (message.has_value()) {
        take(*message);
    }
    return true;
}

StationEvent event_of(sccp::ResetType type) {
    switch (type) {
        case sccp::ResetType::reset:
            return StationEvent::reset;
        case sccp::ResetType::apply_config:
            return StationEvent::apply;
        case sccp::ResetType::restart:
            break;
    }
    return StationEvent::restart;
}

}  // namespace

void Station::take_frame(Now now, const sccp::FrameView& frame, Actions& out, StationEvents& events) {
    take_registration(now, frame, out, events) || take_answer(now, frame, out, events) ||
        take_call(frame, events);
}

bool Station::take_registration(Now now, const sccp::FrameView& frame, Actions& out, StationEvents& events) {
    if (frame.id == MessageId::keep_alive_ack) {
        unanswered_keepalives_ = 0;
        return true;
    }
    if (frame.id == MessageId::capabilities_req) {
        begin_asking(now, out, events);
        return true;
    }
    return read<sccp::RegisterAck>(frame, dialect_, [&](const auto& ack) { take_ack(now, ack, out); }) ||
           read<sccp::RegisterReject>(
               frame,
               dialect_,
               [&](const auto& reject) { end(StationEvent::rejected, reject.text, out, events); }
           ) ||
           read<sccp::Reset>(
               frame, dialect_, [&](const auto& reset) { events.push_back(event_of(reset.type)); }
           ) ||
           read<sccp::UnregisterAck>(frame, dialect_, [&](const auto& ack) {
               if (ack.status == sccp::UnregisterStatus::ok && state_ == State::leaving) {
                   end(StationEvent::unregistered, {}, out, events);
               }
           });
}

bool Station::take_answer(Now now, const sccp::FrameView& frame, Actions& out, StationEvents& events) {
    const auto done = [&](Ask ask, std::uint32_t instance) {
        answered(now, Request{ask, instance}, out, events);
    };
    return read<sccp::ServerRes>(frame, dialect_, [&](const auto&) { done(Ask::servers, 0); }) ||
           read<sccp::Version>(frame, dialect_, [&](const auto&) { done(Ask::version, 0); }) ||
           read<sccp::ButtonTemplate>(
               frame,
               dialect_,
               [&](const auto& answer) {
                   if (state_ == State::asking) {
                       take_buttons(answer);
                   }
                   done(Ask::buttons, 0);
               }
           ) ||
           read<sccp::SoftKeyTemplate>(frame, dialect_, [&](const auto&) { done(Ask::softkeys, 0); }) ||
           read<sccp::SoftKeySet>(frame, dialect_, [&](const auto&) { done(Ask::softkey_sets, 0); }) ||
           read<sccp::ConfigStat>(frame, dialect_, [&](const auto&) { done(Ask::configuration, 0); }) ||
           read<sccp::LineStat>(
               frame,
               dialect_,
               [&](const auto& stat) {
                   if (stat.line == 1) {
                       number_ = stat.number;
                       label_ = stat.label;
                   }
                   done(Ask::line, stat.line);
               }
           ) ||
           read<sccp::ForwardStat>(
               frame, dialect_, [&](const auto& stat) { done(Ask::forward, stat.line); }
           ) ||
           read<sccp::SpeedDialStat>(
               frame, dialect_, [&](const auto& stat) { done(Ask::speed_dial, stat.index); }
           ) ||
           read<sccp::FeatureStat>(
               frame, dialect_, [&](const auto& stat) { done(Ask::feature, stat.index); }
           ) ||
           read<sccp::ServiceUrlStat>(
               frame, dialect_, [&](const auto& stat) { done(Ask::service, stat.index); }
           ) ||
           read<sccp::DefineTimeDate>(frame, dialect_, [&](const auto&) { done(Ask::time, 0); });
}

bool Station::take_call(const sccp::FrameView& frame, StationEvents& events) {
    return read<sccp::StartTone>(
               frame,
               dialect_,
               [&](const auto& start) {
                   const bool is_dial_tone =
                       start.tone == sccp::Tone::inside_dial || start.tone == sccp::Tone::outside_dial;
                   if (is_off_hook_ && is_dial_tone) {
                       hears_dial_tone_ = true;
                       events.push_back(StationEvent::dial_tone);
                   }
               }
           ) ||
           read<sccp::StopTone>(frame, dialect_, [&](const auto&) { hears_dial_tone_ = false; }) ||
           read<sccp::CallState>(
               frame,
               dialect_,
               [&](const auto& state) {
                   const bool has_ended = state.state == sccp::CallStateCode::on_hook;
                   const bool was_ours = state.call == call_;
                   call_ = has_ended ? 0 : state.call;
                   if (has_ended && was_ours && !is_off_hook_ && !hears_dial_tone_) {
                       events.push_back(StationEvent::silence);
                   }
               }
           ) ||
           read<sccp::DisplayPromptStatus>(frame, dialect_, [&](const auto& prompt) {
               if (prompt.line == 0 && prompt.call == 0) {
                   prompt_ = sccp::readable(prompt.text);
               }
           });
}

}  // namespace dialtone::lab
