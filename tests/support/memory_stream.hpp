#pragma once

#include "server/net/stream.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace dialtone::test {

/// What a test sees of one connection, whatever became of the server's side of it.
struct StreamProbe {
    std::string sent;  ///< by the server, not yet looked at
    net::StreamHandler* handler = nullptr;
    std::optional<net::Closing> closing;
    bool is_destroyed = false;

    /// Octets arrive at the server.
    void arrive(std::string_view text) {
        if (handler != nullptr) {
            handler->on_data(bytes_of(text));
        }
    }

    /// The kernel took what was queued; false when nothing was.
    bool drain(std::string& into) {
        if (sent.empty()) {
            return false;
        }
        into += std::exchange(sent, {});
        if (handler != nullptr) {
            handler->on_drained();
        }
        return true;
    }

    /// The client reads until nothing more comes.
    std::string read_all() {
        std::string text;
        while (drain(text)) {
        }
        return text;
    }

    /// The client has finished speaking and goes on listening.
    void finish() {
        if (handler != nullptr && !handler->on_end()) {
            break_off("closed by the peer");
        }
    }

    /// The client goes away.
    void break_off(std::string_view reason) {
        if (auto* gone = std::exchange(handler, nullptr)) {
            gone->on_closed(reason);
        }
    }
};

/// A connection in memory.
class MemoryStream final : public net::Stream {
 public:
    MemoryStream(std::shared_ptr<StreamProbe> probe, Endpoint peer) : probe_{std::move(probe)}, peer_{peer} {}

    ~MemoryStream() override {
        probe_->handler = nullptr;
        probe_->is_destroyed = true;
    }

    void start(net::StreamHandler& handler) override { probe_->handler = &handler; }

    bool send(Bytes data) override {
        probe_->sent += text_of(data);
        return !probe_->closing;
    }

    void close(net::Closing how) override {
        probe_->handler = nullptr;
        probe_->closing = how;
    }

    [[nodiscard]] Endpoint peer() const override { return peer_; }

    [[nodiscard]] Endpoint local() const override { return {Ipv4{10, 0, 0, 1}, 6970}; }

 private:
    std::shared_ptr<StreamProbe> probe_;
    Endpoint peer_;
};

/// A listening port in memory: clients are connected by the test. Owned by the server, so that the
/// test keeps Dial.
class MemoryListener final : public net::StreamListener {
 public:
    /// How clients reach the listener; outlives it.
    struct Dial {
        OnAccept on_accept;

        std::shared_ptr<StreamProbe> connect(Endpoint from) const {
            auto probe = std::make_shared<StreamProbe>();
            on_accept(std::make_unique<MemoryStream>(probe, from));
            return probe;
        }
    };

    explicit MemoryListener(Dial& dial) : dial_{dial} {}

    void start(OnAccept on_accept) override { dial_.on_accept = std::move(on_accept); }

    [[nodiscard]] Endpoint local() const override { return {Ipv4{10, 0, 0, 1}, 6970}; }

 private:
    Dial& dial_;
};

}  // namespace dialtone::test
