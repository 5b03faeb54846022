#include "server/app/roles/calls_role.hpp"

#include "db/auto_registration.hpp"
#include "server/app/roles/request_claim.hpp"

#include <memory>

namespace dialtone::app {

namespace {

change::Action action_of(db::RequestAction action) {
    switch (action) {
        case db::RequestAction::reset:
            return change::Action::reset;
        case db::RequestAction::restart:
            return change::Action::restart;
        case db::RequestAction::apply:
            return change::Action::apply;
        case db::RequestAction::release_lease:
            break;
    }
    return change::Action::none;
}

AutoRegisterResult store_refused() {
    AutoRegisterResult result;
    result.refused = true;
    result.refusal = AutoRegisterRefusal::store_failed;
    result.sentence = "the device database takes no writes now";
    return result;
}

}  // namespace

CallsRole::CallsRole(
    const CallsPlan& plan,
    WorldPtr world,
    WorldRole& world_role,
    db::Writer& writer,
    journal::Recorder& recorder,
    Metrics& metrics
)
    : world_role_{world_role},
      writer_{writer},
      registrations_{role_.loop, world_role, writer},
      service_{
          role_.loop,
          net::listen_tcp(role_.loop, net::TcpOptions{.bind = plan.listen}),
          plan.node,
          sccp::Surroundings{*this, registrations_, recorder, metrics, zones_},
          plan.limits} {
    service_.on_world(std::move(world));
}

void CallsRole::start() {
    role_.loop.post([this] { service_.start(); });
    role_.start();
}

void CallsRole::stop() {
    role_.finish([this] {
        service_.stop();
        registrations_.flush();
    });
}

void CallsRole::use(WorldPtr world) {
    role_.loop.post([this, world = std::move(world)] { service_.on_world(world); });
}

void CallsRole::direct(std::vector<change::Directive> directives) {
    role_.loop.post([this, directives = std::move(directives)] { service_.on_directives(directives); });
}

void CallsRole::on_own_files_sent(SentFiles files) {
    role_.loop.post([this, files = std::move(files)] {
        for (const auto& file : *files) {
            service_.on_own_file_sent(file.device);
        }
    });
}

void CallsRole::request(const std::vector<db::Request>& requests) {
    role_.loop.post([this, requests] {
        for (const auto& request : requests) {
            const auto name = DeviceName::parse(request.target);
            if (request.action != db::RequestAction::release_lease && name && service_.is_registered(*name)) {
                claim_request(writer_, request, [this, name = *name, action = action_of(request.action)] {
                    role_.loop.post([this, name, action] { service_.on_request(name, action); });
                });
            }
        }
    });
}

/// The answer goes through the world thread, so that it arrives after the world that contains the device.
void CallsRole::auto_register(std::uint64_t ticket, const AutoRegisterRequest& request) {
    const auto answer = [this, ticket](AutoRegisterResult result) {
        role_.loop.post([this, ticket, result = std::move(result)] {
            service_.on_auto_registered(ticket, result);
        });
    };
    const auto result = std::make_shared<AutoRegisterResult>();
    const bool accepted = writer_.submit(
        db::Store::device,
        [result, request](db::Database& device) { *result = db::auto_register(device, request); },
        [this, result, answer](const Problem* problem) {
            if (problem != nullptr) {
                answer(store_refused());
            } else {
                world_role_.refresh([result, answer] { answer(*result); });
            }
        }
    );
    if (!accepted) {
        answer(store_refused());
    }
}

}  // namespace dialtone::app
