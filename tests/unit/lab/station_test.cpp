#include "server/lab/station.hpp"
#include "common/bytes/hex.hpp"
#include "server/sccp/messages/audio.hpp"
#include "server/sccp/messages/calls.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/keys.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "tests/unit/lab/lab_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

using namespace dialtone;
using namespace dialtone::lab;
using namespace std::chrono_literals;
using sccp::MessageId;

namespace {

/// A phone at a Call Manager that says what the test lets it say.
struct Talk {
    explicit Talk(std::string_view model, Station::Manners with = Station::Manners::good)
        : facts{*find_model(model)}, manners{with} {
        station.connect(
            at(0ms),
            {Ipv4{10, 0, 0, 1}, 2000},
            Ipv4{10, 15, 15, 178},
            std::string{facts.load},
            "Initialized",
            out
        );
        const auto opened = take<OpenStream>(out);
        REQUIRE(opened.size() == 1);
        station.on_open(at(1ms), out, events);
    }

    /// Frames that the phone sent since the last call.
    std::vector<MessageId> heard() {
        octets.clear();
        for (const auto& send : take<SendStream>(out)) {
            octets.insert(octets.end(), send.payload.begin(), send.payload.end());
        }
        std::vector<MessageId> ids;
        Bytes rest{octets};
        while (true) {
            const auto frame = sccp::take_frame(rest).value();
            if (!frame) {
                return ids;
            }
            ids.push_back(frame->id);
        }
    }

    template <class Message>
    std::vector<MessageId> say(const Message& message, Now now = at(10ms)) {
        Buffer frame;
        sccp::render(message, dialect, frame);
        station.on_data(now, frame, out, events);
        return heard();
    }

    /// All of it, with two lines, a speed dial and a service.
    void register_phone() {
        heard();
        sccp::RegisterAck ack;
        ack.version = std::min<std::uint8_t>(facts.sccp_version, 22);
        dialect.version = ack.version;
        dialect.is_utf8 = facts.takes_utf8();
        ack.keepalive_seconds = 30;
        say(ack);
        auto asked = say(sccp::CapabilitiesReq{});
        for (int i = 0; i < 40 && !station.is_registered() && !asked.empty(); ++i) {
            sequence.insert(sequence.end(), asked.begin(), asked.end());
            asked = answer(asked.back());
        }
    }

    std::vector<MessageId> answer(MessageId request) {
        using sccp::ButtonType;
        switch (request) {
            case MessageId::server_req:
                return say(sccp::ServerRes{});
            case MessageId::version_req:
                return say(sccp::Version{std::string{facts.load}});
            case MessageId::button_template_req:
                return say(sccp::ButtonTemplate{
                    {{1, ButtonType::line},
                     {2, ButtonType::line},
                     {1, ButtonType::speed_dial},
                     {1, ButtonType::service_url}}});
            case MessageId::soft_key_template_req:
                return say(sccp::SoftKeyTemplate{});
            case MessageId::soft_key_set_req:
                return say(sccp::SoftKeySet{});
            case MessageId::config_stat_req:
                return say(sccp::ConfigStat{});
            case MessageId::line_stat_req:
                return say(sccp::LineStat{++line, "1000", "Reception", "Front desk"});
            case MessageId::forward_stat_req:
                return say(sccp::ForwardStat{++forward, {}, {}, {}});
            case MessageId::speed_dial_stat_req:
                return say(sccp::SpeedDialStat{1, "1001", "Boss"});
            case MessageId::service_url_stat_req:
                return say(sccp::ServiceUrlStat{1, "http://x", "News"});
            case MessageId::time_date_req:
                return say(sccp::DefineTimeDate{});
            default:
                return {};
        }
    }

    const ModelFacts& facts;
    Station::Manners manners;
    Dice dice{5};
    StreamId next_stream = 0;
    MacAddress mac{{0x00, 0x1b, 0x53, 0x5c, 0xd3, 0xd6}};
    Station station{facts, mac, dice, next_stream, manners};
    sccp::Dialect dialect;
    Actions out;
    StationEvents events;
    Buffer octets;
    std::vector<MessageId> sequence;
    std::uint32_t line = 0;
    std::uint32_t forward = 0;
};

}  // namespace

TEST_CASE("Station: a 7960 opens with its alarm and the 68-octet RegisterReq that was captured", "[lab]") {
    Talk talk{"7960"};
    CHECK(talk.heard() == std::vector{MessageId::alarm, MessageId::register_req});
    Bytes rest{talk.octets};
    sccp::take_frame(rest).value();
    const auto captured = from_hex(
        "48 00 00 00 00 00 00 00 01 00 00 00 53 45 50 30 30 31 42 35 33 35 43 44 33 44 36 00 00 00 00 00"
        "01 00 00 00 0a 0f 0f b2 07 00 00 00 00 00 00 00 00 00 00 00 0b 00 60 85"
    );
    REQUIRE(rest.size() == 80);
    const Buffer begin{rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(captured->size())};
    CHECK(to_hex(begin) == to_hex(*captured));
}

TEST_CASE("Station: every instance of the template is asked for, in the order of the loads", "[lab]") {
    SECTION("7960: version first, no ConfigStat") {
        Talk talk{"7960"};
        talk.register_phone();
        REQUIRE(talk.station.is_registered());
        CHECK(
            talk.sequence ==
            std::vector{
                MessageId::capabilities_res,
                MessageId::version_req,
                MessageId::button_template_req,
                MessageId::soft_key_template_req,
                MessageId::soft_key_set_req,
                MessageId::line_stat_req,
                MessageId::line_stat_req,
                MessageId::register_available_lines,
                MessageId::forward_stat_req,
                MessageId::forward_stat_req,
                MessageId::speed_dial_stat_req,
                MessageId::service_url_stat_req,
                MessageId::time_date_req}
        );
    }
    SECTION("7965: ConfigStat, at version 22") {
        Talk talk{"7965"};
        talk.register_phone();
        REQUIRE(talk.station.is_registered());
        CHECK(talk.station.version() == 22);
        CHECK(talk.sequence[4] == MessageId::config_stat_req);
        CHECK(talk.sequence.back() == MessageId::time_date_req);
    }
}

TEST_CASE("Station: families say and ask what others do not", "[lab]") {
    struct Case {
        const char* model;
        std::vector<MessageId> opening;
        std::size_t register_octets;
    };

    const std::vector<Case> cases{
        {"12SP+", {MessageId::alarm, MessageId::register_req}, 36},
        {"7936", {MessageId::alarm, MessageId::register_req}, 44},
        {"7945", {MessageId::alarm, MessageId::register_req}, 124},
        {"7965", {MessageId::xml_alarm, MessageId::alarm, MessageId::register_req}, 124},
        {"6911", {MessageId::alarm, MessageId::keep_alive, MessageId::register_req}, 68},
        {"8945", {MessageId::xml_alarm, MessageId::alarm, MessageId::register_req}, 188},
    };
    for (const auto& each : cases) {
        CAPTURE(each.model);
        Talk talk{each.model};
        CHECK(talk.heard() == each.opening);
        Bytes rest{talk.octets};
        std::size_t last = 0;
        while (const auto frame = sccp::take_frame(rest).value()) {
            last = frame->body.size();
        }
        CHECK(last == each.register_octets);
    }
    const auto asks = [](const char* model, MessageId id) {
        Talk talk{model};
        talk.register_phone();
        CAPTURE(model);
        CHECK(talk.station.is_registered());
        return std::count(talk.sequence.begin(), talk.sequence.end(), id) > 0;
    };
    CHECK_FALSE(asks("7910", MessageId::soft_key_template_req));
    CHECK(asks("7912", MessageId::soft_key_template_req));
    CHECK(asks("CIPC", MessageId::server_req));
    CHECK(asks("8945", MessageId::update_capabilities_v3));
    CHECK_FALSE(asks("7965", MessageId::update_capabilities_v3));
}

TEST_CASE("Station: one that dribbles says the same, an octet at a time", "[lab]") {
    Talk talk{"7960", Station::Manners::dribbles};
    CHECK(take<SendStream>(talk.out).empty());
    Talk plain{"7960"};
    plain.heard();
    Buffer said;
    auto now = at(1ms);
    while (talk.station.wake_at() && *talk.station.wake_at() < at(15s).mono) {
        now = now + std::max(Duration{0}, *talk.station.wake_at() - now.mono);
        talk.station.on_timer(now, talk.out, talk.events);
        for (const auto& send : take<SendStream>(talk.out)) {
            REQUIRE(send.payload.size() == 1);
            said.push_back(send.payload.front());
        }
    }
    CHECK(to_hex(said) == to_hex(plain.octets));
    CHECK(now.mono - at(1ms).mono > 100ms);
}

TEST_CASE("Station: one that falls silent registers and says nothing more", "[lab]") {
    Talk talk{"7960", Station::Manners::falls_silent};
    talk.register_phone();
    REQUIRE(talk.station.is_registered());
    CHECK_FALSE(talk.station.wake_at().has_value());
    talk.station.lift_handset(talk.out);
    CHECK(talk.say(sccp::CapabilitiesReq{}).empty());
    CHECK(talk.heard().empty());
}

TEST_CASE("Station: a request without its answer keeps the phone out, with alarm 27", "[lab]") {
    Talk talk{"7960"};
    talk.heard();
    sccp::RegisterAck ack;
    ack.version = talk.dialect.version = 11;
    talk.say(ack);
    talk.say(sccp::CapabilitiesReq{});
    talk.answer(MessageId::version_req);
    talk.events.clear();
    // The template never comes; the softkey requests alone may go unanswered.
    talk.station.on_timer(at(60s), talk.out, talk.events);
    REQUIRE(talk.events.size() == 1);
    CHECK(talk.events.front() == StationEvent::stuck);
    CHECK(talk.station.text().find("27: waiting for ButtonTemplate") == 0);
    CHECK(take<CloseStream>(talk.out).size() == 1);
}

TEST_CASE("Station: keepalives at the server's interval; three without an answer are the end", "[lab]") {
    Talk talk{"7960"};
    talk.register_phone();
    talk.events.clear();
    auto now = at(10ms);
    int sent = 0;
    while (talk.events.empty()) {
        now = now + (*talk.station.wake_at() - now.mono);
        talk.station.on_timer(now, talk.out, talk.events);
        sent += static_cast<int>(talk.heard().size());
        if (sent == 2) {
            talk.say(sccp::KeepAliveAck{}, now);
        }
    }
    CHECK(talk.events.front() == StationEvent::lost);
    CHECK(sent == 5);
}

TEST_CASE(
    "Station: off-hook hears the dial tone, on-hook needs the tone stopped and the call gone", "[lab]"
) {
    Talk talk{"7965"};
    talk.register_phone();
    talk.events.clear();
    talk.station.lift_handset(talk.out);
    CHECK(talk.heard() == std::vector{MessageId::off_hook});
    talk.say(sccp::CallState{sccp::CallStateCode::off_hook, 1, 77});
    talk.say(sccp::StartTone{sccp::Tone::inside_dial, 0, 1, 77});
    CHECK(talk.events.front() == StationEvent::dial_tone);
    talk.events.clear();

    talk.station.hang_up(talk.out);
    CHECK(talk.heard() == std::vector{MessageId::on_hook});
    SECTION("tone stopped, call gone") {
        talk.say(sccp::StopTone{1, 77});
        talk.say(sccp::CallState{sccp::CallStateCode::on_hook, 1, 77});
        REQUIRE(talk.events.size() == 1);
        CHECK(talk.events.front() == StationEvent::silence);
    }
    SECTION("the tone goes on") {
        talk.say(sccp::CallState{sccp::CallStateCode::on_hook, 1, 77});
        CHECK(talk.events.empty());
    }
}

TEST_CASE("Station: reject, reset, restart and apply are told as what they are", "[lab]") {
    Talk talk{"7965"};
    talk.events.clear();
    SECTION("reject") {
        talk.say(sccp::RegisterReject{"Error DBConfig"});
        CHECK(talk.events.front() == StationEvent::rejected);
        CHECK(talk.station.text() == "Error DBConfig");
    }
    SECTION("orders") {
        talk.say(sccp::Reset{sccp::ResetType::reset});
        talk.say(sccp::Reset{sccp::ResetType::restart});
        talk.say(sccp::Reset{sccp::ResetType::apply_config});
        REQUIRE(talk.events.size() == 3);
        CHECK(talk.events[0] == StationEvent::reset);
        CHECK(talk.events[1] == StationEvent::restart);
        CHECK(talk.events[2] == StationEvent::apply);
    }
    SECTION("what is no SCCP ends the connection") {
        const Buffer garbage(64, 0xff);
        talk.station.on_data(at(5ms), garbage, talk.out, talk.events);
        CHECK(talk.events.front() == StationEvent::lost);
    }
}
