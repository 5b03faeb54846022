#include "common/bytes/writer.hpp"
#include "tests/support/sccp_messages.hpp"
#include "tests/unit/sccp/exchange.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

/// What hostile and broken peers send. In every story a well-behaved phone is registered beside them: it must
/// notice nothing.
namespace dialtone::sccp::test {

namespace {

using std::chrono::seconds;

constexpr const char* kGood = "SEP00AAAAAAAAAA";
constexpr const char* kBad = "SEP00BBBBBBBBBB";
constexpr Ipv4 kElsewhere{10, 66, 0, 1};

World site() {
    auto world = sample_world();
    add_device(world, kGood, k7965, {"1001"});
    add_device(world, kBad, k7965, {"1002"});
    return world;
}

struct Neighbours {
    Neighbours() {
        good.come_up();
        exchange.journal.clear();
        exchange.removed_registrations.clear();
    }

    Phone bad() {
        Phone phone{exchange, kBad, k7965, 22};
        phone.connect(kElsewhere);
        return phone;
    }

    /// The good one talks, hears, calls and has been told nothing that it did not ask for.
    void check_good() {
        CHECK(good.hears_nothing());
        CHECK(!exchange.closed.contains(good.session));
        good.say(KeepAlive{});
        good.hears<KeepAliveAck>();
        good.say(LineStatReq{1});
        CHECK(good.hears<LineStat>().number == "1001");
        good.say(OffHook{});
        const auto ids = good.ids();
        CHECK(std::count(ids.begin(), ids.end(), MessageId::start_tone) == 1);
        good.say(OnHook{});
        good.forget_heard();
        for (const auto& removed : exchange.removed_registrations) {
            CHECK(removed.name.text() != kGood);
        }
        CHECK(exchange.engine.registrations().find(*DeviceName::parse(kGood)) != nullptr);
    }

    Exchange exchange{site()};
    Phone good{exchange, kGood, k7965, 22};
};

Buffer frame_of(std::uint32_t length, std::uint32_t id, std::size_t body) {
    Buffer out;
    Writer writer{out};
    writer.u32le(length);
    writer.u32le(0);
    writer.u32le(id);
    writer.zeros(body);
    return out;
}

}  // namespace

TEST_CASE("Bad input: wrong lengths end that connection alone", "[sccp][engine]") {
    for (const std::uint32_t length : {0U, 1U, 3U, 16385U, 65536U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
        CAPTURE(length);
        Neighbours there;
        auto bad = there.bad();
        bad.octets(frame_of(length, 1, 64));
        CHECK(there.exchange.closed[bad.session] == "reset");
        there.check_good();
    }
}

TEST_CASE(
    "Bad input: a length that promises more than comes holds up nobody, and not for ever", "[sccp][engine]"
) {
    Neighbours there;
    auto bad = there.bad();
    bad.octets(frame_of(16384, 0x0157, 100));
    there.check_good();
    CHECK(!there.exchange.closed.contains(bad.session));
    for (int i = 0; i < 10; ++i) {
        there.exchange.advance(seconds{20});
        there.good.say(KeepAlive{});
        bad.octets(Buffer(1, 0));  // one octet more is no word
    }
    there.good.forget_heard();
    CHECK(there.exchange.closed[bad.session] == "graceful");
    there.check_good();
}

TEST_CASE("Bad input: every message cut at every octet is survived, registered and not", "[sccp][engine]") {
    Neighbours there;
    for (const bool is_registered : {false, true}) {
        auto bad = there.bad();
        const auto come = [&] {
            if (there.exchange.engine.find(bad.session) != nullptr) {
                bad.hang_up_tcp();
            }
            bad.connect(kElsewhere);
            if (is_registered) {
                bad.come_up();
            }
        };
        come();
        for_each_sccp_message([&](std::string_view name, const auto& message) {
            CAPTURE(std::string{name}, is_registered);
            const auto whole = rendered(message, Dialect{22, true});
            const auto longest = std::min<std::size_t>(whole.size() - kHeaderSize, 800);
            for (std::size_t body = 0; body <= longest; ++body) {
                Buffer cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kHeaderSize + body)};
                Writer{cut}.patch_u32le(0, static_cast<std::uint32_t>(4 + body));
                bad.octets(cut);
                bad.forget_heard();
                const auto* session = there.exchange.engine.find(bad.session);
                const auto wanted = is_registered ? Session::State::registered : Session::State::fresh;
                if (session == nullptr || session->state() != wanted ||
                    there.exchange.closed.contains(bad.session)) {
                    come();
                }
            }
        });
    }
    there.good.forget_heard();
    there.check_good();
}

TEST_CASE("Bad input: wrong counts are cut to what can be there", "[sccp][engine]") {
    for (const std::uint32_t count : {19U, 1000U, 0x10000U, 0xFFFFFFFFU}) {
        Neighbours there;
        auto bad = there.bad();
        bad.come_up();
        for (const auto id :
             {MessageId::capabilities_res,
              MessageId::update_capabilities,
              MessageId::update_capabilities_v2,
              MessageId::update_capabilities_v3,
              MessageId::extension_device_caps,
              MessageId::device_to_user_data_v1,
              MessageId::connection_statistics_res}) {
            auto frame = frame_of(4 + 64, static_cast<std::uint32_t>(id), 64);
            for (std::size_t at = kHeaderSize; at < frame.size(); at += 4) {
                Writer{frame}.patch_u32le(at, count);
            }
            bad.octets(frame);
        }
        CHECK(!there.exchange.closed.contains(bad.session));
        CHECK(bad.hears_nothing());
        there.check_good();
    }
}

TEST_CASE("Bad input: unknown numbers are skipped and noted once", "[sccp][engine]") {
    Neighbours there;
    auto bad = there.bad();
    bad.come_up();
    there.exchange.journal.clear();
    for (const std::uint32_t id :
         {0x0013U, 0x00FFU, 0x0081U, 0x009FU, 0x7FFFU, 0x8002U, 0xFFFFU, 0x10000U, 0xFFFFFFFFU}) {
        bad.octets(frame_of(4 + 32, id, 32));
    }
    CHECK(bad.hears_nothing());
    CHECK(there.exchange.count(journal::Step::sccp_malformed) == 1);
    bad.say(LineStatReq{1});
    CHECK(bad.hears<LineStat>().number == "1002");
    there.check_good();
}

TEST_CASE(
    "Bad input: everything before the registration but what belongs there is ignored", "[sccp][engine]"
) {
    Neighbours there;
    auto bad = there.bad();
    detail::visit_from_phone([&](std::string_view name, const auto& message) {
        using Message = std::decay_t<decltype(message)>;
        constexpr bool may_answer =
            std::is_same_v<Message, KeepAlive> || std::is_same_v<Message, RegisterReq> ||
            std::is_same_v<Message, RegisterTokenReq> || std::is_same_v<Message, SpcpRegisterTokenReq> ||
            std::is_same_v<Message, UnregisterReq>;
        if (!may_answer) {
            CAPTURE(std::string{name});
            bad.say(message);
            CHECK(bad.hears_nothing());
        }
    });
    bad.come_up();
    CHECK(!there.exchange.closed.contains(bad.session));
    there.check_good();
}

TEST_CASE("Bad input: messages out of order are answered as far as they can be", "[sccp][engine]") {
    Neighbours there;
    auto bad = there.bad();
    bad.say(UnregisterReq{});
    bad.say(TimeDateReq{});
    bad.say(bad.registration());
    bad.say(TimeDateReq{});
    bad.say(OnHook{1, 7});
    bad.say(SoftKeyEvent{SoftKey::end_call, 1, 7});
    bad.say(SoftKeyEvent{SoftKey::backspace});
    bad.say(SoftKeyEvent{SoftKey{0xFFFFFFFF}, 0xFFFFFFFF, 0xFFFFFFFF});
    bad.say(KeypadButton{KeypadKey{0xFFFFFFFF}, 99, 99});
    bad.say(Stimulus{0xFFFFFFFF, 0xFFFFFFFF, 0, 0});
    bad.say(EnblocCall{"", 0xFF});
    bad.say(OpenReceiveChannelAck{0, {}, 0, 1, 2});
    bad.say(bad.registration());
    bad.say(RegisterTokenReq{.name = kBad});
    bad.say(ButtonTemplateReq{});
    bad.say(TimeDateReq{});
    CHECK(!there.exchange.closed.contains(bad.session));
    CHECK(there.exchange.engine.legs() == 0);
    CHECK(there.exchange.engine.registrations().size() == 2);
    there.check_good();
}

TEST_CASE("Bad input: one octet at a time is the same dialogue", "[sccp][engine]") {
    Neighbours there;
    auto bad = there.bad();
    for (const auto octet : rendered(bad.registration(), {})) {
        bad.octets(Bytes{&octet, 1});
        CHECK(there.good.hears_nothing());
    }
    bad.learn_version(bad.hears<RegisterAck>());
    there.check_good();
}

TEST_CASE("Bad input: the largest frame is taken, and what it leaves behind is nothing", "[sccp][engine]") {
    Neighbours there;
    auto bad = there.bad();
    const auto largest = frame_of(kMaxDataLength, 0x0157, kMaxDataLength - 4);
    for (int i = 0; i < 100; ++i) {
        bad.octets(largest);
    }
    CHECK(!there.exchange.closed.contains(bad.session));
    there.check_good();
}

TEST_CASE("Bad input: more than 2,000 messages in five seconds end that connection alone", "[sccp][engine]") {
    Neighbours there;
    auto bad = there.bad();
    bad.come_up();
    there.exchange.advance(seconds{5});
    for (int i = 0; i < 2000; ++i) {
        bad.say(KeepAlive{});
    }
    CHECK(!there.exchange.closed.contains(bad.session));
    // Five seconds later it may say as much again.
    there.exchange.advance(seconds{5});
    for (int i = 0; i < 2000; ++i) {
        bad.say(KeepAlive{});
    }
    CHECK(!there.exchange.closed.contains(bad.session));
    bad.say(KeepAlive{});
    CHECK(there.exchange.closed[bad.session] == "reset");
    CHECK(there.exchange.removed_registrations.back().reason == registrar::StatusReason::device_throttling);
    there.check_good();
}

TEST_CASE("Bad input: who never says a word is sent away", "[sccp][engine]") {
    Neighbours there;
    auto bad = there.bad();
    for (int i = 0; i < 7; ++i) {
        CHECK(!there.exchange.closed.contains(bad.session));
        there.exchange.advance(seconds{25});
        there.good.say(KeepAlive{});
        there.good.hears<KeepAliveAck>();
    }
    there.exchange.advance(seconds{10});
    CHECK(there.exchange.closed[bad.session] == "graceful");
    there.check_good();
}

TEST_CASE("Bad input: connections from one source leave room for all others", "[sccp][engine]") {
    Neighbours there;
    std::size_t accepted = 0;
    for (int i = 0; i < 5000; ++i) {
        accepted += there.exchange.engine.on_connect({kElsewhere, 1}, there.exchange.now) ? 1U : 0U;
    }
    CHECK(accepted == 20);  // the bound of this exchange
    there.check_good();
    Phone other{there.exchange, kBad, k7965, 22};
    other.come_up();
    CHECK(there.exchange.engine.registrations().size() == 2);
    there.exchange.advance(seconds{60});
    there.good.say(KeepAlive{});
    there.good.hears<KeepAliveAck>();
    there.check_good();
}

TEST_CASE("Bad input: names that are not names are refused, counted and never repeated", "[sccp][engine]") {
    Neighbours there;
    const std::vector<std::string> names{
        "",
        " ",
        "SEP 0BBBBBBBBBB",
        "../../etc/passw",
        "SEP00BBBB'--;",
        "<SEP00BBBBBB/>",
        "%s%n%x%d%p",
        std::string("SEP\x01\x1B[2J", 8),
        "S\xC3\xA9P00BBBBBB"};
    for (const auto& name : names) {
        CAPTURE(name);
        auto bad = there.bad();
        auto request = bad.registration();
        request.name = name;
        bad.say(request);
        CHECK(bad.hears<RegisterReject>().text == "Invalid Device Name");
        there.exchange.advance(seconds{3});
        CHECK(there.exchange.closed[bad.session] == "graceful");
        there.good.say(KeepAlive{});
        there.good.hears<KeepAliveAck>();
    }
    for (const auto& observation : there.exchange.journal) {
        CHECK(
            observation.subject.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.") ==
            std::string::npos
        );
    }
    CHECK(there.exchange.engine.registrations().size() == 1);
    there.check_good();
}

TEST_CASE("Bad input: texts of phones reach the journal as printable text", "[sccp][engine]") {
    Neighbours there;
    auto bad = there.bad();
    auto request = bad.registration();
    request.load = "a\x1B[31mb<script>";
    bad.say(Alarm{2, "25: Name=SEP00BBBBBBBBBB Load=\x07\x1B[2J Last=\x02"});
    bad.say(request);
    for (const auto& observation : there.exchange.journal) {
        for (const auto& field : observation.fields) {
            CHECK(field.value.find('\x1B') == std::string::npos);
            CHECK(field.value.find('\x07') == std::string::npos);
        }
    }
    there.check_good();
}

}  // namespace dialtone::sccp::test
