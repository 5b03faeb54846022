#include "server/change/planner.hpp"

#include "server/change/difference.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::change {

namespace {

constexpr std::int64_t kDefaultRate = 20;
constexpr std::int64_t kHighestRate = 1000;
constexpr std::string_view kWhileAway = "while the phone was away";

}  // namespace

void Planner::restore(DeviceName name, provision::Given given) {
    Phone phone;
    phone.file = given.file_part();
    phone.station = given.station_part();
    phones_.insert_or_assign(std::move(name), std::move(phone));
}

void Planner::on_world(WorldPtr world, Now now) {
    const auto before = std::exchange(world_, std::move(world));
    if (before == nullptr) {
        sweep_orphans();
        return;
    }
    for (const auto& name : concerned(*before, *world_)) {
        const auto found = phones_.find(name);
        if (found == phones_.end()) {
            continue;
        }
        if (found->second.is_registered) {
            reconsider(name, found->second, now);
        } else if (world_->find_device(name) == nullptr) {
            forget(name);
        }
    }
}

void Planner::on_registered(const DeviceName& name, const World& seen, Now now) {
    const auto* device = seen.find_device(name);
    if (device == nullptr) {
        return;
    }
    const auto received = provision::given(seen, *device);
    auto& phone = phones_[name];
    phone.device = device->id;
    phone.is_registered = true;
    phone.station = received.station_part();
    const bool has_fetched_unseen = phone.told.has_value();  // else on_file_sent() had cleared it
    if (!phone.file || (has_fetched_unseen && !phone.file->has_placed_file())) {
        phone.file = received.file_part();
    }
    phone.told.reset();
    unsaved_.insert(name);
    if (world_ == nullptr) {
        return;
    }
    if (world_.get() == &seen) {
        compare(name, phone, *device, received, now, kWhileAway);  // nothing has changed since
    } else {
        reconsider(name, phone, now, kWhileAway);
    }
}

void Planner::on_gone(const DeviceName& name) {
    const auto found = phones_.find(name);
    if (found == phones_.end()) {
        return;
    }
    found->second.is_registered = false;
    plan(name, found->second, std::nullopt, {});
    if (world_ != nullptr && world_->find_device(name) == nullptr) {
        forget(name);
    }
}

void Planner::on_file_sent(
    const DeviceName& name, const World& seen, const std::shared_ptr<const provision::Given>& given
) {
    const auto* device = seen.find_device(name);
    if (device == nullptr) {
        return;
    }
    auto& phone = phones_[name];
    phone.device = device->id;
    phone.file = given != nullptr ? *given : provision::file_given(seen, *device);
    phone.told.reset();
    unsaved_.insert(name);
}

void Planner::on_placed_file_sent(const DeviceName& name) {
    const auto* device = world_ == nullptr ? nullptr : world_->find_device(name);
    if (device == nullptr) {
        return;
    }
    auto& phone = phones_[name];
    phone.device = device->id;
    phone.file = provision::placed_file_given();
    phone.told.reset();
    unsaved_.insert(name);
}

std::optional<Instant> Planner::next_deadline() const {
    if (pending_ == 0) {
        return std::nullopt;
    }
    return std::max(turns_.front().due, next_slot_);
}

std::vector<Directive> Planner::take_due(Now now) {
    std::vector<Directive> due;
    while (!turns_.empty() && turns_.front().due <= now.mono) {
        const auto found = phones_.find(turns_.front().name);
        if (found == phones_.end() || !found->second.pending) {
            turns_.pop_front();
            continue;
        }
        if (next_slot_ > now.mono) {
            break;
        }
        next_slot_ = std::max(next_slot_, now.mono - interval()) + interval();
        due.push_back(*std::exchange(found->second.pending, std::nullopt));
        --pending_;
        turns_.pop_front();
        on_told(found->second, due.back());
    }
    return due;
}

std::vector<Received> Planner::take_received() {
    std::vector<Received> received;
    for (const auto& name : std::exchange(unsaved_, {})) {
        const auto found = phones_.find(name);
        if (found == phones_.end()) {
            received.push_back({name, std::nullopt});
        } else {
            const auto& phone = found->second;
            received.push_back(
                {name, provision::Given::joined(phone.file.value_or(provision::Given{}), phone.station)}
            );
        }
    }
    return received;
}

/// Compares what the phone has with what it is given now, and plans, replaces or drops its directive.
void Planner::reconsider(const DeviceName& name, Phone& phone, Now now, std::string_view circumstance) {
    const auto* device = world_->find_device(name);
    if (device == nullptr) {
        plan(name, phone, directive_for_deleted(phone.device, name), now);
        return;
    }
    compare(name, phone, *device, provision::given(*world_, *device), now, circumstance);
}

void Planner::compare(
    const DeviceName& name,
    Phone& phone,
    const Device& device,
    const provision::Given& present,
    Now now,
    std::string_view circumstance
) {
    if (phone.told && phone.told == present.digest()) {
        return;
    }
    const bool gets_our_file = phone.file && !phone.file->has_placed_file();
    const auto received =
        provision::Given::joined(gets_our_file ? *phone.file : present.file_part(), phone.station);
    plan(name, phone, directive_for(*world_, device, received, present, circumstance), now);
}

void Planner::plan(const DeviceName& name, Phone& phone, std::optional<Directive> directive, Now now) {
    if (directive && !phone.pending) {
        turns_.push_back({now.mono + kSettle, name});
        ++pending_;
    } else if (!directive && phone.pending) {
        --pending_;
    }
    phone.pending = std::move(directive);
}

/// A restart or reset makes the phone fetch its file and register anew; one that applies stays registered,
/// and nothing more will be heard of it.
void Planner::on_told(Phone& phone, const Directive& directive) {
    const auto* device = world_->find_device(directive.name);
    if (device == nullptr) {
        return;
    }
    const auto present = provision::given(*world_, *device);
    if (directive.action == Action::apply) {
        phone.file = present.file_part();
        unsaved_.insert(directive.name);
    } else {
        phone.told = present.digest();
    }
}

void Planner::forget(const DeviceName& name) {
    phones_.erase(name);
    unsaved_.insert(name);
}

void Planner::sweep_orphans() {
    std::vector<DeviceName> orphans;
    for (const auto& [name, phone] : phones_) {
        if (world_->find_device(name) == nullptr) {
            orphans.push_back(name);
        }
    }
    for (const auto& name : orphans) {
        forget(name);
    }
}

Duration Planner::interval() const {
    const auto rate = world_->integer_parameter("callmanager/restart-rate-per-second", kDefaultRate);
    return Duration{std::chrono::seconds{1}} / std::clamp<std::int64_t>(rate, 1, kHighestRate);
}

}  // namespace dialtone::change
