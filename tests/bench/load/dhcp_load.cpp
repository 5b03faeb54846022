// How many leases a second, DISCOVER to ACK, any DHCP server gives to phones behind a relay agent, and how
// many it renews: a closed loop with so many exchanges under way at any time. Prints one JSON object.
#include "tests/bench/load/figures.hpp"
#include "tests/bench/load/leasing.hpp"
#include "tests/bench/load/words.hpp"

#include "server/dhcp/message.hpp"

#include <cstdio>
#include <exception>

using namespace dialtone;
using namespace dialtone::load;

namespace {

constexpr Duration kTick = std::chrono::milliseconds{50};

class DhcpLoad {
 public:
    explicit DhcpLoad(const Words& words)
        : warm_up_{words.number("warm-up")},
          phones_{warm_up_ + words.number("phones")},
          at_once_{words.number("at-once")},
          renew_after_{std::chrono::milliseconds{words.number("renew-after-ms")}},
          loop_{"load"},
          agent_{net::open_udp(
              loop_, {.bind = {words.address("relay"), dhcp::kServerPort}, .receive_buffer = kBuffer}
          )},
          client_{net::open_udp(loop_, {.bind = {{}, dhcp::kClientPort}, .receive_buffer = kBuffer})},
          leasing_{
              {.server = {words.address("server"), dhcp::kServerPort},
               .relay = words.address("relay"),
               .phones = phones_}},
          tick_{loop_.make_timer([this] { on_tick(); })} {}

    int run() {
        for (auto* port : {agent_.get(), client_.get()}) {
            port->start(
                [this](const net::InboundDatagram& in) { on_datagram(in.payload); }, [this] { flush(); }
            );
        }
        loop_.post([this] { begin(Phase::warming_up); });
        loop_.run();
        std::printf(
            "{\"warm_up\": %s, \"lease\": %s, \"renew\": %s, \"refused_by_kernel\": %zu}\n",
            warming_.json().c_str(),
            leases_.json().c_str(),
            renewals_.json().c_str(),
            refused_
        );
        return leases_.done_count() > 0 ? 0 : 1;
    }

 private:
    static constexpr std::size_t kBuffer = 32U << 20U;

    enum class Phase : std::uint8_t { warming_up, leasing, waiting, renewing };

    void begin(Phase phase) {
        phase_ = phase;
        next_ = phase == Phase::warming_up ? 0 : warm_up_;
        end_ = phase == Phase::warming_up ? warm_up_ : phones_;
        under_way_ = 0;
        const auto now = loop_.now().mono;
        lost_before_ = leasing_.lost();
        figures().begin(now);
        if (next_ == end_) {
            finish_phase();
            return;
        }
        while (next_ < end_ && under_way_ < at_once_) {
            start_next(now);
        }
        flush();
        tick_->arm(now + kTick);
    }

    void start_next(Instant now) {
        const auto phone = next_++;
        ++under_way_;
        if (phase_ == Phase::renewing) {
            leasing_.renew(phone, now, burst_);
        } else {
            leasing_.discover(phone, now, burst_);
        }
    }

    void on_datagram(Bytes datagram) {
        const auto now = loop_.now().mono;
        const auto ended = leasing_.on_datagram(datagram, now, burst_);
        if (!ended) {
            return;
        }
        const auto& phone = leasing_.phone(*ended);
        if (phone.step == Leasing::Step::bound) {
            figures().done(phone.asked, now);
        } else {
            figures().failed();
        }
        one_less(now);
    }

    void one_less(Instant now) {
        --under_way_;
        if (next_ < end_) {
            start_next(now);
        } else if (under_way_ == 0) {
            loop_.post([this] { finish_phase(); });
        }
    }

    void on_tick() {
        const auto now = loop_.now().mono;
        if (phase_ == Phase::waiting) {
            begin(Phase::renewing);
            return;
        }
        const auto given_up = leasing_.on_time(now, burst_);
        for (std::size_t i = 0; i < given_up; ++i) {
            figures().failed();
            one_less(now);
        }
        flush();
        tick_->arm(now + kTick);
    }

    void finish_phase() {
        figures().lost(leasing_.lost() - lost_before_);
        switch (phase_) {
            case Phase::warming_up:
                begin(Phase::leasing);
                break;
            case Phase::leasing:
                if (renew_after_ == Duration::zero()) {
                    loop_.stop();
                    break;
                }
                phase_ = Phase::waiting;
                tick_->arm(loop_.now().mono + renew_after_);
                break;
            case Phase::waiting:
            case Phase::renewing:
                loop_.stop();
                break;
        }
    }

    void flush() {
        auto& port = phase_ == Phase::renewing ? *client_ : *agent_;
        refused_ += burst_.flush(port);
    }

    Figures& figures() {
        return phase_ == Phase::warming_up ? warming_ : phase_ == Phase::leasing ? leases_ : renewals_;
    }

    std::uint32_t warm_up_;
    std::uint32_t phones_;
    std::uint32_t at_once_;
    Duration renew_after_;
    net::EventLoop loop_;
    std::unique_ptr<net::DatagramPort> agent_;
    std::unique_ptr<net::DatagramPort> client_;
    Leasing leasing_;
    std::unique_ptr<net::Timer> tick_;
    Burst burst_;
    Phase phase_ = Phase::warming_up;
    std::uint32_t next_ = 0;
    std::uint32_t end_ = 0;
    std::uint32_t under_way_ = 0;
    std::size_t lost_before_ = 0;
    std::size_t refused_ = 0;
    Figures warming_;
    Figures leases_;
    Figures renewals_;
};

}  // namespace

int main(int count, char** words) {
    try {
        return DhcpLoad{Words{
                            count,
                            words,
                            {{"server", "10.78.0.1"},
                             {"relay", "10.78.0.2"},
                             {"warm-up", "0"},
                             {"phones", "10000"},
                             {"at-once", "128"},
                             {"renew-after-ms", "0"}}}}
            .run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "dhcp_load: %s\n", error.what());
        return 2;
    }
}
