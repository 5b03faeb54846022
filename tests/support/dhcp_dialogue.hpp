#pragma once

#include "common/bytes/hex.hpp"
#include "server/dhcp/engine.hpp"
#include "server/dhcp/message.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A DHCP client's messages, and a server to say them to, in virtual time. Everything defaults to what is
/// legal; a test mentions what matters to it.
namespace dialtone::test {

inline const Ipv4 kServer{10, 78, 0, 1};
inline constexpr MacAddress kOwnMac{{2, 0, 0, 0, 0, 1}};  ///< of the server's eth0
inline const Ipv4 kFirst{10, 78, 0, 50};
inline const Ipv4 kLast{10, 78, 0, 99};
inline constexpr std::string_view kPhoneClass = "Cisco Systems, Inc. IP Phone CP-7960G";

/// Builds one message of a client.
class ClientMessage {
 public:
    explicit ClientMessage(dhcp::MessageType type) {
        message_.xid = 0x3903f326;
        message_.options.set_u8(dhcp::option::kMessageType, static_cast<std::uint8_t>(type));
        message_.options.set_text(dhcp::option::kVendorClass, kPhoneClass);
        mac("00:07:0e:16:01:7a");
    }

    ClientMessage& mac(std::string_view text) {
        message_.set_mac(MacAddress::parse(text).value());
        return *this;
    }

    /// The n-th phone of one delivery.
    ClientMessage& phone(std::uint32_t n) {
        message_.set_mac(MacAddress{
            {0x00,
             0x07,
             0x0e,
             static_cast<std::uint8_t>(n >> 16U),
             static_cast<std::uint8_t>(n >> 8U),
             static_cast<std::uint8_t>(n)}});
        return *this;
    }

    ClientMessage& xid(std::uint32_t value) {
        return with([&](auto& m) { m.xid = value; });
    }

    ClientMessage& broadcast() {
        return with([](auto& m) { m.flags = dhcp::kBroadcastFlag; });
    }

    ClientMessage& ciaddr(Ipv4 value) {
        return with([&](auto& m) { m.ciaddr = value; });
    }

    ClientMessage& relayed_by(Ipv4 giaddr) {
        return with([&](auto& m) {
            m.giaddr = giaddr;
            m.hops = 1;
        });
    }

    ClientMessage& asks_for(Ipv4 value) {
        return with([&](auto& m) { m.options.set_address(dhcp::option::kRequestedAddress, value); });
    }

    ClientMessage& server_id(Ipv4 value) {
        return with([&](auto& m) { m.options.set_address(dhcp::option::kServerId, value); });
    }

    ClientMessage& vendor_class(std::string_view value) { return option(60, value); }

    ClientMessage& option(std::uint8_t code, std::string_view value) {
        return with([&](auto& m) { m.options.set_text(code, value); });
    }

    ClientMessage& option_hex(std::uint8_t code, std::string_view hex) {
        return with([&](auto& m) { m.options.set(code, from_hex(hex).value()); });
    }

    ClientMessage& wants(std::vector<std::uint8_t> codes) {
        return with([&](auto& m) { m.options.set(dhcp::option::kParameterList, codes); });
    }

    template <class Change>
    ClientMessage& with(Change&& change) {
        change(message_);
        return *this;
    }

    [[nodiscard]] const dhcp::Message& message() const { return message_; }

    [[nodiscard]] Buffer octets() const {
        Buffer out;
        dhcp::render(message_, dhcp::kMaximumReceived, out);
        return out;
    }

 private:
    dhcp::Message message_;
};

inline ClientMessage discover() {
    return ClientMessage{dhcp::MessageType::discover};
}

/// The REQUEST of a client that takes an offer.
inline ClientMessage select(Ipv4 address, Ipv4 server = kServer) {
    return ClientMessage{dhcp::MessageType::request}.asks_for(address).server_id(server);
}

/// The REQUEST of a client that knows its address from before a restart.
inline ClientMessage reboot(Ipv4 address) {
    return ClientMessage{dhcp::MessageType::request}.asks_for(address);
}

inline ClientMessage renew(Ipv4 address) {
    return ClientMessage{dhcp::MessageType::request}.ciaddr(address);
}

inline ClientMessage decline(Ipv4 address) {
    return ClientMessage{dhcp::MessageType::decline}.asks_for(address).server_id(kServer);
}

inline ClientMessage release(Ipv4 address) {
    return ClientMessage{dhcp::MessageType::release}.ciaddr(address).server_id(kServer);
}

inline ClientMessage inform(Ipv4 address) {
    return ClientMessage{dhcp::MessageType::inform}.ciaddr(address);
}

/// 10.78.0.0/24 with .50 to .99, an hour, authoritative: the state before most cases.
inline Subnet office_subnet() {
    Subnet subnet;
    subnet.id = SubnetId{1};
    subnet.cidr = Cidr{Ipv4{10, 78, 0, 0}, 24};
    subnet.authoritative = true;
    subnet.routers = {Ipv4{10, 78, 0, 254}};
    subnet.dns_servers = {Ipv4{10, 78, 0, 253}};
    subnet.domain_name = "example.net";
    subnet.lease_seconds = 3600;
    subnet.ranges = {{kFirst, kLast}};
    return subnet;
}

inline World office_world(const Subnet& subnet) {
    World world;
    Node node;
    node.id = NodeId{1};
    node.name = "cm1";
    node.address = kServer;
    world.nodes.set(node.id, node);
    PhoneModel model;
    model.id = ModelId{7};
    model.name = "Cisco 7960";
    model.short_name = "7960";
    model.vendor_class = "Cisco Systems, Inc. IP Phone CP-7960";
    world.models.set(model.id, model);
    world.subnets.set(subnet.id, subnet);
    return world;
}

/// A reply as it left.
struct Heard {
    dhcp::Route route;
    dhcp::Message message;
    std::size_t size = 0;

    [[nodiscard]] std::optional<dhcp::MessageType> type() const { return message.type(); }

    [[nodiscard]] std::vector<std::uint8_t> codes() const {
        std::vector<std::uint8_t> result;
        for (std::size_t i = 0; i < message.options.size(); ++i) {
            result.push_back(message.options.at(i).code);
        }
        return result;
    }
};

/// The server of the dialogue: an engine, a clock, and a store that answers when told to (at once by
/// default).
class DhcpServer {
 public:
    enum class Storing { at_once, withheld, failing };

    explicit DhcpServer(Subnet subnet = office_subnet(), dhcp::Limits limits = {})
        : DhcpServer{office_world(subnet), limits} {}

    explicit DhcpServer(World world, dhcp::Limits limits = {})
        : world_{std::make_shared<const World>(std::move(world))},
          engine_{
              dhcp::EngineSettings{NodeId{1}, 0, limits},
              world_,
              {{2, "eth0", {kServer}, kOwnMac},
               {3, "eth1", {Ipv4{10, 79, 0, 1}}},
               {9, "eth9", {Ipv4{172, 16, 9, 1}}}}} {
        now_.wall += std::chrono::hours{24 * 20000};
    }

    /// A client on the wire of `interface` says something; the replies that leave are returned.
    std::vector<Heard> hears(const ClientMessage& message, int interface = 2) {
        const auto ciaddr = message.message().ciaddr;
        const bool relayed = !message.message().giaddr.is_unspecified();
        const dhcp::Arrival arrival{
            {relayed ? message.message().giaddr : ciaddr, relayed ? dhcp::kServerPort : dhcp::kClientPort},
            relayed ? kServer : Ipv4::broadcast(),
            interface};
        return hears_octets(message.octets(), arrival);
    }

    /// The same by unicast, as clients renew.
    std::vector<Heard> hears_unicast(const ClientMessage& message, int interface = 2) {
        return hears_octets(
            message.octets(), {{message.message().ciaddr, dhcp::kClientPort}, kServer, interface}
        );
    }

    std::vector<Heard> hears_octets(Bytes octets, const dhcp::Arrival& arrival) {
        dhcp::Actions actions;
        engine_.on_datagram(arrival, octets, now_, actions);
        return carry_out(std::move(actions));
    }

    /// Answers the stores that were withheld.
    std::vector<Heard> stores_finish(bool stored = true) {
        dhcp::Actions actions;
        for (const auto& store : std::exchange(withheld_, {})) {
            engine_.on_store_result(store.ticket, stored, now_, actions);
            keep(store, stored);
        }
        return carry_out(std::move(actions));
    }

    std::vector<Heard> releases(std::string_view target) {
        dhcp::Actions actions;
        engine_.release(target, now_, actions);
        return carry_out(std::move(actions));
    }

    /// DISCOVER to ACK; the address.
    Ipv4 leases(std::uint32_t phone) {
        const auto offer = hears(discover().phone(phone));
        if (offer.size() != 1) {
            return {};
        }
        const auto address = offer.front().message.yiaddr;
        const auto ack = hears(select(address).phone(phone));
        return ack.size() == 1 && ack.front().type() == dhcp::MessageType::ack ? address : Ipv4{};
    }

    std::vector<Heard> advance(Duration time) {
        now_ = now_ + time;
        dhcp::Actions actions;
        engine_.on_time(now_);
        engine_.tend_stores(now_, actions);
        engine_.finish_probes(now_, actions);
        return carry_out(std::move(actions));
    }

    /// Somebody on the wire says to use an address.
    std::vector<Heard> answers(Ipv4 address, std::optional<MacAddress> by) {
        dhcp::Actions actions;
        engine_.on_address_in_use(address, by, now_, actions);
        return carry_out(std::move(actions));
    }

    void change_subnet(const Subnet& subnet) {
        World world{*world_};
        world.subnets.set(subnet.id, subnet);
        change_world(std::move(world));
    }

    void change_world(World world) {
        world_ = std::make_shared<const World>(std::move(world));
        engine_.on_world(world_);
    }

    void storing(Storing how) { storing_ = how; }

    dhcp::Engine& engine() { return engine_; }

    [[nodiscard]] const World& world() const { return *world_; }

    [[nodiscard]] Now now() const { return now_; }

    [[nodiscard]] std::uint64_t count(dhcp::Event event) const { return engine_.tally()[event]; }

    /// What is on disk, as a restart would find it.
    std::vector<dhcp::Lease> disk;
    std::vector<journal::Observation> journal;
    std::vector<std::string> warnings;
    std::vector<dhcp::Probe> probes;  ///< addresses asked about
    std::size_t writes = 0;

    [[nodiscard]] const dhcp::Lease* on_disk(Ipv4 address) const {
        for (const auto& lease : disk) {
            if (lease.address == address) {
                return &lease;
            }
        }
        return nullptr;
    }

    [[nodiscard]] const journal::Observation* last(journal::Step step) const {
        for (auto entry = journal.rbegin(); entry != journal.rend(); ++entry) {
            if (entry->step == step) {
                return &*entry;
            }
        }
        return nullptr;
    }

 private:
    std::vector<Heard> carry_out(dhcp::Actions actions) {
        std::vector<Heard> heard;
        for (std::size_t i = 0; i < actions.size(); ++i) {
            auto action = std::move(actions[i]);
            if (auto* send = std::get_if<dhcp::Send>(&action)) {
                heard.push_back({send->route, dhcp::parse(send->payload).value(), send->payload.size()});
            } else if (auto* store = std::get_if<dhcp::Store>(&action)) {
                finish(*store, actions);
            } else if (auto* probe = std::get_if<dhcp::Probe>(&action)) {
                probes.push_back(*probe);
            } else if (auto* observe = std::get_if<dhcp::Observe>(&action)) {
                journal.push_back(observe->observation);
            } else if (auto* warn = std::get_if<dhcp::Warn>(&action)) {
                warnings.push_back(warn->sentence);
            }
        }
        return heard;
    }

    void finish(const dhcp::Store& store, dhcp::Actions& actions) {
        ++writes;
        if (storing_ == Storing::withheld) {
            withheld_.push_back(store);
            return;
        }
        const bool stored = storing_ == Storing::at_once;
        keep(store, stored);
        engine_.on_store_result(store.ticket, stored, now_, actions);
    }

    void keep(const dhcp::Store& store, bool stored) {
        if (stored) {
            std::erase_if(disk, [&](const dhcp::Lease& l) { return l.address == store.lease.address; });
            disk.push_back(store.lease);
        }
    }

    WorldPtr world_;
    dhcp::Engine engine_;
    Now now_;
    Storing storing_ = Storing::at_once;
    std::vector<dhcp::Store> withheld_;
};

}  // namespace dialtone::test
