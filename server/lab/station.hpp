#pragma once

#include "common/address/mac.hpp"
#include "common/time/now.hpp"
#include "server/lab/action.hpp"
#include "server/lab/dice.hpp"
#include "server/lab/phone_models.hpp"
#include "server/sccp/codec.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace dialtone::lab {

/// What happened between a station and its Call Manager.
enum class StationEvent : std::uint8_t {
    registering,
    registered,
    rejected,        ///< text(): what the display shows
    connect_failed,  ///< nobody listens, or no answer in time
    stuck,           ///< text(): what was asked for in vain
    lost,            ///< the connection ended, or keepalives go unanswered
    reset,
    restart,
    apply,
    dial_tone,
    silence,
    unregistered,
};

using StationEvents = boost::container::small_vector<StationEvent, 4>;

/// The SCCP side of one phone with one Call Manager, as a pure state machine: alarm and registration, then
/// one request after another in the order of its load, keepalives, the hook.
class Station {
 public:
    enum class Manners : std::uint8_t {
        good,
        dribbles,      ///< says everything octet by octet
        falls_silent,  ///< says nothing more once it is registered
    };

    Station(
        const ModelFacts& model,
        const MacAddress& mac,
        Dice& dice,
        StreamId& next_stream,
        Manners manners = Manners::good
    );

    /// @param last_reason why the phone last restarted, for its alarm text: "Initialized", "Reset-Reset".
    void connect(
        Now now,
        const Endpoint& manager,
        Ipv4 own_address,
        std::string load,
        std::string last_reason,
        Actions& out
    );
    /// Ends the connection without a word.
    void close(Actions& out);
    /// Says goodbye first; StationEvent::unregistered when that was answered.
    void unregister(Now now, Actions& out);

    void lift_handset(Actions& out);
    void hang_up(Actions& out);

    [[nodiscard]] bool owns(StreamId id) const { return stream_ == id; }

    void on_open(Now now, Actions& out, StationEvents& events);
    void on_data(Now now, Bytes data, Actions& out, StationEvents& events);
    void on_closed(StationEvents& events);
    void on_timer(Now now, Actions& out, StationEvents& events);

    [[nodiscard]] std::optional<Instant> wake_at() const;

    [[nodiscard]] bool is_registered() const { return state_ == State::registered; }

    [[nodiscard]] const Endpoint& manager() const { return manager_; }

    /// The number of line 1 as shown; empty before registration.
    [[nodiscard]] const std::string& number() const { return number_; }

    [[nodiscard]] const std::string& label() const { return label_; }

    [[nodiscard]] std::uint32_t version() const { return dialect_.version; }

    /// What stands at the bottom of the idle display, in plain words.
    [[nodiscard]] const std::string& prompt() const { return prompt_; }

    /// Of the last rejection or of what the station waits for.
    [[nodiscard]] const std::string& text() const { return text_; }

    [[nodiscard]] bool hears_dial_tone() const { return hears_dial_tone_; }

 private:
    enum class State : std::uint8_t { off, connecting, registering, asking, registered, leaving };

    /// What a registering phone asks for, one after another.
    enum class Ask : std::uint8_t {
        servers,
        version,
        buttons,
        softkeys,
        softkey_sets,
        configuration,
        line,
        available_lines,
        forward,
        speed_dial,
        feature,
        service,
        time,
    };

    struct Request {
        Ask ask;
        std::uint32_t instance = 0;

        friend bool operator==(const Request&, const Request&) = default;
    };

    template <class Message>
    void send(const Message& message, Actions& out) {
        Buffer frame;
        sccp::render(message, dialect_, frame);
        say(std::move(frame), out);
    }

    void say(Buffer frame, Actions& out);
    void introduce(Actions& out);
    void say_capabilities(Actions& out);
    void drip(Now now, Actions& out);

    void end(StationEvent event, std::string text, Actions& out, StationEvents& events);
    void take_frame(Now now, const sccp::FrameView& frame, Actions& out, StationEvents& events);
    bool take_registration(Now now, const sccp::FrameView& frame, Actions& out, StationEvents& events);
    bool take_answer(Now now, const sccp::FrameView& frame, Actions& out, StationEvents& events);
    bool take_call(const sccp::FrameView& frame, StationEvents& events);
    void take_ack(Now now, const sccp::RegisterAck& ack, Actions& out);
    void take_buttons(const sccp::ButtonTemplate& answer);
    void begin_asking(Now now, Actions& out, StationEvents& events);
    void lose_patience(Now now, Actions& out, StationEvents& events);
    void ask_next(Now now, Actions& out, StationEvents& events);
    void send_request(const Request& request, Actions& out);
    void answered(Now now, const Request& request, Actions& out, StationEvents& events);
    [[nodiscard]] static std::string words_for(const Request& request);
    [[nodiscard]] static bool is_optional(Ask ask);

    const ModelFacts* model_;
    std::string name_;
    MacAddress mac_;
    Dice* dice_;
    StreamId* next_stream_;
    Manners manners_;

    State state_ = State::off;
    std::optional<StreamId> stream_;
    Endpoint manager_;
    Ipv4 own_address_;
    std::string load_;
    std::string last_reason_;
    Buffer tail_;                      ///< an incomplete frame
    std::deque<std::uint8_t> unsaid_;  ///< of a phone that dribbles
    std::optional<Instant> drip_at_;

    sccp::Dialect dialect_;
    std::deque<Request> to_ask_;  ///< the first one has been sent
    std::uint32_t lines_ = 0;
    std::string number_;
    std::string label_;
    std::string prompt_;
    std::string text_;

    bool is_off_hook_ = false;
    bool hears_dial_tone_ = false;
    std::uint32_t call_ = 0;  ///< the server's reference of the call on the display

    Duration keepalive_interval_{};
    unsigned unanswered_keepalives_ = 0;
    std::optional<Instant> keepalive_at_;
    std::optional<Instant> patience_ends_;
};

}  // namespace dialtone::lab
