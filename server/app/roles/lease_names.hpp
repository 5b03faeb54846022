#pragma once

#include "common/address/ipv4.hpp"
#include "server/journal/observation.hpp"

#include <functional>
#include <string>

namespace dialtone::app {

/// Passes DHCP's steps on to the journal, and tells which phone was given which address: whoever asks for a
/// file that names nobody is known by its lease.
class LeaseNames final : public journal::Recorder {
 public:
    using OnLease = std::function<void(Ipv4 address, const std::string& subject)>;

    LeaseNames(journal::Recorder& journal, OnLease on_lease)
        : journal_{journal}, on_lease_{std::move(on_lease)} {}

    void record(journal::Observation observation) override {
        if (observation.step == journal::Step::dhcp_ack) {
            if (const auto address = Ipv4::parse(observation.field("address"))) {
                on_lease_(*address, observation.subject);
            }
        }
        journal_.record(std::move(observation));
    }

 private:
    journal::Recorder& journal_;
    OnLease on_lease_;
};

}  // namespace dialtone::app
