// The phones' side of SCCP against a server that runs: how many register in a second, and how many keepalives
// are answered. Driven by sccp_load.py, which starts the server on a core of its own.
#include "server/sccp/frame.hpp"
#include "server/sccp/messages/buttons.hpp"
#include "server/sccp/messages/capabilities.hpp"
#include "server/sccp/messages/display.hpp"
#include "server/sccp/messages/lines.hpp"
#include "server/sccp/messages/registration.hpp"
#include "server/sccp/messages/softkeys.hpp"
#include "tests/bench/replay.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace dialtone;
using namespace dialtone::sccp;
using Clock = std::chrono::steady_clock;

struct Plan {
    std::uint16_t port = 2000;
    std::size_t first = 0;  ///< number of the first phone's name
    std::size_t phones = 1000;
    std::size_t outstanding = 64;
    std::uint32_t model = 437;
    std::uint8_t version = 22;
    double keepalive_seconds = 0;  ///< afterwards and a line on standard input, so long
    bool asks_at_once = false;     ///< what is left to ask in one segment; else each question after an answer
    bool stays = false;            ///< keeps the connections until somebody closes standard input
    std::uint32_t server = INADDR_LOOPBACK;
    int replay_core =
        -1;  ///< measure against a bare server there, which says what this one said to one phone
    std::string replay_network;  ///< file of the network namespace in which that one listens
};

/// The port of the bare server, above the real one's.
constexpr std::uint16_t kReplayPort = 1;

void fail(const std::string& what) {
    throw std::runtime_error(what);
}

/// What a phone of the kind asks. Phones were seen to ask one question after the other, each when the answer
/// before is there, and to ask for all that the button template made them curious about in one segment.
std::vector<Buffer> questions(const Plan& plan) {
    const Dialect dialect{plan.version, plan.version > 11};
    std::vector<Buffer> all;
    const auto ask = [&](const auto&... messages) {
        Buffer out;
        (render(messages, dialect, out), ...);
        all.push_back(std::move(out));
    };
    ask(CapabilitiesRes{{{4, 40, {}}, {2, 40, {}}, {11, 60, {}}}}, ButtonTemplateReq{});
    ask(SoftKeyTemplateReq{});
    ask(SoftKeySetReq{});
    if (plan.version > 11) {
        ask(ConfigStatReq{});
    }
    ask(LineStatReq{1});
    ask(RegisterAvailableLines{1}, ForwardStatReq{1});
    for (std::uint32_t dial = 1; dial <= (plan.version > 11 ? 6U : 4U); ++dial) {
        ask(SpeedDialStatReq{dial});
    }
    ask(TimeDateReq{});
    if (plan.asks_at_once) {
        for (std::size_t i = 2; i < all.size(); ++i) {
            all[1].insert(all[1].end(), all[i].begin(), all[i].end());
        }
        all.resize(2);
    }
    return all;
}

class Phone {
 public:
    enum class State : std::uint8_t { connecting, registering, asking, idle };

    Phone(int socket, std::size_t number) : socket_{socket}, number_{number} {}

    ~Phone() { ::close(socket_); }

    Phone(const Phone&) = delete;
    Phone& operator=(const Phone&) = delete;

    [[nodiscard]] int socket() const { return socket_; }

    [[nodiscard]] State state() const { return state_; }

    /// Notes what it hears, for a server that shall say the same again.
    void record(std::vector<bench::ReplayStep>& steps) { steps_ = &steps; }

    void send(Bytes octets) {
        said_ += octets.size();
        if (::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(octets.size())) {
            fail("a phone cannot send");
        }
    }

    void on_connected(const Plan& plan) {
        Buffer out;
        const auto name = fmt::format("SEP{:012X}", number_);
        render(Alarm{2, "25: Name=" + name + " Load=8.1 Last=Initialized"}, {}, out);
        RegisterReq request{
            .name = name,
            .device_type = plan.model,
            .version = plan.version,
            .features = {0, static_cast<std::uint8_t>(plan.version > 11 ? 0x72 : 0x60), 0x85},
            .load = "SCCP75.9-4-2SR3-1S"};
        request.length = plan.version > 11 ? RegisterReq::kJavaLength : RegisterReq::kLegacyLength;
        render(request, {}, out);
        send(out);
        state_ = State::registering;
    }

    /// @returns how many keepalives were answered.
    std::size_t on_octets(Bytes octets, const std::vector<Buffer>& questions) {
        if (steps_ != nullptr) {
            steps_->push_back({said_, Buffer{octets.begin(), octets.end()}});
        }
        tail_.insert(tail_.end(), octets.begin(), octets.end());
        Bytes input{tail_};
        std::size_t answered = 0;
        while (true) {
            const auto frame = take_frame(input);
            if (!frame) {
                fail("the server sent what is no SCCP");
            }
            if (!*frame) {
                break;
            }
            answered += (*frame)->id == MessageId::keep_alive_ack ? 1U : 0U;
            on_frame(**frame, questions);
        }
        tail_.erase(tail_.begin(), tail_.end() - static_cast<std::ptrdiff_t>(input.size()));
        return answered;
    }

 private:
    void on_frame(const FrameView& frame, const std::vector<Buffer>& questions) {
        if (frame.id == MessageId::register_reject) {
            fail("a phone was rejected: " + parse<RegisterReject>(frame, {})->text);
        }
        if (state_ == State::registering && frame.id == MessageId::capabilities_req) {
            state_ = State::asking;
            send(questions[asked_++]);
        } else if (state_ == State::asking && asked_ < questions.size()) {
            send(questions[asked_++]);
        } else if (frame.id == MessageId::display_prompt_status || frame.id == MessageId::display_dynamic_prompt_status) {
            state_ = State::idle;
        }
    }

    int socket_;
    std::size_t number_;
    State state_ = State::connecting;
    std::size_t asked_ = 0;
    std::size_t said_ = 0;
    std::vector<bench::ReplayStep>* steps_ = nullptr;
    Buffer tail_;
};

class Load {
 public:
    explicit Load(const Plan& plan) : plan_{plan}, questions_{questions(plan)} {
        rlimit files{};
        getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }

    ~Load() { ::close(poll_); }

    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;

    /// What the server says to one phone.
    std::vector<bench::ReplayStep> record_one() {
        std::vector<bench::ReplayStep> steps;
        connect();
        phones_.back()->record(steps);
        while (idle_ == 0) {
            turn();
        }
        return steps;
    }

    /// Every phone from connect to idle display, so many at a time. @returns seconds.
    double register_all() {
        const auto began = Clock::now();
        while (idle_ < plan_.phones) {
            while (phones_.size() < plan_.phones && phones_.size() - idle_ < plan_.outstanding) {
                connect();
            }
            turn();
        }
        return std::chrono::duration<double>(Clock::now() - began).count();
    }

    /// One keepalive after the other on every connection. @returns how many were answered.
    std::size_t keep_alive(double seconds) {
        Buffer frame;
        render(KeepAlive{}, Dialect{plan_.version, true}, frame);
        keepalive_ = frame;
        const auto end = Clock::now() + std::chrono::duration<double>(seconds);
        answered_ = 0;
        for (const auto& phone : phones_) {
            phone->send(frame);
        }
        while (Clock::now() < end) {
            turn();
        }
        return answered_;
    }

 private:
    void connect() {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in from{};
        from.sin_family = AF_INET;
        // Over loopback from several addresses, elsewhere from ours.
        const bool is_loopback = plan_.server == INADDR_LOOPBACK;
        from.sin_addr.s_addr = htonl(
            is_loopback ? INADDR_LOOPBACK + static_cast<std::uint32_t>(phones_.size() % 16) : INADDR_ANY
        );
        const int late = 1;
        setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof late);
        if (bind(socket, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0) {
            fail("cannot bind");
        }
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(plan_.port);
        to.sin_addr.s_addr = htonl(plan_.server);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 &&
            errno != EINPROGRESS) {
            fail("cannot connect");
        }
        phones_.push_back(std::make_unique<Phone>(socket, plan_.first + phones_.size()));
        watch(*phones_.back(), EPOLL_CTL_ADD, EPOLLOUT);
    }

    void watch(Phone& phone, int how, std::uint32_t events) const {
        epoll_event event{};
        event.events = events;
        event.data.ptr = &phone;
        epoll_ctl(poll_, how, phone.socket(), &event);
    }

    void turn() {
        std::array<epoll_event, 256> events{};
        const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), 1000);
        for (int i = 0; i < count; ++i) {
            on_event(*static_cast<Phone*>(events.at(static_cast<std::size_t>(i)).data.ptr));
        }
    }

    void on_event(Phone& phone) {
        if (phone.state() == Phone::State::connecting) {
            phone.on_connected(plan_);
            watch(phone, EPOLL_CTL_MOD, EPOLLIN);
            return;
        }
        std::array<std::uint8_t, 16384> octets{};
        const auto size = recv(phone.socket(), octets.data(), octets.size(), 0);
        if (size <= 0) {
            fail("the server closed a connection");
        }
        const bool was_idle = phone.state() == Phone::State::idle;
        const auto answered =
            phone.on_octets(Bytes{octets.data(), static_cast<std::size_t>(size)}, questions_);
        idle_ += !was_idle && phone.state() == Phone::State::idle ? 1U : 0U;
        answered_ += answered;
        for (std::size_t i = 0; i < answered; ++i) {
            phone.send(keepalive_);
        }
    }

    Plan plan_;
    std::vector<Buffer> questions_;
    int poll_ = epoll_create1(EPOLL_CLOEXEC);
    std::vector<std::unique_ptr<Phone>> phones_;
    std::size_t idle_ = 0;
    std::size_t answered_ = 0;
    Buffer keepalive_;
};

Plan plan_of(int count, char** words) {
    Plan plan;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = words[i];
        const std::string value = words[i + 1];
        if (name == "--port") {
            plan.port = static_cast<std::uint16_t>(std::stoul(value));
        } else if (name == "--first") {
            plan.first = std::stoul(value);
        } else if (name == "--phones") {
            plan.phones = std::stoul(value);
        } else if (name == "--outstanding") {
            plan.outstanding = std::stoul(value);
        } else if (name == "--model") {
            plan.model = static_cast<std::uint32_t>(std::stoul(value));
        } else if (name == "--version") {
            plan.version = static_cast<std::uint8_t>(std::stoul(value));
        } else if (name == "--keepalive-seconds") {
            plan.keepalive_seconds = std::stod(value);
        } else if (name == "--at-once") {
            plan.asks_at_once = value == "yes";
        } else if (name == "--server") {
            in_addr address{};
            if (inet_pton(AF_INET, value.c_str(), &address) != 1) {
                fail(value + " is no address");
            }
            plan.server = ntohl(address.s_addr);
        } else if (name == "--replay-core") {
            plan.replay_core = std::stoi(value);
        } else if (name == "--replay-network") {
            plan.replay_network = value;
        } else if (name == "--stay") {
            plan.stays = value == "yes";
        } else {
            fail("what is " + std::string{name} + "?");
        }
    }
    return plan;
}

/// A bare server that says to every phone what the real one says to the first; `plan` goes to it from then
/// on.
std::unique_ptr<bench::ReplayServer> replay_of(Plan& plan) {
    auto steps = Load{plan}.record_one();
    Buffer echo;
    render(KeepAliveAck{}, Dialect{plan.version, true}, echo);
    plan.port = static_cast<std::uint16_t>(plan.port + kReplayPort);
    return std::make_unique<bench::ReplayServer>(
        bench::ReplayPlace{plan.port, plan.replay_core, plan.replay_network},
        plan.phones + 16,
        std::move(steps),
        std::move(echo)
    );
}

}  // namespace

int main(int count, char** words) {
    try {
        auto plan = plan_of(count, words);
        std::unique_ptr<bench::ReplayServer> replay;
        if (plan.replay_core >= 0) {
            replay = replay_of(plan);
        }
        const auto cpu = [&] { return replay ? replay->cpu() : 0.0; };
        Load load{plan};
        auto before = cpu();
        const auto seconds = load.register_all();
        std::cout << fmt::format("registered {} {:.6f} {:.6f}\n", plan.phones, seconds, cpu() - before)
                  << std::flush;
        std::string line;
        if (plan.keepalive_seconds > 0) {
            std::getline(std::cin, line);  // when the server has written down what it owes
            before = cpu();
            const auto answered = load.keep_alive(plan.keepalive_seconds);
            std::cout << fmt::format(
                             "keepalives {} {:.6f} {:.6f}\n", answered, plan.keepalive_seconds, cpu() - before
                         )
                      << std::flush;
        }
        if (plan.stays) {
            std::getline(std::cin, line);
        }
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "sccp_load: " << error.what() << '\n';
        return 1;
    }
}
