#include "server/lab/fleet_run.hpp"

#include "server/lab/fleet_watch.hpp"
#include "server/lab/interruption.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;

constexpr Duration kLookInterval = 50ms;
constexpr Duration kProgressInterval = 1s;
constexpr int kJournalLooks = 15;  ///< the journal is written within 200 ms; a change of image is told later
constexpr Duration kJournalPause = 200ms;
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
        for (std::size_t i = 0; i < fleet_.size(); ++i) {
            phones_.push_back(&fleet_.phone(i));
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
        last_news_ = loop_.now().mono;
        // After the table only goodbyes are news: who is still on its way has had its time.
        const bool is_news = !ends_at_ || report.progress == Progress::unregistered;
        if (!run_.json && is_news && !is_large()) {
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
        if (is_large() && !was_shown_ && now >= progress_at_) {
            progress_at_ = now + kProgressInterval;
            show_progress(now);
        }
        const bool all_done = is_all_done();
        const bool is_late = now - began_ >= std::chrono::seconds{run_.seconds};
        if (all_done && !was_shown_ && fleet_.size() > 0) {
            settle_journal(now);
        }
        if (run_.once && (all_done || is_late)) {
            end(now, all_done && journal_is_good() ? 0 : 1);
        }
    }

    void show_progress(Instant now) {
        fmt::print(run_.json ? stderr : stdout, "{}\n", watch_.progress(now - began_, phones_));
        std::fflush(run_.json ? stderr : stdout);
    }

    /// Waits a moment, of which the phones know nothing, for the journal to hold what it must.
    void settle_journal(Instant now) {
        if (is_large()) {
            show_progress(now);
        }
        for (int look = 0; look < kJournalLooks; ++look) {
            judge();
            if (journal_is_good()) {
                break;
            }
            std::this_thread::sleep_for(kJournalPause);
        }
        show();
    }

    /// Looks for the signs that were not found yet.
    void judge() {
        if (verdicts_.empty()) {
            for (const auto* phone : phones_) {
                if (phone->settings().ailment != Ailment::none) {
                    verdicts_.push_back({phone, false, std::nullopt});
                }
            }
        }
        for (auto& verdict : verdicts_) {
            verdict.phone_saw = watch_.is_done(*verdict.phone);
            if (run_.journal_holds && !verdict.journal_holds.value_or(false)) {
                const auto& sign = facts_of(verdict.phone->settings().ailment).sign;
                verdict.journal_holds = run_.journal_holds(verdict.phone->name(), sign);
            }
        }
    }

    [[nodiscard]] bool journal_is_good() const {
        return std::ranges::all_of(verdicts_, [](const auto& verdict) {
            return verdict.journal_holds.value_or(true);
        });
    }

    [[nodiscard]] bool is_large() const { return phones_.size() > FleetWatch::kMostSingly; }

    void end(Instant now, int status) {
        status_ = status;
        if (fleet_.size() > 0 && !was_shown_) {
            judge();
            show();
        }
        ends_at_ = now + (fleet_.size() > 0 ? kGoodbyes : Duration{0});
        fleet_.unregister_all();
    }

    void show() {
        was_shown_ = true;
        if (run_.json) {
            fmt::print("{}\n", watch_.json(phones_, verdicts_, last_news_ - began_));
        } else {
            fmt::print("\n{}\n", watch_.table(phones_));
            if (!verdicts_.empty()) {
                fmt::print("{}\n", verdict_table(verdicts_));
            }
        }
        std::fflush(stdout);
    }

    [[nodiscard]] bool is_all_done() const {
        return std::ranges::all_of(phones_, [this](const auto* phone) { return watch_.is_done(*phone); });
    }

    const FleetRun& run_;
    net::EventLoop loop_{"lab"};
    FleetWatch watch_;
    Fleet fleet_;
    std::unique_ptr<net::Timer> look_;
    Instant began_{};
    Instant last_news_{};  ///< of any phone
    Instant progress_at_{};
    std::optional<Instant> ends_at_;
    std::vector<const Phone*> phones_;
    std::vector<Verdict> verdicts_;
    bool was_shown_ = false;
    int status_ = 0;
};

}  // namespace

int run_fleet(const FleetRun& run) {
    const Interruption interruption;
    return Running{run}.run();
}

}  // namespace dialtone::lab
