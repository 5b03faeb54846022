#include "server/lab/fleet_run.hpp"

#include "server/lab/fleet_watch.hpp"
#include "server/lab/interruption.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;

constexpr Duration kLookInterval = 100ms;
constexpr Duration kGoodbyes = 500ms;  ///< for phones to unregister before everything is closed

/// One run: the loop, the fleet, what is said, and when it ends.
class Running {
 public:
    explicit Running(const FleetRun& run)
        : run_{run},
          watch_{run.expects_own_file},
          fleet_{
              loop_,
              run.fleet,
              [this](const Phone& phone, const Report& report) { on_report(phone, report); }},
          look_{loop_.make_timer([this] { look(); })} {
        for (const auto& phone : run.phones) {
            fleet_.add(phone);
        }
    }

    int run() {
        began_ = loop_.now().mono;
        fleet_.power_on_all();
        look_->arm(began_ + kLookInterval);
        loop_.run();
        return status_;
    }

 private:
    void on_report(const Phone& phone, const Report& report) {
        watch_.note(phone, report);
        // After the table only goodbyes are news: who is still on its way has had its time.
        const bool is_news = !ends_at_ || report.progress == Progress::unregistered;
        if (!run_.json && is_news) {
            fmt::print("{}\n", timeline_line(loop_.now().mono - began_, phone, report));
            std::fflush(stdout);
        }
    }

    void look() {
        const auto now = loop_.now().mono;
        if (ends_at_) {
            if (now >= *ends_at_) {
                loop_.stop();
                return;
            }
        } else {
            consider_end(now);
        }
        look_->arm(now + kLookInterval);
    }

    void consider_end(Instant now) {
        const auto trouble = run_.trouble ? run_.trouble() : std::nullopt;
        if (trouble) {
            fmt::print(stderr, "dialtone: {}\n", *trouble);
            end(now, 1);
            return;
        }
        if (Interruption::has_come()) {
            end(now, 0);
            return;
        }
        const bool all_up = is_all_up();
        if (all_up && !was_shown_ && fleet_.size() > 0) {
            show();
        }
        if (run_.once && (all_up || now - began_ >= std::chrono::seconds{run_.seconds})) {
            end(now, all_up ? 0 : 1);
        }
    }

    void end(Instant now, int status) {
        status_ = status;
        if (fleet_.size() > 0 && (!was_shown_ || status != 0)) {
            show();
        }
        ends_at_ = now + (fleet_.size() > 0 ? kGoodbyes : Duration{0});
        fleet_.unregister_all();
    }

    void show() {
        was_shown_ = true;
        const auto phones = all_phones();
        fmt::print("{}", run_.json ? watch_.json(phones) + "\n" : "\n" + watch_.table(phones) + "\n");
        std::fflush(stdout);
    }

    [[nodiscard]] std::vector<const Phone*> all_phones() const {
        std::vector<const Phone*> phones;
        for (std::size_t i = 0; i < fleet_.size(); ++i) {
            phones.push_back(&fleet_.phone(i));
        }
        return phones;
    }

    [[nodiscard]] bool is_all_up() const {
        for (std::size_t i = 0; i < fleet_.size(); ++i) {
            if (!watch_.is_up(fleet_.phone(i))) {
                return false;
            }
        }
        return true;
    }

    const FleetRun& run_;
    net::EventLoop loop_{"lab"};
    FleetWatch watch_;
    Fleet fleet_;
    std::unique_ptr<net::Timer> look_;
    Instant began_{};
    std::optional<Instant> ends_at_;
    bool was_shown_ = false;
    int status_ = 0;
};

}  // namespace

std::vector<PhoneSettings> make_phones(
    std::uint32_t count, const std::vector<std::string>& models, const MacAddress& first, bool old_load
) {
    const std::vector<std::string> usual{"7960", "7965"};
    const auto& names = models.empty() ? usual : models;
    std::vector<PhoneSettings> phones;
    for (std::uint32_t i = 0; i < count; ++i) {
        auto& phone = phones.emplace_back();
        phone.model = find_model(names[i % names.size()]);
        phone.has_old_load = old_load;
        const auto value = first.value() + i;
        std::array<std::uint8_t, 6> octets{};
        for (std::size_t octet = 0; octet < octets.size(); ++octet) {
            octets[octet] = static_cast<std::uint8_t>(value >> (40 - 8 * octet));
        }
        phone.mac = MacAddress{octets};
    }
    return phones;
}

int run_fleet(const FleetRun& run) {
    const Interruption interruption;
    return Running{run}.run();
}

}  // namespace dialtone::lab
