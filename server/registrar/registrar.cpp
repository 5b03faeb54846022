#include "server/registrar/registrar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace dialtone::registrar {

namespace {

using journal::Step;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Two sources that both talk within this time are two phones, not one that moved.
constexpr auto kStillTalking = seconds{5};
constexpr auto kContestWindow = seconds{60};
constexpr std::uint8_t kMostContests = 3;

}  // namespace

Registrar::Registrar(NodeId node) : node_{node}, world_{std::make_shared<const World>()} {}

void Registrar::on_world(WorldPtr world) {
    const auto old = std::exchange(world_, std::move(world));
    const auto parameter = [&](const char* key, std::int64_t fallback, std::int64_t least) {
        return std::max(least, world_->integer_parameter(key, fallback));
    };
    settings_.keepalive = seconds{parameter("callmanager/station-keepalive-interval", 30, 1)};
    settings_.restart_delay =
        milliseconds{parameter("callmanager/auto-registration-restart-delay-ms", 2000, 0)};
    settings_.command_gap = Duration{seconds{1}} / parameter("callmanager/restart-rate-per-second", 20, 1);
    settings_.most_registered =
        static_cast<std::size_t>(parameter("callmanager/max-registered-devices", 5000, 0));
    world_->devices.for_each_difference(old->devices, [&](DeviceId, const Device* is, const Device* was) {
        const bool is_gone = was != nullptr && (is == nullptr || is->name != was->name);
        if (is_gone && find_entry(was->name) == nullptr) {
            orders_.erase(was->name);
        }
    });
}

// Registration ------------------------------------------------------------------------------------

void Registrar::on_register(Applicant applicant, Now now) {
    const auto name = DeviceName::parse(applicant.name);
    forget(applicant.session, StatusReason::device_unregistered);
    if (!name) {
        reject(applicant.session, Refusal::malformed_name, "the device name that it gave is not one");
    } else if (is_stopping_) {
        reject(applicant.session, Refusal::overload, "this server is stopping");
    } else if (const auto* device = world_->find_device(*name)) {
        admit(std::move(applicant), *device, now);
    } else if (auto denial = denial_of_unknown(*world_, node_, *name, applicant)) {
        reject(applicant.session, std::move(*denial));
    } else {
        ask_for_device(std::move(applicant), *name);
    }
}

void Registrar::reject(SessionId session, Denial denial) {
    auto display =
        denial.display.empty() ? std::string{entry_of(denial.refusal).display} : std::move(denial.display);
    emit(Reject{session, denial.refusal, std::move(display), std::move(denial.sentence)});
}

void Registrar::reject(SessionId session, Refusal refusal, std::string sentence) {
    reject(session, Denial{refusal, std::move(sentence)});
}

void Registrar::ask_for_device(Applicant applicant, const DeviceName& name) {
    if (const auto found = making_.find(name); found != making_.end()) {
        // The same phone again, before its number was there: one asking, and the newest connection gets it.
        auto& waiting = found->second.applicant;
        if (waiting && waiting->session != applicant.session) {
            emit(Drop{waiting->session, StatusReason::duplicate_registration, applicant.address});
        }
        waiting = std::move(applicant);
        return;
    }
    if (making_.size() >= kMostPending) {
        reject(applicant.session, Refusal::overload, "too many unknown phones are waiting for a number");
        return;
    }
    const auto ticket = ++last_ticket_;
    AutoRegisterRequest request{
        node_, name, applicant.model, applicant.protocol, applicant.load, applicant.address.address};
    making_.emplace(name, Making{ticket, std::move(applicant)});
    emit(AutoRegister{ticket, std::move(request)});
}

void Registrar::on_auto_registered(std::uint64_t ticket, const AutoRegisterResult& result, Now now) {
    const auto found = std::find_if(making_.begin(), making_.end(), [&](const auto& m) {
        return m.second.ticket == ticket;
    });
    if (found == making_.end()) {
        return;
    }
    const auto name = found->first;
    auto applicant = std::move(found->second.applicant);
    making_.erase(found);
    const auto* device = world_->find_device(name);
    if (result.refused || device == nullptr) {
        if (applicant) {
            reject(
                applicant->session,
                result.refused ? refusal_of(result.refusal) : Refusal::unknown_device,
                result.refused ? result.sentence
                               : fmt::format("{} was made, and removed again at once", name.text())
            );
        }
        return;
    }
    if (!result.existed) {
        const auto* pool = world_->pools.find(device->pool);
        std::vector<journal::Field> fields{{"dn", result.dn}, {"pool", pool != nullptr ? pool->name : ""}};
        if (result.was_approved) {
            fields.push_back({"by", "approval of the operator"});
        }
        note(now, name, Step::auto_registered, std::move(fields));
    }
    // Owed to the phone whether or not its connection is still there: it came up with XMLDefault.cnf.xml.
    order(
        name,
        {.action = change::Action::restart, .why = "it has a file of its own now", .is_first_file = true},
        now
    );
    if (applicant) {
        admit(std::move(*applicant), *device, now);
    }
}

void Registrar::admit(Applicant applicant, const Device& device, Now now) {
    const auto session = applicant.session;
    if (auto denial = denial_of(*world_, node_, device, applicant)) {
        reject(session, std::move(*denial));
        return;
    }
    Entry fresh;
    if (!replace(applicant, device.name, fresh, now)) {
        return;
    }
    if (entries_.size() >= settings_.most_registered) {
        const auto sentence = fmt::format(
            "{} phones are registered here, as many as parameter callmanager/max-registered-devices allows",
            entries_.size()
        );
        reject(session, Refusal::too_many, sentence);
        return;
    }
    fresh.registration = {
        device.name,
        device.id,
        session,
        applicant.protocol,
        applicant.address,
        applicant.model,
        std::move(applicant.load),
        applicant.protocol_version,
        now.wall};
    fresh.last_heard = now.mono;
    by_name_.insert_or_assign(device.name, session);
    auto& entry = entries_.insert_or_assign(session, std::move(fresh)).first->second;
    set_wake(entry, expiry_of(entry));
    emit(Accept{session, device.id, device.name});
}

/// The newest session of a name wins, since the old one is mostly a connection that died without a word. Only
/// when two sources keep fighting does the newcomer lose. False: it was rejected.
bool Registrar::replace(const Applicant& applicant, const DeviceName& name, Entry& fresh, Now now) {
    auto* old = find_entry(name);
    if (old == nullptr) {
        return true;
    }
    if (!may_replace(*old, applicant, now)) {
        const auto sentence = fmt::format(
            "{} is registered from {} and still talks: two phones have this name",
            name.text(),
            old->registration.address.address.to_string()
        );
        reject(applicant.session, Refusal::contested, sentence);
        return false;
    }
    fresh.contests = old->contests;
    fresh.contests_since = old->contests_since;
    const auto session = old->registration.session;
    forget(session, StatusReason::duplicate_registration);
    emit(Drop{session, StatusReason::duplicate_registration, applicant.address});
    return true;
}

bool Registrar::may_replace(Entry& old, const Applicant& applicant, Now now) {
    const auto was = old.registration.address.address;
    const auto is = applicant.address.address;
    if (was == is || now.mono - old.last_heard >= kStillTalking) {
        return true;
    }
    if (old.contests == 0 || now.mono - old.contests_since > kContestWindow) {
        old.contests_since = now.mono;
        old.contests = 0;
    }
    if (old.contests >= kMostContests) {
        return false;
    }
    ++old.contests;
    const auto text =
        fmt::format("two devices use this name, at {} and at {}", was.to_string(), is.to_string());
    note(now, old.registration.name, Step::note, {{"text", text}});
    return true;
}

/// Takes the session out of everything, without a word to its door.
void Registrar::forget(SessionId session, StatusReason reason) {
    const auto found = entries_.find(session);
    if (found == entries_.end()) {
        return;
    }
    const auto name = found->second.registration.name;
    if (found->second.is_complete) {
        emit(RemoveRegistration{name, found->second.is_leaving ? StatusReason::call_manager_reset : reason});
    }
    by_name_.erase(name);
    entries_.erase(found);
}

void Registrar::on_complete(SessionId session, Now now) {
    const auto found = entries_.find(session);
    if (found == entries_.end() || found->second.is_complete) {
        return;
    }
    auto& entry = found->second;
    entry.is_complete = true;
    entry.registration.since = now.wall;
    emit(StoreRegistration{entry.registration});
    const auto waiting = orders_.find(entry.registration.name);
    if (waiting != orders_.end() && waiting->second.is_first_file) {
        waiting->second.not_before = now.mono + settings_.restart_delay;
    }
    attend(entry, now);
}

void Registrar::on_heard(SessionId session, Instant now) {
    if (const auto found = entries_.find(session); found != entries_.end()) {
        found->second.last_heard = now;
    }
}

void Registrar::on_busy(SessionId session, bool is_busy, Now now) {
    const auto found = entries_.find(session);
    if (found == entries_.end() || found->second.is_busy == is_busy) {
        return;
    }
    found->second.is_busy = is_busy;
    attend(found->second, now);
}

void Registrar::on_gone(SessionId session, StatusReason reason) {
    forget(session, reason);
    for (auto& [name, making] : making_) {
        if (making.applicant && making.applicant->session == session) {
            making.applicant.reset();
        }
    }
}

// Small ones --------------------------------------------------------------------------------------

void Registrar::take_actions(std::vector<Action>& into) {
    into.clear();
    into.swap(actions_);
}

const Registration* Registrar::find(const DeviceName& name) const {
    const auto* entry = find_entry(name);
    return entry == nullptr ? nullptr : &entry->registration;
}

bool Registrar::may_come(std::string_view name) const {
    if (is_stopping_ || entries_.size() >= settings_.most_registered) {
        return false;
    }
    const auto parsed = DeviceName::parse(name);
    const auto* device = parsed ? world_->find_device(*parsed) : nullptr;
    return device == nullptr || serves(*world_, node_, *device);
}

const Registrar::Entry* Registrar::find_entry(const DeviceName& name) const {
    const auto named = by_name_.find(name);
    return named == by_name_.end() ? nullptr : &entries_.at(named->second);
}

Registrar::Entry* Registrar::find_entry(const DeviceName& name) {
    const auto named = by_name_.find(name);
    return named == by_name_.end() ? nullptr : &entries_.at(named->second);
}

void Registrar::note(Now now, const DeviceName& name, Step step, std::vector<journal::Field> fields) {
    emit(journal::Observation{now.wall, name.text(), step, std::move(fields)});
}

}  // namespace dialtone::registrar
