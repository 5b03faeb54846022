#include "server/app/roles/world_role.hpp"

#include "common/log/log.hpp"
#include "db/node_state.hpp"
#include "db/stores.hpp"

#include <utility>

namespace dialtone::app {

namespace {

/// How long a file that completes a load goes unnoticed at most.
constexpr std::chrono::milliseconds kLook{500};
/// For so long a crash may lose what phones received: they are then told of a change that they have already.
constexpr std::chrono::milliseconds kStoreTogether{50};

/// A read-only connection of its own. Throws StoreError: at start there is nothing to fall back on.
db::Database open_reader(const db::DataDirectory& directory) {
    auto opened = db::open_device_database(directory, db::Access::read_only);
    if (!opened) {
        throw db::StoreError{db::StoreErrc::failed, opened.error().sentence};  // which says what to do
    }
    return std::move(*opened);
}

}  // namespace

WorldRole::WorldRole(const db::DataDirectory& directory, const std::string& files_directory, Metrics& metrics)
    : loads_{directory.files().string(), files_directory},
      keeper_{
          role_.loop,
          open_reader(directory),
          open_reader(directory),
          open_reader(directory),
          [this](const WorldPtr& world, const WorldPtr&) { on_world(world); },
          [this](const std::vector<db::Request>& requests) {
              for (const auto& listener : request_listeners_) {
                  listener(requests);
              }
          },
          [this](const Problems& problems) { on_problems_(problems); },
          metrics},
      first_problems_{[this] {
          keeper_.use_loads(loads_.look());
          return keeper_.load_first();
      }()},
      timer_{role_.loop.make_timer([this] { settle(); })},
      look_{role_.loop.make_timer([this] { look_for_loads(); })},
      store_timer_{role_.loop.make_timer([this] { store_received(); })},
      pending_{metrics.gauge(
          "dialtone_change_pending_phones", "Phones that wait for their turn to be told of a change"
      )} {}

void WorldRole::plan(std::vector<db::GivenRecord> received, db::Writer& writer, OnDirectives on_directives) {
    writer_ = &writer;
    on_directives_ = std::move(on_directives);
    planner_.emplace();
    for (auto& record : received) {
        if (auto given = provision::Given::unpack(record.fields)) {
            planner_->restore(std::move(record.device), std::move(*given));
        }
    }
}

void WorldRole::start() {
    role_.loop.post([this] {
        keeper_.start();
        look_for_loads();
    });
    role_.start();
}

void WorldRole::refresh(net::Task then) {
    role_.loop.post([this, then = std::move(then)] {
        keeper_.refresh();
        if (then) {
            then();
        }
    });
}

void WorldRole::reload() {
    role_.loop.post([this] { keeper_.refresh(true); });
}

void WorldRole::look_for_loads() {
    keeper_.use_loads(loads_.look());
    look_->arm(role_.loop.now().mono + kLook);
}

void WorldRole::on_world(const WorldPtr& world) {
    for (const auto& listener : listeners_) {
        listener(world);
    }
    if (planner_) {
        planner_->on_world(world, role_.loop.now());
        settle();
    }
}

void WorldRole::on_registrations(std::vector<RegistrationChange> changes) {
    role_.loop.post([this, changes = std::move(changes)] {
        for (const auto& [name, seen] : changes) {
            if (seen == nullptr) {
                planner_->on_gone(name);
            } else {
                planner_->on_registered(name, *seen, role_.loop.now());
            }
        }
        settle();
    });
}

void WorldRole::on_files_sent(SentFiles files) {
    role_.loop.post([this, files = std::move(files)] {
        if (planner_) {
            for (const auto& [device, seen, is_placed, given] : *files) {
                if (is_placed) {
                    planner_->on_placed_file_sent(device);
                } else {
                    planner_->on_file_sent(device, *seen, given);
                }
            }
            store_soon();
        }
    });
}

void WorldRole::join() {
    role_.join();
    if (planner_) {
        store_received();
    }
}

void WorldRole::settle() {
    auto due = planner_->take_due(role_.loop.now());
    if (!due.empty()) {
        on_directives_(std::move(due));
    }
    store_received();
    pending_.set(static_cast<double>(planner_->pending()));
    if (const auto deadline = planner_->next_deadline()) {
        timer_->arm(*deadline);
    }
}

/// A morning's phones fetch their files within seconds: what they received is noted for many at once.
void WorldRole::store_soon() {
    if (!std::exchange(is_storing_soon_, true)) {
        store_timer_->arm(role_.loop.now().mono + kStoreTogether);
    }
}

void WorldRole::store_received() {
    is_storing_soon_ = false;
    auto received = planner_->take_received();
    if (received.empty()) {
        return;
    }
    const bool accepted =
        writer_->submit(db::Store::node, [received = std::move(received)](db::Database& node) {
            for (const auto& [name, given] : received) {
                if (given) {
                    db::put_given(node, {name, given->digest().to_string(), given->pack()});
                } else {
                    db::remove_given(node, name);
                }
            }
        });
    if (!accepted) {
        log::warning(
            "change.unsaved", "what some phones received is not noted: after a restart they may be told again"
        );
    }
}

}  // namespace dialtone::app
