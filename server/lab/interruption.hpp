#pragma once

#include <atomic>
#include <csignal>

namespace dialtone::lab {

/// While one exists, Ctrl-C and SIGTERM are a flag instead of the end: what was begun is put away in order.
class Interruption {
 public:
    Interruption() {
        struct sigaction action {};

        action.sa_handler = [](int) { has_come_ = true; };
        sigaction(SIGINT, &action, &old_interrupt_);
        sigaction(SIGTERM, &action, &old_terminate_);
    }

    ~Interruption() {
        sigaction(SIGINT, &old_interrupt_, nullptr);
        sigaction(SIGTERM, &old_terminate_, nullptr);
    }

    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    [[nodiscard]] static bool has_come() { return has_come_; }

 private:
    inline static std::atomic<bool> has_come_{false};

    struct sigaction old_interrupt_ {};

    struct sigaction old_terminate_ {};
};

}  // namespace dialtone::lab
