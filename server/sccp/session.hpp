#pragma once

#include "common/address/ipv4.hpp"
#include "common/model/device_name.hpp"
#include "server/calls/leg.hpp"
#include "server/registrar/action.hpp"
#include "server/sccp/dialect.hpp"
#include "server/sccp/frame.hpp"
#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "server/sccp/text.hpp"
#include "server/sccp/turn.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::sccp {

/// One connection of a phone as a pure state machine, from accept to close: its registration, every question
/// that it asks, its keys, and what call control lets it show.
///
/// Owned by Engine; no I/O and no clock. Keeps of the byte stream only the part of a frame that has not come
/// whole, at most kMaxFrameSize and what one read added. A phone is one device per connection; a connection
/// that only sends keepalives (a phone registered elsewhere keeps one to its next server) lives as long as it
/// does.
class Session {
 public:
    enum class State : std::uint8_t {
        fresh,       ///< nothing said yet
        standby,     ///< keepalives without registration
        token,       ///< leave to register was given
        waiting,     ///< asked to register; the answer is on its way
        asking,      ///< registered, asks for its templates and lines
        registered,  ///< display idle, lines usable
        rejected,    ///< was told no; closed when the phone had time to show it
        leaving,     ///< unregistered, or told to reset; closed soon
        closed,
    };

    Session(SessionId id, const Endpoint& peer, Now now);

    /// Everything whole in `octets` and what was kept before.
    void on_octets(Bytes octets, Turn& turn);
    /// The other side ended it.
    void on_closed(std::string_view reason, Turn& turn);
    void on_wake(Turn& turn);

    // What the registrar decided.
    void on_accept(const registrar::Accept& accept, Turn& turn);
    void on_reject(const registrar::Reject& reject, Turn& turn);
    void on_drop(const registrar::Drop& drop, Turn& turn);
    void on_command(const registrar::Command& command, Turn& turn);

    // What call control shows.
    void show(const calls::Opened& event, Turn& turn);
    void show(const calls::PlayTone& event, Turn& turn);
    void show(const calls::StopTone& event, Turn& turn);
    void show(const calls::FirstDigit& event, Turn& turn);
    void show(const calls::DigitRemoved& event, Turn& turn);
    void show(const calls::Dialled& event, Turn& turn);
    void show(const calls::Failed& event, Turn& turn);
    void show(const calls::Closed& event, Turn& turn);
    void show(const calls::KeyNotActive& event, Turn& turn);

    /// Sets the phone's clock again when its zone's offset is not what it was told: daylight saving.
    void check_clock(Turn& turn);
    /// Ends it from our side. @param reason  for the journal.
    void end(std::string_view reason, registrar::StatusReason status, bool at_once, Turn& turn);

    /// When on_wake() wants to be called; nullopt: not for its own sake.
    [[nodiscard]] std::optional<Instant> due(const Parameters& parameters) const;

    [[nodiscard]] SessionId id() const { return id_; }

    [[nodiscard]] const Endpoint& peer() const { return peer_; }

    [[nodiscard]] State state() const { return state_; }

    [[nodiscard]] const Dialect& dialect() const { return dialect_; }

    /// A codec that the phone knows and the longest packet, in milliseconds, that it takes of it.
    struct Codec {
        std::uint16_t number = 0;
        std::uint16_t milliseconds = 0;

        friend bool operator==(const Codec&, const Codec&) = default;
    };

    /// As the phone told last; empty before.
    [[nodiscard]] const std::vector<Codec>& codecs() const { return codecs_; }

    // The engine's notes beside a session.
    Instant wake{};           ///< the entry among its deadlines that counts
    bool is_touched = false;  ///< something happened to it in this event
    bool is_busy = false;     ///< as the registrar was told last

 private:
    using Handle = void (Session::*)(const FrameView&, Turn&);
    /// Null for what phones do not send.
    static Handle find_handler(MessageId id);

    void on_frame(const FrameView& frame, Turn& turn);
    void on_unhandled(const FrameView& frame, Turn& turn);
    [[nodiscard]] bool is_over_limit(Turn& turn);
    void malformed(const WireError& error, Turn& turn);

    // Coming, staying, going.
    void on_keep_alive(const FrameView& frame, Turn& turn);
    void on_register_req(const FrameView& frame, Turn& turn);
    void on_token_req(const FrameView& frame, Turn& turn);
    void on_spcp_token_req(const FrameView& frame, Turn& turn);
    void on_unregister_req(const FrameView& frame, Turn& turn);
    void on_alarm(const FrameView& frame, Turn& turn);
    void on_xml_alarm(const FrameView& frame, Turn& turn);
    void on_available_lines(const FrameView& frame, Turn& turn);
    bool grant_token(std::string_view name, Turn& turn);
    /// @param remark  for the journal; empty: it went as it should.
    void complete(std::string_view remark, Turn& turn);
    void show_idle_phone(Turn& turn);

    // What it says of itself.
    void on_capabilities_res(const FrameView& frame, Turn& turn);
    void on_update_capabilities(const FrameView& frame, Turn& turn);
    void on_extension_device_caps(const FrameView& frame, Turn& turn);
    void keep_codecs(const std::vector<Capability>& capabilities);
    [[nodiscard]] std::string codec_words() const;

    // Questions.
    void on_button_template_req(const FrameView& frame, Turn& turn);
    void on_soft_key_template_req(const FrameView& frame, Turn& turn);
    void on_soft_key_set_req(const FrameView& frame, Turn& turn);
    void on_line_stat_req(const FrameView& frame, Turn& turn);
    void on_forward_stat_req(const FrameView& frame, Turn& turn);
    void on_speed_dial_stat_req(const FrameView& frame, Turn& turn);
    void on_feature_stat_req(const FrameView& frame, Turn& turn);
    void on_service_url_stat_req(const FrameView& frame, Turn& turn);
    void on_config_stat_req(const FrameView& frame, Turn& turn);
    void on_version_req(const FrameView& frame, Turn& turn);
    void on_server_req(const FrameView& frame, Turn& turn);
    void on_time_date_req(const FrameView& frame, Turn& turn);
    void on_call_count_req(const FrameView& frame, Turn& turn);
    void on_subscription_stat_req(const FrameView& frame, Turn& turn);

    // Keys.
    void on_off_hook(const FrameView& frame, Turn& turn);
    void on_on_hook(const FrameView& frame, Turn& turn);
    void on_keypad_button(const FrameView& frame, Turn& turn);
    void on_enbloc_call(const FrameView& frame, Turn& turn);
    void on_stimulus(const FrameView& frame, Turn& turn);
    void on_soft_key_event(const FrameView& frame, Turn& turn);
    /// What phones tell that nobody here needs yet: media, headsets, user data.
    void on_ignored(const FrameView& frame, Turn& turn);

    template <class Message>
    void send(const Message& message, Turn& turn) {
        turn.out.send(id_, message, dialect_);
    }

    void prompt(std::string text, std::uint32_t line, std::uint32_t call, std::uint32_t seconds, Turn& turn);
    void select_soft_keys(SoftKeyMode mode, std::uint32_t line, std::uint32_t call, Turn& turn);
    void send_time(Turn& turn);
    void begin_call(std::uint32_t line, calls::Trigger trigger, Turn& turn);
    void dial_speed_dial(std::uint32_t index, Turn& turn);

    /// Goes into a state that ends by itself after `time`.
    void enter(State state, Duration time, const Turn& turn);
    void note(journal::Step step, std::vector<journal::Field> fields, Turn& turn);
    [[nodiscard]] bool may_note(const Turn& turn) const;
    void name_as(const DeviceName& name, Turn& turn);
    /// The name in a text that is not the phone's registration: enough to put what it says into its timeline.
    void guess_name(std::string_view name, Turn& turn);
    void leave_registration(registrar::StatusReason status, Turn& turn);
    [[nodiscard]] std::string subject() const;
    [[nodiscard]] bool is_known_to_registrar() const;
    /// The device's row now; an empty one when it was deleted under our feet.
    [[nodiscard]] const Device& device(const Turn& turn) const;
    /// The line an event means: the one it names when the phone has it, else the phone's first. 0: it has
    /// none.
    [[nodiscard]] std::uint32_t line_for(std::uint32_t named, const Turn& turn) const;
    [[nodiscard]] std::chrono::seconds clock_offset(const Turn& turn) const;

    SessionId id_;
    Endpoint peer_;
    WallTime connected_at_;
    Instant last_heard_;
    Instant state_ends_{};  ///< of the states that do not last
    Instant window_since_;
    DeviceName name_;
    DeviceId device_;
    Buffer tail_;
    std::vector<Codec> codecs_;
    std::uint32_t events_in_window_ = 0;
    std::int32_t clock_offset_seconds_ = 0;
    Dialect dialect_;
    State state_ = State::fresh;
    bool is_spcp_ = false;
    bool has_prompts_ = true;
    bool has_softkeys_ = true;
    bool has_kept_alive_ = false;
    bool has_noted_unknown_ = false;
    bool has_noted_modules_ = false;
};

}  // namespace dialtone::sccp
