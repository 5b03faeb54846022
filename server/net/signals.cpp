#include "server/net/signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

namespace dialtone::net {

struct Signals::Internals {
    Internals(EventLoop& loop, std::function<void(int)> callback)
        : set{loop.context()}, on_signal{std::move(callback)} {}

    void wait() {
        set.async_wait([this](const boost::system::error_code& error, int number) {
            if (!error) {
                wait();
                on_signal(number);
            }
        });
    }

    boost::asio::signal_set set;
    std::function<void(int)> on_signal;
};

Signals::Signals(EventLoop& loop, std::initializer_list<int> numbers, std::function<void(int)> on_signal)
    : internals_{std::make_unique<Internals>(loop, std::move(on_signal))} {
    for (const int number : numbers) {
        internals_->set.add(number);
    }
    internals_->wait();
}

Signals::~Signals() = default;

}  // namespace dialtone::net
