// The morning after a power cut: so many phones ask DHCP in the same instant, and once all have their
// address, for three files each in the same instant, with a phone's own patience. A phone that waited in vain
// has lost a datagram, one way or the other. Prints one JSON object.
#include "tests/bench/load/fetching.hpp"
#include "tests/bench/load/figures.hpp"
#include "tests/bench/load/leasing.hpp"
#include "tests/bench/load/words.hpp"

#include "server/dhcp/message.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <unordered_map>

using namespace dialtone;
using namespace dialtone::load;

namespace {

constexpr Duration kTick = std::chrono::milliseconds{50};
constexpr Duration kPatience = std::chrono::seconds{4};  ///< RFC 2131 §4.1, and what a 7960 does over TFTP
constexpr std::size_t kBuffer = 128U << 20U;             ///< a phone has a wire of its own; these share one

class StormLoad {
 public:
    explicit StormLoad(const Words& words)
        : phones_{words.number("phones")},
          static_file_{words.text("static-file")},
          loop_{"load"},
          agent_{net::open_udp(
              loop_, {.bind = {words.address("relay"), dhcp::kServerPort}, .receive_buffer = kBuffer}
          )},
          files_{net::open_udp(loop_, {.receive_buffer = kBuffer})},
          leasing_{
              {.server = {words.address("server"), dhcp::kServerPort},
               .relay = words.address("relay"),
               .phones = phones_,
               .patience = kPatience}},
          fetching_{
              {.server = {words.address("server"), 69},
               .clients = phones_,
               .block = static_cast<std::uint16_t>(words.number("block")),
               .patience = kPatience}},
          files_got_(phones_),
          tick_{loop_.make_timer([this] { on_tick(); })} {}

    int run() {
        agent_->start([this](const net::InboundDatagram& in) { on_lease(in); }, [this] { flush(); });
        files_->start([this](const net::InboundDatagram& in) { on_file(in); }, [this] { flush(); });
        loop_.post([this] { begin(); });
        loop_.run();
        return report();
    }

 private:
    static constexpr std::uint32_t kFiles = 3;

    void begin() {
        const auto now = loop_.now().mono;
        leases_.begin(now);
        for (std::uint32_t phone = 0; phone < phones_; ++phone) {
            leasing_.discover(phone, now, leases_out_);
        }
        flush();
        tick_->arm(now + kTick);
    }

    /// The two files that may be missing first, as a phone asks for them.
    [[nodiscard]] std::string file_of(std::uint32_t phone, std::uint32_t index) const {
        const std::array<std::string, kFiles> names{
            "CTL" + name_of(phone) + ".tlv", name_of(phone) + ".cnf.xml", static_file_};
        return names[index];
    }

    void on_lease(const net::InboundDatagram& in) {
        const auto now = loop_.now().mono;
        const auto ended = leasing_.on_datagram(in.payload, now, leases_out_);
        if (!ended) {
            return;
        }
        const auto& phone = leasing_.phone(*ended);
        if (phone.step == Leasing::Step::bound) {
            leases_.done(phone.asked, now);
            by_address_.emplace(phone.address, *ended);
        } else {
            leases_.failed();
        }
        ask_for_files(now);
    }

    /// As soon as the last phone has its address, all ask at once.
    void ask_for_files(Instant now) {
        if (leases_.done_count() + leases_.failed_count() < phones_) {
            return;
        }
        fetches_.begin(now);
        for (const auto& [address, phone] : by_address_) {
            fetching_.fetch(phone, address, file_of(phone, 0), now, files_out_);
        }
        if (by_address_.empty()) {
            loop_.stop();
        }
    }

    void on_file(const net::InboundDatagram& in) {
        const auto phone = by_address_.find(in.local);
        if (phone == by_address_.end()) {
            return;
        }
        const auto now = loop_.now().mono;
        if (const auto ended = fetching_.on_datagram(phone->second, in.peer, in.payload, now, files_out_)) {
            on_ended(*ended, now);
        }
    }

    void on_ended(const Fetching::Ended& ended, Instant now) {
        const auto number = files_got_[ended.client]++;
        const bool may_be_missing = number == 0;
        if (ended.result == Fetching::Result::fetched ||
            (may_be_missing && ended.result == Fetching::Result::missing)) {
            fetches_.done(ended.asked, now);
        } else {
            fetches_.failed();
        }
        if (number + 1 < kFiles) {
            fetching_.fetch(
                ended.client,
                leasing_.phone(ended.client).address,
                file_of(ended.client, number + 1),
                now,
                files_out_
            );
        } else if (fetches_.done_count() + fetches_.failed_count() == by_address_.size() * kFiles) {
            loop_.post([this] { loop_.stop(); });
        }
    }

    void on_tick() {
        const auto now = loop_.now().mono;
        const auto given_up = leasing_.on_time(now, leases_out_);
        for (std::size_t i = 0; i < given_up; ++i) {
            leases_.failed();
        }
        if (given_up > 0) {
            ask_for_files(now);
        }
        std::vector<Fetching::Ended> ended;
        fetching_.on_time(now, files_out_, ended);
        for (const auto& each : ended) {
            on_ended(each, now);
        }
        flush();
        tick_->arm(now + kTick);
    }

    void flush() {
        refused_ += leases_out_.flush(*agent_);
        refused_ += files_out_.flush(*files_);
    }

    int report() {
        std::size_t most = 0;
        std::size_t with_loss = 0;
        for (std::uint32_t phone = 0; phone < phones_; ++phone) {
            const auto lost = leasing_.phone(phone).lost + fetching_.lost_by(phone);
            most = std::max(most, lost);
            with_loss += lost > 0 ? 1U : 0U;
        }
        leases_.lost(leasing_.lost());
        fetches_.lost(fetching_.lost());
        std::printf(
            "{\"lease\": %s, \"fetch\": %s, \"most_lost_by_one\": %zu, \"phones_with_loss\": %zu, "
            "\"repeated_blocks\": %zu, \"refused_by_kernel\": %zu, \"dropped_here\": %llu}\n",
            leases_.json().c_str(),
            fetches_.json().c_str(),
            most,
            with_loss,
            fetching_.repeated_blocks(),
            refused_,
            static_cast<unsigned long long>(agent_->kernel_drops() + files_->kernel_drops())
        );
        return leases_.failed_count() + fetches_.failed_count() == 0 ? 0 : 1;
    }

    std::uint32_t phones_;
    std::string static_file_;
    net::EventLoop loop_;
    std::unique_ptr<net::DatagramPort> agent_;
    std::unique_ptr<net::DatagramPort> files_;
    Leasing leasing_;
    Fetching fetching_;
    std::unordered_map<Ipv4, std::uint32_t> by_address_;
    std::vector<std::uint32_t> files_got_;
    std::unique_ptr<net::Timer> tick_;
    Burst leases_out_;
    Burst files_out_;
    std::size_t refused_ = 0;
    Figures leases_;
    Figures fetches_;
};

}  // namespace

int main(int count, char** words) {
    try {
        return StormLoad{Words{
                             count,
                             words,
                             {{"server", "10.78.0.1"},
                              {"relay", "10.78.0.2"},
                              {"phones", "10000"},
                              {"block", "512"},
                              {"static-file", "dialplan.xml"}}}}
            .run();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "storm_load: %s\n", error.what());
        return 2;
    }
}
