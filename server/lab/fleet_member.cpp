#include "server/lab/fleet_member.hpp"

#include "server/lab/fleet.hpp"
#include "server/lab/guest_addresses.hpp"

#include <utility>
#include <variant>

namespace dialtone::lab {

/// One TCP connection of the phone.
class FleetMember::Line final : public net::StreamHandler {
 public:
    Line(FleetMember& member, StreamId id, std::unique_ptr<net::Stream> stream)
        : member_{member}, id_{id}, stream_{std::move(stream)} {}

    void start() { stream_->start(*this); }

    void send(Bytes data) { stream_->send(data); }

    void close() { stream_->close(net::Closing::graceful); }

    void on_data(Bytes data) override { member_.on_stream_data(id_, data); }

    void on_closed(std::string_view) override { member_.on_stream_closed(id_); }

 private:
    FleetMember& member_;
    StreamId id_;
    std::unique_ptr<net::Stream> stream_;
};

FleetMember::FleetMember(Fleet& fleet, net::EventLoop& loop, const PhoneSettings& settings)
    : fleet_{fleet}, loop_{loop}, phone_{settings}, self_{std::make_shared<FleetMember*>(this)} {
    timer_ = loop.make_timer([this] {
        phone_.on_timer(loop_.now(), actions_);
        carry_out();
    });
}

FleetMember::~FleetMember() {
    *self_ = nullptr;
}

void FleetMember::power_on() {
    phone_.power_on(loop_.now(), actions_);
    carry_out();
}

void FleetMember::unregister() {
    phone_.unregister(loop_.now(), actions_);
    carry_out();
}

void FleetMember::on_datagram(DatagramUse use, std::uint16_t slot, const Endpoint& from, Bytes payload) {
    phone_.on_datagram(loop_.now(), use, slot, from, payload, actions_);
    carry_out();
}

void FleetMember::on_connected(StreamId id, std::unique_ptr<net::Stream> stream) {
    const auto line = lines_.find(id);
    if (line == lines_.end()) {
        return;  // the phone has lost interest; the stream closes itself
    }
    if (stream == nullptr) {
        lines_.erase(line);
        phone_.on_stream_closed(loop_.now(), id, actions_);
    } else {
        line->second = std::make_unique<Line>(*this, id, std::move(stream));
        line->second->start();
        phone_.on_stream_open(loop_.now(), id, actions_);
    }
    carry_out();
}

void FleetMember::on_stream_data(StreamId id, Bytes data) {
    phone_.on_stream_data(loop_.now(), id, data, actions_);
    carry_out();
}

void FleetMember::on_stream_closed(StreamId id) {
    const auto line = lines_.find(id);
    if (line != lines_.end()) {
        bury(std::move(line->second));
        lines_.erase(line);
    }
    phone_.on_stream_closed(loop_.now(), id, actions_);
    carry_out();
}

void FleetMember::bury(std::unique_ptr<Line> line) {
    ended_.push_back(std::move(line));
    loop_.post([self = self_] {
        if (*self != nullptr) {
            (*self)->ended_.clear();
        }
    });
}

// What the phone wants --------------------------------------------------------------------------------------

void FleetMember::carry_out() {
    auto actions = std::exchange(actions_, {});
    for (auto& action : actions) {
        std::visit([this](auto& what) { perform(what); }, action);
    }
    if (const auto wake = phone_.wake_at()) {
        timer_->arm(*wake);
    } else {
        timer_->cancel();
    }
}

void FleetMember::perform(SendDatagram& action) {
    if (fleet_.is_lost()) {
        return;
    }
    if (action.use == DatagramUse::dhcp) {
        fleet_.send_dhcp(*this, action);
    } else {
        fleet_.send_tftp(*this, action);
    }
}

void FleetMember::perform(OpenStream& action) {
    const auto id = action.id;
    lines_.emplace(id, nullptr);
    net::connect_tcp(
        loop_,
        {source_, 0},
        action.to,
        [self = self_, id](std::unique_ptr<net::Stream> stream, std::string_view) {
            if (*self != nullptr) {
                (*self)->on_connected(id, std::move(stream));
            }
        }
    );
}

void FleetMember::perform(SendStream& action) {
    const auto line = lines_.find(action.id);
    if (line != lines_.end() && line->second != nullptr) {
        line->second->send(action.payload);
    }
}

void FleetMember::perform(CloseStream& action) {
    const auto line = lines_.find(action.id);
    if (line == lines_.end()) {
        return;
    }
    if (line->second != nullptr) {
        line->second->close();
        bury(std::move(line->second));
    }
    lines_.erase(line);
}

void FleetMember::perform(UseAddress& action) {
    if (fleet_.guests_ != nullptr) {
        fleet_.guests_->add(action.address);
    }
    source_ = fleet_.source_of(action.address);
}

void FleetMember::perform(DropAddress& action) {
    if (fleet_.guests_ != nullptr) {
        fleet_.guests_->remove(action.address);
    }
    fleet_.release_transfer_ports(*this);
    source_ = {};
}

void FleetMember::perform(Report& action) {
    fleet_.on_report_(phone_, action);
}

}  // namespace dialtone::lab
