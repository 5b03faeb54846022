#include "server/app/server.hpp"

#include "common/log/log.hpp"
#include "db/lease_store.hpp"
#include "db/node_state.hpp"
#include "db/requests.hpp"
#include "db/store_error.hpp"
#include "db/stores.hpp"
#include "server/app/roles/request_claim.hpp"
#include "server/app/start/service_manager.hpp"
#include "server/net/signals.hpp"

#include <fmt/format.h>

#include <csignal>
#include <iostream>

namespace dialtone::app {

namespace {

/// A request that nobody took within this time is answered: no process holds the phone.
constexpr std::chrono::seconds kRequestPatience{10};
constexpr std::chrono::seconds kChores{1};
/// A phone that was away for longer may come back to another address.
constexpr std::chrono::hours kLeaseMemory{24 * 90};

/// Opens a store for reading at start; what was never written is empty.
template <class Read>
auto read_state(Outcome<db::Database> opened, Read read) -> decltype(read(*opened)) {
    if (!opened) {
        throw db::StoreError{db::StoreErrc::unreadable, opened.error().sentence};
    }
    return read(*opened);
}

db::RecorderSettings recorder_settings(const Settings& settings) {
    db::RecorderSettings recorder;
    recorder.bounds.max_age = std::chrono::hours{24 * settings.journal_days};
    recorder.bounds.max_bytes = settings.journal_megabytes << 20;
    return recorder;
}

Outcome<std::vector<db::FileLock>> take_locks(const ServePlan& plan) {
    std::vector<db::FileLock> locks;
    for (const auto& protocol : plan.protocols) {
        const auto file =
            protocol == "dhcp" ? plan.directory.dhcp_lock() : plan.directory.lock(plan.node, protocol);
        auto lock = db::FileLock::acquire(file, fmt::format("{} of node {}", protocol, plan.node));
        if (!lock) {
            return lock.error();
        }
        locks.push_back(std::move(*lock));
    }
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

Server::Server(const ServePlan& plan, const Preparation& preparation, std::vector<db::FileLock> locks)
    : plan_{plan},
      node_{preparation.node},
      sccp_port_{plan.port(preparation.sccp_port)},
      locks_{std::move(locks)},
      writer_{db::WriterSettings{}, metrics_},
      chores_{admin_loop_.make_timer([this] { do_chores(); })} {
    world_ = std::make_unique<WorldRole>(plan_.directory, metrics_);
    if (!world_->first_problems().empty()) {
        throw db::StoreError{db::StoreErrc::corrupt, world_->first_problems().front().sentence};
    }
    attach_stores();
    open_roles();
    wire_world();
    watch_queues();
}

void Server::attach_stores() {
    const auto& directory = plan_.directory;
    writer_.attach(
        db::Store::device,
        [directory] { return db::open_device_database(directory, db::Access::read_write); },
        [this] { world_->refresh(); }
    );
    writer_.attach(db::Store::journal, [directory, node = plan_.node, roles = plan_.roles_word()] {
        return db::open_journal(directory, node, roles, db::Access::read_write);
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

void Server::open_roles() {
    const auto world = world_->first_world();
    open_files(world);
    open_dhcp(world);
    open_calls(world);
    if (plan_.serves("admin")) {
        const Endpoint endpoint{plan_.settings.admin_listen, plan_.port(plan_.settings.admin_port)};
        admin_.emplace(admin_loop_, net::listen_tcp(admin_loop_, {.bind = endpoint}), metrics_, [this] {
            return health();
        });
    }
}

void Server::open_dhcp(const WorldPtr& world) {
    if (plan_.serves("dhcp")) {
        DhcpPlan dhcp{.interfaces = dhcp_interfaces(plan_), .port = plan_.port(ports::kDhcp)};
        if (plan_.listen.is_loopback()) {
            dhcp.listen = plan_.listen;
        }
        const auto now = admin_loop_.now().wall;
        auto leases =
            read_state(db::open_leases(plan_.directory, db::Access::read_write), [now](db::Database& stored) {
                db::forget_leases(stored, now - kLeaseMemory);
                return db::load_leases(stored);
            });
        for (const auto& lease : leases) {
            name_address(lease.address, DeviceName::of(lease.mac).text());
        }
        dhcp_ = std::make_unique<DhcpRole>(
            dhcp,
            dhcp::EngineSettings{.node = node_, .port_offset = plan_.settings.port_offset},
            world,
            std::move(leases),
            writer_,
            *lease_names_,
            metrics_
        );
    }
}

void Server::open_files(const WorldPtr& world) {
    const auto& settings = plan_.settings;
    if (plan_.serves("tftp") || plan_.serves("http")) {
        FilesPlan files;
        files.placed_directory = plan_.directory.files().string();
        files.fixed_directory = plan_.files_directory;
        if (plan_.serves("tftp")) {
            files.tftp = Endpoint{plan_.listen, plan_.port(ports::kTftp)};
        }
        if (plan_.serves("http")) {
            files.http = Endpoint{plan_.listen, plan_.port(ports::kHttp)};
        }
        files.tftp_limits.transfers = static_cast<std::size_t>(settings.max_transfers);
        files.tftp_limits.transfers_per_source = static_cast<std::size_t>(settings.max_transfers_per_source);
        files.http_options.connections = static_cast<std::size_t>(settings.max_http_connections);
        files_ = std::make_unique<FilesRole>(
            files,
            world,
            *recorder_,
            metrics_,
            [this](const DeviceName& name, const WorldPtr& seen) {
                world_->on_file_sent(name, seen);
                if (calls_) {
                    calls_->on_own_file_sent(name);
                }
            }
        );
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
                if (request.action == db::RequestAction::release_lease) {
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
    std::cout << "ready" << std::endl;
    notify_service_manager("READY=1");
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
        checks.push_back({"leases", dhcp_->is_storing(), "the last lease could not be stored"});
    }
    return checks;
}

}  // namespace dialtone::app
