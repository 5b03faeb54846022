#pragma once

#include "server/lab/phone.hpp"
#include "server/net/event_loop.hpp"
#include "server/net/stream.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::lab {

class Fleet;

/// One phone of a fleet: carries its actions out and brings it what arrives.
class FleetMember {
 public:
    FleetMember(Fleet& fleet, net::EventLoop& loop, const PhoneSettings& settings);
    ~FleetMember();
    FleetMember(const FleetMember&) = delete;
    FleetMember& operator=(const FleetMember&) = delete;

    void power_on();
    void unregister();
    void on_datagram(DatagramUse use, std::uint16_t slot, const Endpoint& from, Bytes payload);

    [[nodiscard]] const Phone& phone() const { return phone_; }

    /// The address that its packets come from; unspecified without a lease.
    [[nodiscard]] Ipv4 source() const { return source_; }

    /// Transfer port in use for a slot of the phone, by slot: the two newest.
    std::map<std::uint16_t, std::size_t>& transfer_ports() { return transfer_ports_; }

 private:
    class Line;

    void carry_out();
    void perform(SendDatagram& action);
    void perform(OpenStream& action);
    void perform(SendStream& action);
    void perform(CloseStream& action);
    void perform(UseAddress& action);
    void perform(DropAddress& action);
    void perform(Report& action);
    void on_connected(StreamId id, std::unique_ptr<net::Stream> stream);
    void on_stream_data(StreamId id, Bytes data);
    void on_stream_closed(StreamId id);
    void bury(std::unique_ptr<Line> line);

    Fleet& fleet_;
    net::EventLoop& loop_;
    Phone phone_;
    Actions actions_;
    Ipv4 source_;
    std::unique_ptr<net::Timer> timer_;
    std::unordered_map<StreamId, std::unique_ptr<Line>> lines_;  ///< null while connecting
    std::vector<std::unique_ptr<Line>> ended_;                   ///< not destroyed inside their own callbacks
    std::map<std::uint16_t, std::size_t> transfer_ports_;
    std::shared_ptr<FleetMember*> self_;  ///< for callbacks that may outlive us
};

}  // namespace dialtone::lab
