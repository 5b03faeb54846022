#include "server/app/server.hpp"

#include "common/log/log.hpp"
#include "db/node_state.hpp"
#include "db/requests.hpp"
#include "db/store_error.hpp"
#include "db/stores.hpp"
#include "server/app/roles/read_state.hpp"
#include "server/app/roles/request_claim.hpp"
#include "server/app/start/service_manager.hpp"
#include "server/app/start/tftp_plan.hpp"
#include "server/net/signals.hpp"

#include <fmt/format.h>

#include <csignal>
#include <iostream>

namespace dialtone::app {

namespace {

/// A request that nobody took within this time is answered: no process holds the phone.
constexpr std::chrono::seconds kRequestPatience{10};
constexpr std::chrono::seconds kChores{1};

db::RecorderSettings recorder_settings(const Settings& settings) {
    db::RecorderSettings recorder;
    recorder.bounds.max_age = std::chrono::hours{24 * settings.journal_days};
    recorder.bounds.max_bytes = settings.journal_megabytes << 20;
    return recorder;
}

/// A journal has one writing process: one that stands by for another with the same services has its own.
Outcome<std::string> take_journal(const ServePlan& plan, std::vector<db::FileLock>& locks) {
    constexpr int kMostAlike = 16;
    for (int number = 1;; ++number) {
        const auto name = number == 1 ? plan.roles_word() : fmt::format("{}-{}", plan.roles_word(), number);
        auto lock = db::FileLock::acquire(
            plan.directory.lock(plan.node, "journal-" + name), fmt::format("journal of node {}", plan.node)
        );
        if (lock) {
            locks.push_back(std::move(*lock));
            return name;
        }
        if (lock.error().kind != ProblemKind::busy || number == kMostAlike) {
            return lock.error();
        }
    }
}

Outcome<Server::Locks> take_locks(const ServePlan& plan) {
    Server::Locks locks;
    for (const auto& protocol : plan.protocols) {
        const bool is_dhcp = protocol == "dhcp";
        const auto file = is_dhcp ? plan.directory.dhcp_lock() : plan.directory.lock(plan.node, protocol);
        auto lock = db::FileLock::acquire(file, fmt::format("{} of node {}", protocol, plan.node));
        if (lock && is_dhcp) {
            locks.dhcp = std::move(*lock);
        } else if (lock) {
            locks.protocols.push_back(std::move(*lock));
        } else if (!is_dhcp || lock.error().kind != ProblemKind::busy) {
            return lock.error();
        }
    }
    const auto journal = take_journal(plan, locks.protocols);
    if (!journal) {
        return journal.error();
    }
    locks.journal = *journal;
    return locks;
}

}  // namespace

Outcome<std::unique_ptr<Server>> Server::open(const ServePlan& plan, const Preparation& preparation) {
    auto locks = take_locks(plan);
    if (!locks) {
        return locks.error();
    }
    return std::make_unique<Server>(plan, preparation, std::move(*locks));
}

Server::Server(const ServePlan& plan, const Preparation& preparation, Locks locks)
    : plan_{plan},
      node_{preparation.node},
      sccp_port_{plan.port(preparation.sccp_port)},
      locks_{std::move(locks.protocols)},
      writer_{db::WriterSettings{}, metrics_},
      chores_{admin_loop_.make_timer([this] { do_chores(); })} {
    world_ = std::make_unique<WorldRole>(plan_.directory, plan_.files_directory, metrics_);
    if (!world_->first_problems().empty()) {
        throw db::StoreError{db::StoreErrc::corrupt, world_->first_problems().front().sentence};
    }
    attach_stores(locks.journal);
    open_roles(std::move(locks.dhcp));
    wire_world();
    watch_queues();
}

void Server::attach_stores(const std::string& journal) {
    const auto& directory = plan_.directory;
    writer_.attach(
        db::Store::device,
        [directory] { return db::open_device_database(directory, db::Access::read_write); },
        [this] { world_->refresh(); }
    );
    writer_.attach(db::Store::journal, [directory, node = plan_.node, journal] {
        return db::open_journal(directory, node, journal, db::Access::read_write);
    });
    if (plan_.serves("dhcp")) {
        writer_.attach(db::Store::leases, [directory] {
            return db::open_leases(directory, db::Access::read_write);
        });
    }
    if (plan_.serves("sccp")) {
        writer_.attach(db::Store::node, [directory, node = plan_.node] {
            return db::open_node_state(directory, node, db::Access::read_write);
        });
    }
    recorder_ = std::make_unique<db::JournalRecorder>(writer_, recorder_settings(plan_.settings), metrics_);
    lease_names_.emplace(*recorder_, [this](Ipv4 address, const std::string& subject) {
        name_address(address, subject);
    });
}

void Server::open_roles(std::optional<db::FileLock> dhcp_lock) {
    const auto world = world_->first_world();
    open_files(world);
    open_dhcp(world, std::move(dhcp_lock));
    open_calls(world);
    if (plan_.serves("admin")) {
        const Endpoint endpoint{plan_.settings.admin_listen, plan_.port(plan_.settings.admin_port)};
        admin_.emplace(admin_loop_, net::listen_tcp(admin_loop_, {.bind = endpoint}), metrics_, [this] {
            return health();
        });
    }
}

void Server::open_files(const WorldPtr& world) {
    const auto& settings = plan_.settings;
    if (plan_.serves("tftp") || plan_.serves("http")) {
        FilesPlan files;
        files.placed_directory = plan_.directory.files().string();
        files.fixed_directory = plan_.files_directory;
        if (plan_.serves("tftp")) {
            files.tftp = tftp_ports(plan_);
        }
        if (plan_.serves("http")) {
            files.http = Endpoint{plan_.listen, plan_.port(ports::kHttp)};
        }
        files.tftp_limits = tftp_limits(settings);
        files.http_options.connections = static_cast<std::size_t>(settings.max_http_connections);
        files_ =
            std::make_unique<FilesRole>(files, world, *recorder_, metrics_, [this](const SentFiles& sent) {
                world_->on_files_sent(sent);
                if (calls_) {
                    calls_->on_own_files_sent(sent);
                }
            });
    }
}

void Server::open_calls(const WorldPtr& world) {
    const auto& settings = plan_.settings;
    if (plan_.serves("sccp")) {
        calls_ = std::make_unique<CallsRole>(
            CallsPlan{
                .node = node_,
                .listen = {plan_.listen, sccp_port_},
                .limits =
                    {.sessions = static_cast<std::size_t>(settings.max_sessions),
                     .sessions_per_source = static_cast<std::size_t>(settings.max_sessions_per_source)},
            },
            world,
            *world_,
            writer_,
            *recorder_,
            metrics_
        );
    }
}

void Server::name_address(Ipv4 address, const std::string& subject) {
    if (files_) {
        files_->learn(address, subject);
    }
}

void Server::wire_world() {
    world_->listen_requests([this](const std::vector<db::Request>& requests) {
        has_requests_ = !requests.empty();
    });
    world_->listen_problems([this](const Problems& problems) {
        admin_loop_.post([this, problems] { problems_ = problems; });
    });
    if (dhcp_) {
        world_->listen([this](const WorldPtr& world) { dhcp_->use(world); });
        world_->listen_requests([this](const std::vector<db::Request>& requests) {
            for (const auto& request : requests) {
                if (request.action == db::RequestAction::release_lease && dhcp_->is_serving()) {
                    claim_request(writer_, request, [this, target = request.target] {
                        dhcp_->release(target);
                    });
                }
            }
        });
    }
    if (files_) {
        world_->listen([this](const WorldPtr& world) { files_->use(world); });
    }
    if (calls_) {
        world_->listen([this](const WorldPtr& world) { calls_->use(world); });
        world_->listen_requests([this](const std::vector<db::Request>& requests) {
            calls_->request(requests);
        });
        auto received = read_state(
            db::open_node_state(plan_.directory, plan_.node, db::Access::read_write),
            [](db::Database& node) {
                db::clear_registrations(node, Protocol::sccp);
                return db::load_given(node);
            }
        );
        world_->plan(std::move(received), writer_, [this](std::vector<change::Directive> directives) {
            calls_->direct(std::move(directives));
        });
    }
}

void Server::run() {
    const net::Signals signals{
        admin_loop_, {SIGTERM, SIGINT, SIGHUP}, [this](int number) { on_signal(number); }};
    writer_.start();
    world_->start();
    if (dhcp_) {
        dhcp_->start();
    }
    if (files_) {
        files_->start();
    }
    if (calls_) {
        calls_->start();
    }
    if (admin_) {
        admin_->start();
    }
    chores_->arm(admin_loop_.now().mono + kChores);
    log::info(
        "serve.ready",
        "serving",
        {{"node", plan_.node}, {"address", plan_.address.to_string()}, {"services", plan_.roles_word()}}
    );
    const auto line = standing();
    std::cout << line << std::endl;
    notify_service_manager("READY=1\nSTATUS=" + line);
    admin_loop_.run();
}

void Server::on_signal(int number) {
    if (number == SIGHUP) {
        reload();
    } else if (is_stopping_) {
        std::_Exit(1);  // asked twice: somebody is in a hurry
    } else {
        is_stopping_ = true;
        stop();
    }
}

/// The log's form and level change at once; whatever else differs in the settings file waits for a restart.
void Server::reload() {
    notify_service_manager("RELOADING=1");
    log::info("serve.reload", "reading settings and configuration again");
    const auto settings = effective_settings(plan_.said);
    if (settings.has_error()) {
        for (const auto& problem : settings.error()) {
            log::error("settings.refused", problem.sentence + " The earlier settings stay in use.");
        }
    } else {
        log::configure(settings->log_format, settings->log_level);
        plan_.settings.log_format = settings->log_format;
        plan_.settings.log_level = settings->log_level;
        if (*settings != plan_.settings) {
            log::warning(
                "settings.restart", "some settings have changed that count from the next start only"
            );
        }
    }
    world_->reload();
    notify_service_manager("READY=1");
}

/// Listeners first, then sessions, then the writer, which keeps what was promised.
void Server::stop() {
    notify_service_manager("STOPPING=1");
    log::info("serve.stop", "stopping");
    if (calls_) {
        calls_->stop();
    }
    if (files_) {
        files_->stop();
    }
    if (dhcp_) {
        dhcp_->join();
    }
    world_->join();
    writer_.flush();
    writer_.stop();
    admin_loop_.stop();
}

void Server::watch_queues() {
    queues_.add(admin_loop_);
    queues_.add(world_->loop());
    if (dhcp_) {
        queues_.add(dhcp_->loop());
    }
    if (files_) {
        queues_.add(files_->loop());
    }
    if (calls_) {
        queues_.add(calls_->loop());
    }
}

void Server::do_chores() {
    chores_->arm(admin_loop_.now().mono + kChores);
    queues_.count();
    if (has_requests_) {
        expire_requests();
    }
}

/// Live actions that no process took are answered in the journal, so that whoever asked need not wait for
/// ever.
void Server::expire_requests() {
    const auto now = admin_loop_.now();
    const auto expired = std::make_shared<std::vector<db::Request>>();
    const bool accepted = writer_.submit(
        db::Store::device,
        [expired, before = now.wall - kRequestPatience](db::Database& device) {
            *expired = db::expire_requests(device, before);
        },
        [this, expired, at = now.wall](const Problem*) {
            for (const auto& request : *expired) {
                recorder_->record(
                    {at,
                     request.target,
                     journal::Step::request_failed,
                     {{"action", std::string{db::to_string(request.action)}},
                      {"reason", "no process holds it now: is the phone registered?"}}}
                );
            }
        }
    );
    if (!accepted) {
        log::warning("request.unexpired", "the writer is full: old requests wait");
    }
}

std::vector<admin::HealthCheck> Server::health() const {
    std::vector<admin::HealthCheck> checks;
    checks.push_back({"world", problems_.empty(), problems_.empty() ? "" : problems_.front().sentence});
    if (dhcp_) {
        const auto trouble = dhcp_->trouble();
        checks.push_back({"dhcp", trouble.empty(), trouble, dhcp_->is_serving() ? "" : "stands by"});
        checks.push_back({"leases", dhcp_->is_storing(), "the last lease could not be stored"});
    }
    return checks;
}

}  // namespace dialtone::app
