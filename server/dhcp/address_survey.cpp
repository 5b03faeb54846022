#include "server/dhcp/address_survey.hpp"

#include "server/dhcp/icmp_echo.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <system_error>

namespace dialtone::dhcp {

namespace {

constexpr std::size_t kMaxAddresses = 65536;
constexpr int kReceiveBuffer = 4 << 20;
constexpr int kSendBuffer = 64 << 20;
constexpr int kErrorsAtOnce = 1024;  ///< unreachable hosts reported between two looks at the clock
constexpr std::size_t kBurst = 64;   ///< requests between two looks at the answers

using Clock = std::chrono::steady_clock;

/// An ICMP socket: the unprivileged kind where the host permits it to our group (net.ipv4.ping_group_range),
/// else a raw one (CAP_NET_RAW).
class EchoSocket {
 public:
    explicit EchoSocket(const std::string& interface) {
        constexpr int kFlags = SOCK_NONBLOCK | SOCK_CLOEXEC;
        descriptor_ = socket(AF_INET, SOCK_DGRAM | kFlags, IPPROTO_ICMP);
        if (descriptor_ < 0) {
            descriptor_ = socket(AF_INET, SOCK_RAW | kFlags, IPPROTO_ICMP);
            is_raw_ = true;
        }
        if (descriptor_ < 0) {
            obstacle_ = "no ICMP socket: " + std::generic_category().message(errno) +
                        " (CAP_NET_RAW, or the group in net.ipv4.ping_group_range, is needed)";
            return;
        }
        setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
        // Requests wait in the send buffer until their host is found: the default is full after some 500.
        if (setsockopt(descriptor_, SOL_SOCKET, SO_SNDBUFFORCE, &kSendBuffer, sizeof kSendBuffer) != 0) {
            setsockopt(descriptor_, SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
        }
        // Without IP_RECVERR the kernel hides that its neighbour table is full.
        const int on = 1;
        setsockopt(descriptor_, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
        const auto length = static_cast<socklen_t>(interface.size());
        if (length > 0 &&
            setsockopt(descriptor_, SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(), length) != 0) {
            obstacle_ = "bind to interface " + interface + ": " + std::generic_category().message(errno);
        }
    }

    ~EchoSocket() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }

    EchoSocket(const EchoSocket&) = delete;
    EchoSocket& operator=(const EchoSocket&) = delete;

    [[nodiscard]] const std::string& obstacle() const { return obstacle_; }

    /// False when the kernel had no room for the request.
    bool ask(Ipv4 address) {
        const auto request = echo_request(kIdentifier, 0);
        sockaddr_in peer{};
        peer.sin_family = AF_INET;
        peer.sin_addr.s_addr = htonl(address.value());
        constexpr int kAttempts = 4;
        for (int i = 0; i < kAttempts; ++i) {
            const auto sent = sendto(
                descriptor_,
                request.data(),
                request.size(),
                MSG_DONTWAIT | MSG_NOSIGNAL,
                reinterpret_cast<const sockaddr*>(&peer),
                sizeof peer
            );
            if (sent >= 0) {
                return true;
            }
            if (errno == ENOBUFS || errno == EAGAIN || errno == ENOMEM) {
                return false;
            }
            forget_errors();  // somebody asked before is unreachable: the kernel tells us at the next call
        }
        return false;
    }

    /// Calls answered(address) for each echo reply that has arrived.
    template <class Answered>
    void receive(Answered&& answered) {
        std::array<std::uint8_t, 2048> buffer{};
        for (int errors = 0; errors < kErrorsAtOnce;) {
            sockaddr_in peer{};
            socklen_t size = sizeof peer;
            const auto got = recvfrom(
                descriptor_,
                buffer.data(),
                buffer.size(),
                MSG_DONTWAIT,
                reinterpret_cast<sockaddr*>(&peer),
                &size
            );
            if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
                return;
            }
            if (got < 0) {
                forget_errors();
                ++errors;
                continue;
            }
            const Bytes packet{buffer.data(), static_cast<std::size_t>(got)};
            const auto message = is_raw_ ? without_ip_header(packet) : packet;
            // The kernel gives a ping socket an identifier of its own and delivers only what matches it.
            if (is_echo_reply(message, is_raw_ ? std::optional{kIdentifier} : std::nullopt)) {
                answered(Ipv4{ntohl(peer.sin_addr.s_addr)});
            }
        }
    }

    void wait_until(Clock::time_point deadline) const {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd descriptor{descriptor_, POLLIN, 0};
        poll(&descriptor, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 50)));
    }

 private:
    void forget_errors() const {
        std::array<char, 512> control{};
        std::array<char, 64> data{};
        iovec vector{data.data(), data.size()};
        msghdr header{};
        do {
            header = {};
            header.msg_iov = &vector;
            header.msg_iovlen = 1;
            header.msg_control = control.data();
            header.msg_controllen = control.size();
        } while (recvmsg(descriptor_, &header, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0);
    }

    static constexpr std::uint16_t kIdentifier = 0x4454;

    int descriptor_ = -1;
    bool is_raw_ = false;
    std::string obstacle_;
};

/// One survey under way.
class Survey {
 public:
    Survey(Ipv4 first, std::size_t count, EchoSocket& socket)
        : first_{first}, state_(count, State::unasked), socket_{socket} {}

    /// Asks everybody who has not answered; stops at the deadline.
    void ask_all(Clock::time_point deadline) {
        for (std::size_t i = 0; i < state_.size(); ++i) {
            if (i % kBurst == 0) {
                collect();
                if (Clock::now() >= deadline) {
                    return;
                }
            }
            if (state_[i] != State::answered && socket_.ask(Ipv4{first_.value() + as_u32(i)})) {
                state_[i] = State::asked;
            }
        }
    }

    void collect_until(Clock::time_point deadline) {
        while (Clock::now() < deadline && answered_ < state_.size()) {
            socket_.wait_until(deadline);
            collect();
        }
    }

    void report(AddressSurvey& survey) const {
        for (std::size_t i = 0; i < state_.size(); ++i) {
            survey.asked += state_[i] == State::unasked ? 0U : 1U;
            if (state_[i] == State::answered) {
                survey.answering.emplace_back(first_.value() + as_u32(i));
            }
        }
        survey.unasked += state_.size() - survey.asked;
    }

 private:
    enum class State : std::uint8_t { unasked, asked, answered };

    static std::uint32_t as_u32(std::size_t index) { return static_cast<std::uint32_t>(index); }

    void collect() {
        socket_.receive([&](Ipv4 address) {
            const auto index = static_cast<std::size_t>(address.value() - first_.value());
            if (address >= first_ && index < state_.size() && state_[index] != State::answered) {
                state_[index] = State::answered;
                ++answered_;
            }
        });
    }

    Ipv4 first_;
    std::vector<State> state_;
    std::size_t answered_ = 0;
    EchoSocket& socket_;
};

}  // namespace

AddressSurvey survey_addresses(const AddressRange& range, const SurveyOptions& options) {
    AddressSurvey result;
    if (range.last < range.first) {
        return result;
    }
    const auto whole = static_cast<std::size_t>(range.last.value()) - range.first.value() + 1;
    const auto count = std::min(whole, kMaxAddresses);
    EchoSocket socket{options.interface};
    result.obstacle = socket.obstacle();
    result.unasked = whole - count;
    if (!result.obstacle.empty()) {
        result.unasked = whole;
        return result;
    }
    const auto end = Clock::now() + options.limit;
    const auto middle = end - options.limit / 2;
    Survey survey{range.first, count, socket};
    survey.ask_all(middle);
    survey.collect_until(middle);
    survey.ask_all(end);
    survey.collect_until(end);
    survey.report(result);
    return result;
}

}  // namespace dialtone::dhcp
