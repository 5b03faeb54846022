#pragma once

#include "common/address/ipv4.hpp"
#include "common/time/now.hpp"

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace dialtone::journal {

/// Keeps a source that misbehaves from filling the journal: so many notes per source and second.
class NoteLimiter {
 public:
    static constexpr std::size_t kMostSources = 4096;

    bool allows(Ipv4 source, Instant now, std::uint32_t per_second) {
        if (sources_.size() >= kMostSources) {
            sources_.clear();  // a second's memory is all there is to lose
        }
        auto& window = sources_[source];
        if (window.count == 0 || now - window.since >= std::chrono::seconds{1}) {
            window = {now, 0};
        }
        return ++window.count <= per_second;
    }

 private:
    struct Window {
        Instant since{};
        std::uint32_t count = 0;
    };

    std::unordered_map<Ipv4, Window> sources_;
};

}  // namespace dialtone::journal
