#include "server/net/poller.hpp"

#include "server/net/socket_address.hpp"

#include <boost/asio/io_context.hpp>

#include <utility>

namespace dialtone::net {

namespace asio = boost::asio;

namespace {

constexpr unsigned kSlotBits = 32;

int open_epoll() {
    const int fd = epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) {
        throw_errno("create an epoll");
    }
    return fd;
}

std::uint32_t slot_of(Poller::Place place) {
    return static_cast<std::uint32_t>(place);
}

}  // namespace

Poller::Poller(asio::io_context& context) : epoll_{context, open_epoll()} {
    wait();
}

Poller::~Poller() = default;

std::optional<Poller::Place> Poller::watch(int socket, std::uint32_t events, std::shared_ptr<Watched> who) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const auto index = free_.back();
    auto& slot = slots_[index];
    const Place place = static_cast<Place>(slot.generation) << kSlotBits | index;
    epoll_event event{};
    event.events = events;
    event.data.u64 = place;
    if (epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, socket, &event) != 0) {
        return std::nullopt;
    }
    free_.pop_back();
    slot.who = std::move(who);
    return place;
}

void Poller::change(Place place, int socket, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = place;
    epoll_ctl(epoll_.native_handle(), EPOLL_CTL_MOD, socket, &event);
}

void Poller::unwatch(Place place, int socket) {
    auto* slot = find(place);
    if (slot == nullptr) {
        return;
    }
    epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, socket, nullptr);
    ++slot->generation;
    free_.push_back(slot_of(place));
    const auto gone = std::exchange(slot->who, nullptr);  // its destructor may come back here
}

Poller::Slot* Poller::find(Place place) {
    const auto index = slot_of(place);
    if (index >= slots_.size()) {
        return nullptr;
    }
    auto& slot = slots_[index];
    return slot.who != nullptr && slot.generation == place >> kSlotBits ? &slot : nullptr;
}

void Poller::wait() {
    epoll_.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [this](const boost::system::error_code& error) {
            if (!error) {
                turn();
                wait();
            }
        }
    );
}

void Poller::turn() {
    const int count = epoll_wait(epoll_.native_handle(), events_.data(), static_cast<int>(events_.size()), 0);
    for (int i = 0; i < count; ++i) {
        const auto& event = events_[static_cast<std::size_t>(i)];
        if (const auto* slot = find(event.data.u64)) {
            const auto who = slot->who;  // it may end in there
            who->on_ready(event.events);
        }
    }
}

}  // namespace dialtone::net
