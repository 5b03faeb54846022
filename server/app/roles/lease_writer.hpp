#pragma once

#include "db/lease_store.hpp"
#include "db/writer.hpp"
#include "server/dhcp/lease_sink.hpp"
#include "server/net/event_loop.hpp"

#include <atomic>
#include <memory>
#include <vector>

namespace dialtone::app {

/// Makes leases durable through the process's writer and answers on the DHCP loop.
class LeaseWriter final : public dhcp::LeaseSink {
 public:
    LeaseWriter(db::Writer& writer, net::EventLoop& loop) : writer_{writer}, loop_{loop} {}

    void store(std::vector<dhcp::Lease> leases, OnStored on_stored) override;

    /// False after a lease could not be stored, until one can again: health is failing meanwhile.
    [[nodiscard]] bool is_storing() const { return is_storing_; }

 private:
    db::Writer& writer_;
    net::EventLoop& loop_;
    std::shared_ptr<db::LeaseStore> rows_ = std::make_shared<db::LeaseStore>();  ///< the writer thread's own
    std::atomic<bool> is_storing_{true};
};

}  // namespace dialtone::app
