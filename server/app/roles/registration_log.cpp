#include "server/app/roles/registration_log.hpp"

#include "common/log/log.hpp"

#include <string>
#include <utility>

namespace dialtone::app {

RegistrationLog::RegistrationLog(net::EventLoop& loop, WorldRole& world_role, db::Writer& writer)
    : loop_{loop}, world_role_{world_role}, writer_{writer}, timer_{loop.make_timer([this] { flush(); })} {}

void RegistrationLog::store(const registrar::Registration& registration, const WorldPtr& world) {
    add(
        db::Registration{
            .device = registration.name,
            .protocol = registration.protocol,
            .address = registration.address,
            .since = registration.since,
            .model = registration.model,
            .load = registration.load,
            .protocol_version = registration.protocol_version,
        },
        {registration.name, world}
    );
}

void RegistrationLog::remove(const DeviceName& name, registrar::StatusReason) {
    add(std::nullopt, {name, nullptr});
}

void RegistrationLog::add(std::optional<db::Registration> row, RegistrationChange change) {
    if (changes_.empty()) {
        timer_->arm(loop_.now().mono + kGather);
    }
    rows_.push_back(std::move(row));
    changes_.push_back(std::move(change));
    if (changes_.size() >= kMostGathered) {
        flush();
    }
}

void RegistrationLog::flush() {
    if (changes_.empty()) {
        return;
    }
    timer_->cancel();
    auto changes = std::exchange(changes_, {});
    std::vector<DeviceName> names;
    for (const auto& change : changes) {
        names.push_back(change.name);
    }
    const bool accepted = writer_.submit(
        db::Store::node,
        [rows = std::exchange(rows_, {}), names = std::move(names)](db::Database& node) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
                rows[i] ? db::put_registration(node, *rows[i]) : db::remove_registration(node, names[i]);
            }
        }
    );
    if (!accepted) {
        log::warning(
            "sccp.unlisted",
            "what phones are registered is not listed rightly: the writer is full",
            {{"changes", std::to_string(changes.size())}}
        );
    }
    world_role_.on_registrations(std::move(changes));
}

}  // namespace dialtone::app
