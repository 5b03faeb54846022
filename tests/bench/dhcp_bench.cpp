// DHCP without I/O: one message read and written, and whole exchanges from DISCOVER to ACK through the
// engine.
#include "server/dhcp/engine.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <variant>

using namespace dialtone;
using namespace dialtone::dhcp;

namespace {

constexpr Ipv4 kServer{10, 64, 0, 1};

Message message_of(std::uint32_t phone, MessageType type) {
    Message message;
    message.xid = phone;
    message.set_mac(MacAddress{
        {0,
         7,
         static_cast<std::uint8_t>(phone >> 24U),
         static_cast<std::uint8_t>(phone >> 16U),
         static_cast<std::uint8_t>(phone >> 8U),
         static_cast<std::uint8_t>(phone)}});
    message.options.set_u8(option::kMessageType, static_cast<std::uint8_t>(type));
    message.options.set_text(option::kVendorClass, "Cisco Systems, Inc. IP Phone CP-7965G");
    const Buffer wanted{1, 66, 6, 3, 15, 150, 35};
    message.options.set(option::kParameterList, wanted);
    return message;
}

WorldPtr world_of_one_large_subnet() {
    auto world = std::make_shared<World>();
    Node node;
    node.id = NodeId{1};
    node.address = kServer;
    world->nodes.set(node.id, node);
    for (std::int64_t id = 1; id <= 70; ++id) {  // as many as the seed rows
        PhoneModel model;
        model.id = ModelId{id};
        model.short_name = std::to_string(7900 + id);
        model.vendor_class = "Cisco Systems, Inc. IP Phone CP-" + model.short_name;
        world->models.set(model.id, model);
    }
    Subnet subnet;
    subnet.id = SubnetId{1};
    subnet.cidr = Cidr{Ipv4{10, 64, 0, 0}, 10};
    subnet.routers = {kServer};
    subnet.dns_servers = {kServer};
    subnet.domain_name = "example.net";
    subnet.ranges = {{Ipv4{10, 65, 0, 0}, Ipv4{10, 68, 255, 255}}};
    world->subnets.set(subnet.id, subnet);
    return world;
}

/// A server whose store answers at once.
class Server {
 public:
    Server()
        : engine_{
              EngineSettings{NodeId{1}, 0, limits()}, world_of_one_large_subnet(), {{1, "eth0", {kServer}}}} {
        now_.wall += std::chrono::hours{24 * 20000};
    }

    /// DISCOVER, OFFER, REQUEST, ACK; false when the phone went without.
    bool leases(std::uint32_t phone) {
        const auto offer = say(message_of(phone, MessageType::discover));
        if (!offer) {
            return false;
        }
        auto request = message_of(phone, MessageType::request);
        request.options.set_address(option::kRequestedAddress, offer->yiaddr);
        request.options.set_address(option::kServerId, kServer);
        return say(request).has_value();
    }

    void pass(Duration time) { now_ = now_ + time; }

 private:
    static Limits limits() {
        Limits limits;
        limits.max_leases = 1U << 20U;
        return limits;
    }

    std::optional<Message> say(const Message& message) {
        datagram_.clear();
        actions_.clear();
        render(message, kAssumedMaximum, datagram_);
        engine_.on_datagram({{Ipv4{}, 68}, Ipv4::broadcast(), 1}, datagram_, now_, actions_);
        for (std::size_t i = 0; i < actions_.size(); ++i) {
            if (const auto* store = std::get_if<Store>(&actions_[i])) {
                const auto ticket = store->ticket;
                engine_.on_store_result(ticket, true, now_, actions_);
            }
        }
        for (const auto& action : actions_) {
            if (const auto* send = std::get_if<Send>(&action)) {
                return parse(send->payload).value();
            }
        }
        return std::nullopt;
    }

    Engine engine_;
    Now now_;
    Buffer datagram_;
    Actions actions_;
};

/// DISCOVER to ACK for phones nobody has heard of, beside as many leases as the argument says. Building and
/// reading the client's messages is part of the figure.
void discover_to_ack(benchmark::State& state) {
    Server server;
    const auto present = static_cast<std::uint32_t>(state.range(0));
    for (std::uint32_t phone = 0; phone < present; ++phone) {
        server.pass(std::chrono::microseconds{20});
        if (!server.leases(phone)) {
            state.SkipWithError("a phone got no lease");
            return;
        }
    }
    auto phone = present;
    for (auto _ : state) {
        server.pass(std::chrono::microseconds{20});
        if (!server.leases(phone)) {
            state.SkipWithError("a phone got no lease");
            break;
        }
        // Round again after 100,000 more, hours later: known phones, whose leases are renewed.
        if (++phone == present + 100000) {
            phone = present;
            server.pass(std::chrono::hours{12});
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(discover_to_ack)->Arg(100)->Arg(100000);

void parse_and_render(benchmark::State& state) {
    Buffer datagram;
    render(message_of(1, MessageType::discover), kAssumedMaximum, datagram);
    Buffer out;
    for (auto _ : state) {
        out.clear();
        const auto message = parse(datagram);
        benchmark::DoNotOptimize(render(*message, kAssumedMaximum, out));
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

BENCHMARK(parse_and_render);

}  // namespace
