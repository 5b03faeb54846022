#include "server/registrar/registrar.hpp"

#include <algorithm>
#include <string>
#include <utility>

/// The half of the registrar that tells registered phones things, and notices when they fall silent.
namespace dialtone::registrar {

namespace {

using journal::Step;
using std::chrono::seconds;

/// CUCM takes a phone for gone after three keepalives; a Wi-Fi phone in a call gets five: it sleeps and
/// roams.
constexpr int kMissedKeepalives = 3;
constexpr int kMissedKeepalivesOnTheAir = 5;
constexpr auto kGrace = seconds{5};

Step step_of(change::Action action) {
    switch (action) {
        case change::Action::reset:
            return Step::reset_sent;
        case change::Action::apply:
            return Step::apply_sent;
        case change::Action::restart:
        case change::Action::none:
            break;
    }
    return Step::restart_sent;
}

std::string word_of(change::Action action) {
    switch (action) {
        case change::Action::reset:
            return "reset";
        case change::Action::apply:
            return "apply";
        case change::Action::restart:
        case change::Action::none:
            break;
    }
    return "restart";
}

}  // namespace

void Registrar::on_directives(std::span<const change::Directive> directives, Now now) {
    for (const auto& directive : directives) {
        const auto* entry = find_entry(directive.name);
        if (entry == nullptr && world_->find_device(directive.name) == nullptr) {
            continue;  // deleted and not here: it will come as an unknown phone
        }
        order(directive.name, {.action = directive.action, .why = directive.why}, now);
    }
}

void Registrar::on_request(const DeviceName& name, change::Action action, Now now) {
    const auto* entry = find_entry(name);
    if (entry != nullptr && !entry->is_leaving) {
        order(name, {.action = action, .why = "asked for by command", .is_request = true}, now);
        return;
    }
    const auto* reason = entry == nullptr ? "it is not registered here" : "it is restarting already";
    note(now, name, Step::request_failed, {{"action", word_of(action)}, {"reason", reason}});
}

void Registrar::on_own_file_sent(const DeviceName& name) {
    const auto* entry = find_entry(name);
    if (entry == nullptr || entry->is_leaving) {
        orders_.erase(name);
    }
}

void Registrar::order(const DeviceName& name, Order fresh, Now now) {
    if (fresh.action == change::Action::none) {
        return;
    }
    auto& waiting = orders_[name];
    if (waiting.action == change::Action::none) {
        waiting = std::move(fresh);
    } else {
        waiting.action = std::max(waiting.action, fresh.action);
        waiting.is_request = waiting.is_request || fresh.is_request;
        if (waiting.why.find(fresh.why) == std::string::npos) {
            waiting.why += "; " + fresh.why;
        }
    }
    if (auto* entry = find_entry(name)) {
        attend(*entry, now);
    }
}

/// Tells the phone what is due, or sees to it that somebody comes back to it.
void Registrar::attend(Entry& entry, Now now) {
    const auto& name = entry.registration.name;
    auto wake = expiry_of(entry);
    const auto found = orders_.find(name);
    if (found != orders_.end() && entry.is_complete && !entry.is_leaving) {
        auto& waiting = found->second;
        auto due = waiting.is_request ? now.mono : waiting.not_before;
        if (waiting.is_first_file && !waiting.is_request) {
            due = std::max(due, next_first_file_);
        }
        if (entry.is_busy) {
            if (!std::exchange(waiting.is_noted, true)) {
                note(now, name, Step::change_pending, {{"why", waiting.why}});
            }
        } else if (due <= now.mono) {
            const auto order = std::move(waiting);
            orders_.erase(found);
            carry_out(entry, order, now);
        } else {
            wake = std::min(wake, due);
        }
    }
    set_wake(entry, wake);
}

void Registrar::carry_out(Entry& entry, const Order& order, Now now) {
    if (order.is_first_file) {
        next_first_file_ = now.mono + settings_.command_gap;
    }
    const auto& name = entry.registration.name;
    entry.is_leaving = order.action != change::Action::apply;
    emit(Command{entry.registration.session, order.action, order.why});
    note(now, name, step_of(order.action), {{"why", order.why}});
    if (order.is_request) {
        note(now, name, Step::request_done, {{"action", word_of(order.action)}});
    }
}

// Time --------------------------------------------------------------------------------------------

void Registrar::on_wake(Now now) {
    while (const auto due = deadlines_.take_due(now.mono)) {
        const auto found = entries_.find(due->second);
        if (found == entries_.end() || found->second.wake != due->first) {
            continue;  // somebody who left, or who wanted to be woken earlier since
        }
        auto& entry = found->second;
        entry.wake = {};
        if (expiry_of(entry) > now.mono) {
            attend(entry, now);
            continue;
        }
        const auto session = entry.registration.session;
        forget(session, StatusReason::keepalive_timeout);
        emit(Drop{session, StatusReason::keepalive_timeout, {}});
    }
}

void Registrar::set_wake(Entry& entry, Instant when) {
    const bool sleeps = entry.wake == Instant{};
    if (sleeps || when < entry.wake) {
        entry.wake = when;
        deadlines_.add(when, entry.registration.session);
    }
}

Instant Registrar::expiry_of(const Entry& entry) const {
    auto missed = kMissedKeepalives;
    if (entry.is_busy) {
        const auto* model = world_->models.find(entry.registration.model);
        if (model != nullptr && model->family.starts_with("wifi")) {
            missed = kMissedKeepalivesOnTheAir;
        }
    }
    return entry.last_heard + settings_.keepalive * missed + kGrace;
}

}  // namespace dialtone::registrar
