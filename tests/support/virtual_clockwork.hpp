#pragma once

#include "common/time/now.hpp"
#include "server/dhcp/clockwork.hpp"
#include "server/net/event_loop.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace dialtone::test {

/// Virtual time with timers: advance() fires what became due, earliest first. Outlives the timers it made.
class VirtualClockwork {
 public:
    [[nodiscard]] Now now() const { return now_; }

    dhcp::Clockwork clockwork() {
        return {[this] { return now_; }, [this](net::Task task) { return make_timer(std::move(task)); }};
    }

    void advance(Duration time) {
        const auto end = now_ + time;
        for (;;) {
            auto due = next(end.mono);
            if (due == nullptr) {
                break;
            }
            const auto wait = std::max(Duration::zero(), *due->deadline - now_.mono);
            now_ = now_ + wait;
            due->deadline.reset();
            due->task();
        }
        now_ = end;
    }

 private:
    struct Slot {
        net::Task task;
        std::optional<Instant> deadline;
    };

    class VirtualTimer final : public net::Timer {
     public:
        explicit VirtualTimer(std::shared_ptr<Slot> slot) : slot_{std::move(slot)} {}

        ~VirtualTimer() override { slot_->deadline.reset(); }

        VirtualTimer(const VirtualTimer&) = delete;
        VirtualTimer& operator=(const VirtualTimer&) = delete;

        void arm(Instant deadline) override { slot_->deadline = deadline; }

        void cancel() override { slot_->deadline.reset(); }

     private:
        std::shared_ptr<Slot> slot_;
    };

    std::unique_ptr<net::Timer> make_timer(net::Task task) {
        slots_.push_back(std::make_shared<Slot>(Slot{std::move(task), std::nullopt}));
        return std::make_unique<VirtualTimer>(slots_.back());
    }

    [[nodiscard]] std::shared_ptr<Slot> next(Instant until) const {
        std::shared_ptr<Slot> found;
        for (const auto& slot : slots_) {
            const bool is_due = slot->deadline && *slot->deadline <= until;
            if (is_due && (found == nullptr || *slot->deadline < *found->deadline)) {
                found = slot;
            }
        }
        return found;
    }

    Now now_{Instant{}, WallTime{std::chrono::hours{24 * 20000}}};
    std::vector<std::shared_ptr<Slot>> slots_;
};

}  // namespace dialtone::test
