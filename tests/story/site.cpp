#include "tests/story/site.hpp"

#include "db/aggregates/groups.hpp"
#include "db/aggregates/nodes.hpp"
#include "db/aggregates/subnets.hpp"
#include "db/auto_registration.hpp"
#include "db/node_startup.hpp"
#include "db/stores.hpp"
#include "db/transaction.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>

#include <unistd.h>

namespace dialtone::story {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr Cidr kSubnet{Ipv4{10, 77, 0, 0}, 16};
constexpr int kWire = 2;               ///< interface index
constexpr Duration kThreadHop = 50us;  ///< a message from one thread to another
constexpr Duration kWatcher = 20ms;    ///< until another process's commit is seen

fs::path new_directory() {
    auto pattern = (fs::temp_directory_path() / "dialtone-story-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error{"cannot make a directory for a story"};
    }
    return pattern;
}

db::Database open_database(const fs::path& directory) {
    auto opened = db::open_device_database(db::DataDirectory{directory}, db::Access::read_write);
    if (!opened.has_value()) {
        throw std::runtime_error{opened.error().sentence};
    }
    return std::move(*opened);
}

dhcp::Engine make_dhcp(NodeId node, WorldPtr world) {
    dhcp::EngineSettings settings;
    settings.node = node;
    return dhcp::Engine{settings, std::move(world), {dhcp::Interface{kWire, "wire0", {Site::kAddress}}}};
}

files::Catalog make_catalog(files::Store& static_files) {
    files::Sources sources;
    sources.generate = provision::generate;
    sources.fixed = &static_files;
    sources.condition = provision::placed_name;
    return files::Catalog{std::move(sources)};
}

}  // namespace

void Site::Alarm::set(VirtualNetwork& network, std::optional<Instant> when, std::function<void()> ring) {
    if (!when || (due && *due <= *when)) {
        return;
    }
    due = when;
    network.at(*when, [this, mine = *when, ring = std::move(ring)] {
        if (due == mine) {
            due.reset();
            ring();
        }
    });
}

Site::Site(VirtualNetwork& network, const SiteSettings& settings)
    : network_{network},
      settings_{settings},
      directory_{new_directory()},
      catalog_{make_catalog(static_files_)},
      tftp_{catalog_, kTransferPorts, settings.seed},
      dhcp_{[&] {
          database_.emplace(open_database(directory_));
          loader_.emplace(open_database(directory_));
          fill(settings);
          world_ = loader_->load_whole().world;
          if (world_ == nullptr) {
              throw std::runtime_error{"the story's database gives no world"};
          }
          return make_dhcp(node_, world_);
      }()},
      sccp_{node_, zones_} {
    files_world_ = calls_world_ = world_;
    catalog_.use(world_);
    planner_.on_world(world_, network.now());
    sccp_.on_world(world_, network.now(), outbox_);
    settle_sccp();
    open_dhcp();
    open_tftp();
    open_sccp();
}

Site::~Site() {
    loader_.reset();
    database_.reset();
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

void Site::fill(const SiteSettings& settings) {
    const auto started = db::start_node(*database_, {"cm1", kAddress, 0, ""});
    if (!started.has_value()) {
        throw std::runtime_error{started.error().sentence};
    }
    node_ = started->id;
    const auto world = db::load_world(*database_).world;
    auto node = *world->nodes.find(node_);
    node.autoreg.enabled = settings.autoreg;
    node.autoreg.asks = settings.asks;
    node.autoreg.first = settings.first_number;
    node.autoreg.last = settings.last_number;
    db::update_node(*database_, node);
    auto group = *world->find_group("Default");
    group.autoreg = true;
    db::update_group(*database_, group);
    Subnet subnet;
    subnet.cidr = kSubnet;
    subnet.routers = {kAddress};
    subnet.lease_seconds = settings.lease_seconds;
    subnet.ranges = {{Ipv4{10, 77, 1, 0}, Ipv4{10, 77, 254, 255}}};
    db::insert_subnet(*database_, subnet);
}

std::size_t Site::count(journal::Step step, std::string_view subject) const {
    return static_cast<std::size_t>(std::count_if(journal_.begin(), journal_.end(), [&](const auto& seen) {
        return seen.step == step && (subject.empty() || seen.subject == subject);
    }));
}

void Site::record(journal::Observation observation) {
    if (keeps_journal_) {
        journal_.push_back(std::move(observation));
    }
}

void Site::hop(VirtualNetwork::Task task) {
    network_.after(kThreadHop, std::move(task));
}

// World ---------------------------------------------------------------------------------------------------

void Site::change(const std::function<void(db::Database&)>& write) {
    db::Transaction transaction{*database_};
    write(*database_);
    transaction.commit();
    network_.after(kWatcher, [this] { publish(); });
}

/// What the world thread does after a commit: a new world, told to every thread, and to the planner.
void Site::publish() {
    const auto loaded = loader_->load_changes(world_);
    if (loaded.world == nullptr) {
        throw std::runtime_error{
            "a change made the story's world invalid: " + loaded.problems.front().sentence};
    }
    if (loaded.world != world_) {
        world_ = loaded.world;
        announce();
    }
}

/// Tells every thread of the world, and the planner.
void Site::announce() {
    hop([this, world = world_] {
        files_world_ = world;
        catalog_.use(world);
    });
    hop([this, world = world_] { dhcp_.on_world(world); });
    hop([this, world = world_] {
        calls_world_ = world;
        sccp_.on_world(world, network_.now(), outbox_);
        settle_sccp();
    });
    planner_.on_world(world_, network_.now());
    settle_planner();
}

void Site::settle_planner() {
    auto due = planner_.take_due(network_.now());
    planner_.take_received();
    if (!due.empty()) {
        hop([this, due = std::move(due)] {
            sccp_.on_directives(due, network_.now(), outbox_);
            settle_sccp();
        });
    }
    planner_alarm_.set(network_, planner_.next_deadline(), [this] { settle_planner(); });
}

// DHCP ----------------------------------------------------------------------------------------------------

void Site::open_dhcp() {
    network_.listen_to_broadcasts(67, [this](const Endpoint& from, const Endpoint& to, Bytes payload) {
        on_dhcp(from, to.address, payload);
    });
    network_.bind({kAddress, 67}, [this](const Endpoint& from, const Endpoint& to, Bytes payload) {
        on_dhcp(from, to.address, payload);
    });
}

void Site::on_dhcp(const Endpoint& from, Ipv4 to, Bytes payload) {
    dhcp_.on_datagram({from, to, kWire}, payload, network_.now(), dhcp_actions_);
    settle_dhcp();
}

void Site::settle_dhcp() {
    auto actions = std::exchange(dhcp_actions_, {});
    for (auto& action : actions) {
        if (auto* send = std::get_if<dhcp::Send>(&action)) {
            network_.send({kAddress, 67}, send->route.to, std::move(send->payload));
        } else if (auto* store = std::get_if<dhcp::Store>(&action)) {
            lease_group_.push_back(std::move(*store));
        } else if (auto* observe = std::get_if<dhcp::Observe>(&action)) {
            record(std::move(observe->observation));
        }
    }
    if (!lease_group_.empty()) {
        network_.after(settings_.commit, [this, group = std::exchange(lease_group_, {})] {
            for (const auto& store : group) {
                stored_leases_[store.lease.address] = store.lease;
                dhcp_.on_store_result(store.ticket, true, network_.now(), dhcp_actions_);
            }
            settle_dhcp();
        });
    }
    dhcp_alarm_.set(network_, dhcp_.next_deadline(network_.now()), [this] {
        dhcp_.on_time(network_.now());
        settle_dhcp();
    });
}

// SCCP ----------------------------------------------------------------------------------------------------

void Site::open_sccp() {
    network_.listen({kAddress, 2000}, [this](VirtualNetwork::Connection connection, const Endpoint& peer) {
        return accept(connection, peer);
    });
}

VirtualNetwork::StreamEnd Site::accept(VirtualNetwork::Connection connection, const Endpoint& peer) {
    const auto session = sccp_.on_connect(peer, network_.now());
    if (!session) {
        network_.after(0us, [this, connection] { network_.close(connection); });
        return {[](bool) {}, [](Bytes) {}, [] {}};
    }
    connections_[*session] = connection;
    VirtualNetwork::StreamEnd end;
    end.on_open = [](bool) {};
    end.on_data = [this, id = *session](Bytes data) {
        sccp_.on_octets(id, data, network_.now(), outbox_);
        settle_sccp();
    };
    end.on_closed = [this, id = *session] {
        connections_.erase(id);
        sccp_.on_closed(id, "closed by the peer", network_.now(), outbox_);
        settle_sccp();
    };
    settle_sccp();
    return end;
}

void Site::settle_sccp() {
    auto box = std::exchange(outbox_, {});
    for (auto& effect : box.effects()) {
        if (const auto* send = std::get_if<sccp::Send>(&effect)) {
            const auto octets = box.octets(*send);
            const auto connection = connections_.find(send->session);
            if (connection != connections_.end()) {
                network_.write(connection->second, Buffer{octets.begin(), octets.end()});
            }
        } else {
            perform(effect);
        }
    }
    sccp_alarm_.set(network_, sccp_.next_wake(), [this] {
        sccp_.on_wake(network_.now(), outbox_);
        settle_sccp();
    });
}

void Site::perform(sccp::Effect& effect) {
    if (const auto* close = std::get_if<sccp::Close>(&effect)) {
        const auto connection = connections_.find(close->session);
        if (connection != connections_.end()) {
            network_.close(connection->second);
            connections_.erase(connection);
        }
    } else if (const auto* wanted = std::get_if<registrar::AutoRegister>(&effect)) {
        auto_register(*wanted);
    } else if (const auto* stored = std::get_if<registrar::StoreRegistration>(&effect)) {
        hop([this, name = stored->registration.name, seen = calls_world_] {
            planner_.on_registered(name, *seen, network_.now());
            settle_planner();
        });
    } else if (const auto* removed = std::get_if<registrar::RemoveRegistration>(&effect)) {
        hop([this, name = removed->name] { planner_.on_gone(name); });
    } else if (auto* observation = std::get_if<journal::Observation>(&effect)) {
        record(std::move(*observation));
    }
}

void Site::auto_register(const registrar::AutoRegister& wanted) {
    device_group_.push_back(wanted);
    if (device_group_.size() == 1) {
        network_.after(settings_.commit, [this] { commit_devices(); });
    }
}

/// The writer's group commit; then the world that holds the devices; then the answers, in this order.
void Site::commit_devices() {
    const auto group = std::exchange(device_group_, {});
    std::vector<std::pair<std::uint64_t, AutoRegisterResult>> results;
    db::Transaction transaction{*database_};
    for (const auto& wanted : group) {
        results.emplace_back(wanted.ticket, db::auto_register(*database_, wanted.request));
    }
    transaction.commit();
    publish();
    hop([this, results = std::move(results)] {
        for (const auto& [ticket, result] : results) {
            sccp_.on_auto_registered(ticket, result, network_.now(), outbox_);
        }
        settle_sccp();
    });
}

}  // namespace dialtone::story
