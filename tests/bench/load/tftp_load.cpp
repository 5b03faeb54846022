// How many files a second any TFTP server gives to so many clients at once, each asking for another file.
// Prints one JSON object.
#include "tests/bench/load/fetching.hpp"
#include "tests/bench/load/figures.hpp"
#include "tests/bench/load/phones.hpp"
#include "tests/bench/load/words.hpp"

#include <cstdio>
#include <exception>

using namespace dialtone;
using namespace dialtone::load;

namespace {

constexpr Duration kTick = std::chrono::milliseconds{50};
constexpr std::size_t kBuffer = 32U << 20U;

class TftpLoad {
 public:
    explicit TftpLoad(const Words& words)
        : words_{words},
          fetches_{words.number("fetches")},
          names_{words.number("names")},
          octets_{words.number("octets")},
          wanted_{words.text("expect") == "missing" ? Fetching::Result::missing : Fetching::Result::fetched},
          loop_{"load"},
          port_{net::open_udp(loop_, {.receive_buffer = kBuffer})},
          fetching_{
              {.server = {words.address("server"), 69},
               .clients = words.number("clients"),
               .block = static_cast<std::uint16_t>(words.number("block")),
               .window = static_cast<std::uint16_t>(words.number("window"))}},
          tick_{loop_.make_timer([this] { on_tick(); })} {}

    int run() {
        port_->start([this](const net::InboundDatagram& in) { on_datagram(in); }, [this] { flush(); });
        loop_.post([this] { begin(); });
        loop_.run();
        figures_.lost(fetching_.lost());
        std::printf(
            "{\"fetch\": %s, \"repeated_blocks\": %zu, \"refused_by_kernel\": %zu}\n",
            figures_.json().c_str(),
            fetching_.repeated_blocks(),
            refused_
        );
        return figures_.failed_count() == 0 ? 0 : 1;
    }

 private:
    void begin() {
        const auto now = loop_.now().mono;
        figures_.begin(now);
        const auto clients = words_.number("clients");
        for (std::uint32_t client = 0; client < clients && begun_ < fetches_; ++client) {
            fetch(client, now);
        }
        flush();
        tick_->arm(now + kTick);
    }

    void fetch(std::uint32_t client, Instant now) {
        const auto name = names_ == 0
                              ? words_.text("name")
                              : words_.text("prefix") + name_of(begun_ % names_) + words_.text("suffix");
        ++begun_;
        fetching_.fetch(client, address_of(client), name, now, burst_);
    }

    void on_datagram(const net::InboundDatagram& in) {
        const auto now = loop_.now().mono;
        if (const auto ended = fetching_.on_datagram(phone_at(in.local), in.peer, in.payload, now, burst_)) {
            on_ended(*ended, now);
        }
    }

    void on_ended(const Fetching::Ended& ended, Instant now) {
        const bool has_all = octets_ == 0 || ended.octets == octets_;
        if (ended.result == wanted_ && has_all) {
            figures_.done(ended.asked, now);
            figures_.count_octets(ended.octets);
        } else {
            figures_.failed();
        }
        if (begun_ < fetches_) {
            fetch(ended.client, now);
        } else if (figures_.done_count() + figures_.failed_count() == fetches_) {
            loop_.post([this] { loop_.stop(); });
        }
    }

    void on_tick() {
        const auto now = loop_.now().mono;
        std::vector<Fetching::Ended> given_up;
        fetching_.on_time(now, burst_, given_up);
        for (const auto& ended : given_up) {
            on_ended(ended, now);
        }
        flush();
        tick_->arm(now + kTick);
    }

    void flush() { refused_ += burst_.flush(*port_); }

    Words words_;
    std::uint32_t fetches_;
    std::uint32_t names_;
    std::uint32_t octets_;
    Fetching::Result wanted_;
    net::EventLoop loop_;
    std::unique_ptr<net::DatagramPort> port_;
    Fetching fetching_;
    std::unique_ptr<net::Timer> tick_;
    Burst burst_;
    std::uint32_t begun_ = 0;
    std::size_t refused_ = 0;
    Figures figures_;
};

}  // namespace

int main(int count, char** words) {
    try {
        return TftpLoad{Words{
                            count,
                            words,
                            {{"server", "10.78.0.1"},
                             {"clients", "64"},
                             {"fetches", "10000"},
                             {"names", "1000"},
                             {"prefix", ""},
                             {"suffix", ".cnf.xml"},
                             {"name", ""},
                             {"octets", "0"},
                             {"block", "512"},
                             {"window", "1"},
                             {"expect", "fetched"}}}}
            .run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "tftp_load: %s\n", error.what());
        return 2;
    }
}
