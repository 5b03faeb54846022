#pragma once

#include "server/journal/observation.hpp"

#include <utility>
#include <vector>

namespace dialtone::test {

/// A journal that remembers what it was told.
class MemoryRecorder final : public journal::Recorder {
 public:
    void record(journal::Observation observation) override { observations.push_back(std::move(observation)); }

    std::vector<journal::Observation> observations;
};

}  // namespace dialtone::test
