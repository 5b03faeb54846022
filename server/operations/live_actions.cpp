#include "common/error/try.hpp"
#include "server/journal/steps.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/phones.hpp"
#include "server/operations/requests.hpp"
#include "server/operations/session.hpp"

#include "db/transaction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

/// The phone as the database and the nodes know it; refuses one that no process holds.
Outcome<db::ListedRegistration> held_phone(Session& session, std::string_view word) {
    DIALTONE_TRY(auto* database, session.open(db::Access::read_write));
    DeviceName name;
    {
        const db::Snapshot snapshot{*database};
        DIALTONE_TRY(const auto world, session.world());
        DIALTONE_TRY(const auto* device, find_device(*world, word));
        name = device->name;
    }
    DIALTONE_TRY(const auto registrations, live_registrations(session));
    const auto found = registrations.find(name);
    if (found == registrations.end()) {
        return busy(fmt::format(
            "{} is not registered at any running node, so nobody can tell it anything now. It gets its "
            "present "
            "configuration when it comes back; `dialtone phone timeline {}` shows where it stands.",
            name.text(),
            name.text()
        ));
    }
    return found->second;
}

bool is_waiting_for_idle(const Answer& answer) {
    return std::any_of(answer.steps.begin(), answer.steps.end(), [](const journal::Observation& step) {
        return step.step == journal::Step::change_pending;
    });
}

Outcome<Report> act(Session& session, const Call& call, db::RequestAction action) {
    DIALTONE_TRY(const auto patience, patience_of(call));
    DIALTONE_TRY(const auto held, held_phone(session, call.text("name")));
    const auto& name = held.registration.device.text();
    DIALTONE_TRY(const auto answer, ask(session, {action, name, {name}, patience}));
    const auto what = db::to_string(action);
    if (patience == Duration{}) {
        return Report::of(fmt::format(
            "Node {} is asked to {} {}; the answer will be in its timeline.", held.node, what, name
        ));
    }
    if (!answer.was_taken) {
        return busy(fmt::format(
            "Node {}, which holds {}, did not take the request to {} it in time; it was taken back. Is that "
            "process in order? See its log.",
            held.node,
            name,
            what
        ));
    }
    if (!answer.last) {
        return Report::of(
            is_waiting_for_idle(answer)
                ? fmt::format("{} is busy; node {} will {} it as soon as it is idle.", name, held.node, what)
                : fmt::format(
                      "Node {} took the request to {} {} and has not answered yet; `dialtone phone timeline "
                      "{}` will "
                      "tell.",
                      held.node,
                      what,
                      name,
                      name
                  )
        );
    }
    if (answer.last->step == journal::Step::request_failed) {
        return failed(fmt::format("{}: {}.", name, journal::sentence_of(*answer.last)));
    }
    return Report::of(fmt::format("{}: {}.", name, journal::sentence_of(*answer.last)));
}

Outcome<Report> reset(Session& session, const Call& call) {
    return act(session, call, db::RequestAction::reset);
}

Outcome<Report> restart(Session& session, const Call& call) {
    return act(session, call, db::RequestAction::restart);
}

Outcome<Report> apply(Session& session, const Call& call) {
    return act(session, call, db::RequestAction::apply);
}

constexpr std::array kArguments{
    Argument{"name", Shape::positional, "NAME", "device name or MAC address", Names::device},
    kWait,
    kNoWait,
};

constexpr std::array kLive{
    Operation{
        "phone",
        "reset",
        "Let a phone boot anew, DHCP included",
        kArguments,
        "dialtone phone reset SEP001122334455",
        Access::none,
        reset},
    Operation{
        "phone",
        "restart",
        "Let a phone fetch its file and register again",
        kArguments,
        "dialtone phone restart SEP001122334455",
        Access::none,
        restart},
    Operation{
        "phone",
        "apply",
        "Let a phone take its new file without leaving, if it can",
        kArguments,
        "dialtone phone apply SEP001122334455",
        Access::none,
        apply},
};

}  // namespace

std::span<const Operation> live_operations() {
    return kLive;
}

}  // namespace dialtone::operations
