#include "server/app/roles/files_role.hpp"

#include "server/provision/generated.hpp"

#include <charconv>
#include <utility>
#include <vector>

namespace dialtone::app {

namespace {

/// A transfer that takes longer than this is a firmware load, not a configuration file.
constexpr std::chrono::minutes kLongestTransfer{2};

/// How long a transfer took, by the journal's field; rounded up, so that its begin is never dated too late.
Duration taken(const journal::Observation& observation) {
    const auto text = observation.field("ms");
    std::int64_t milliseconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    return std::chrono::milliseconds{milliseconds + 1};
}

}  // namespace

FilesRole::FilesRole(
    const FilesPlan& plan,
    WorldPtr world,
    journal::Recorder& recorder,
    Metrics& metrics,
    OnFilesSent on_files_sent
)
    : recorder_{recorder},
      on_files_sent_{std::move(on_files_sent)},
      placed_{files::DiskStoreOptions{.root = plan.placed_directory}},
      catalog_{
          [&] {
              if (!plan.fixed_directory.empty()) {
                  fixed_.emplace(files::DiskStoreOptions{.root = plan.fixed_directory});
              }
              return files::Sources{
                  .placed = &placed_,
                  .generate = provision::generate,
                  .fixed = fixed_ ? &*fixed_ : nullptr,
                  .condition = provision::placed_name};
          }(),
          [this](Ipv4 address) { return leased_to(address); }} {
    auto& watched = static_cast<journal::Recorder&>(*this);
    if (plan.tftp) {
        auto ports = tftp::open_ports(role_.loop, *plan.tftp);
        tftp_.emplace(role_.loop, std::move(ports), catalog_, watched, metrics, plan.tftp_limits);
    }
    if (plan.http) {
        auto listener = net::listen_tcp(role_.loop, net::TcpOptions{.bind = *plan.http});
        http_.emplace(role_.loop, std::move(listener), catalog_, watched, metrics, plan.http_options);
    }
    adopt(std::move(world));
}

void FilesRole::start() {
    role_.loop.post([this] {
        if (tftp_) {
            tftp_->start();
        }
        if (http_) {
            http_->start();
        }
    });
    role_.start();
}

void FilesRole::stop() {
    role_.finish([this] {
        if (tftp_) {
            tftp_->stop();
        }
        if (http_) {
            http_->stop();
        }
    });
}

void FilesRole::use(WorldPtr world) {
    role_.loop.post([this, world = std::move(world)] { adopt(world); });
}

void FilesRole::learn(Ipv4 address, std::string subject) {
    const std::lock_guard guard{leased_mutex_};
    leased_[address] = std::move(subject);
}

std::string FilesRole::leased_to(Ipv4 address) const {
    const std::lock_guard guard{leased_mutex_};
    const auto found = leased_.find(address);
    return found == leased_.end() ? std::string{} : found->second;
}

void FilesRole::adopt(WorldPtr world) {
    const auto now = role_.loop.now().wall;
    worlds_.push_front({now, world});
    while (worlds_.size() > 1 && worlds_[1].at < now - kLongestTransfer) {
        worlds_.pop_back();
    }
    if (tftp_) {
        std::vector<Cidr> subnets;
        world->subnets.for_each([&](SubnetId, const Subnet& subnet) { subnets.push_back(subnet.cidr); });
        tftp_->allow_subnets(subnets);
    }
    catalog_.use(std::move(world));
}

const WorldPtr& FilesRole::world_at(WallTime time) const {
    for (const auto& adopted : worlds_) {
        if (adopted.at <= time) {
            return adopted.world;
        }
    }
    return worlds_.back().world;
}

void FilesRole::note_sent(SentFile file) {
    sent_.push_back(std::move(file));
    if (sent_.size() == 1 && !role_.loop.post([this] { tell_sent(); })) {
        tell_sent();
    }
}

void FilesRole::tell_sent() {
    on_files_sent_(std::make_shared<const std::vector<SentFile>>(std::exchange(sent_, {})));
}

void FilesRole::record(journal::Observation observation) {
    const auto& world = world_at(observation.at - taken(observation));
    std::optional<std::size_t> octets;
    if (provision::is_own_file(observation)) {
        const bool is_placed = provision::is_placed_file(observation);
        const auto* file = is_placed ? nullptr : catalog_.made(observation.field("name"), *world);
        const auto name = DeviceName::parse(observation.subject);
        if (file != nullptr) {
            octets = file->content.octets.size();
        }
        if (on_files_sent_ && name) {
            note_sent({*name, world, is_placed, file == nullptr ? nullptr : file->given});
        }
    }
    auto notes = notes_.after(observation, *world, octets);
    recorder_.record(std::move(observation));
    for (auto& note : notes) {
        recorder_.record(std::move(note));
    }
}

}  // namespace dialtone::app
