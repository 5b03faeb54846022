#include "tests/bench/load/phones.hpp"

namespace dialtone::load {

MacAddress mac_of(std::uint32_t phone) {
    return MacAddress{
        {0,
         7,
         static_cast<std::uint8_t>(phone >> 24U),
         static_cast<std::uint8_t>(phone >> 16U),
         static_cast<std::uint8_t>(phone >> 8U),
         static_cast<std::uint8_t>(phone)}};
}

std::string name_of(std::uint32_t phone) {
    return "SEP" + mac_of(phone).to_string();
}

LeaseMessages::LeaseMessages(Ipv4 relay) : relay_{relay} {}

dhcp::Message LeaseMessages::make(std::uint32_t phone, dhcp::MessageType type) const {
    dhcp::Message message;
    const auto mac = mac_of(phone);
    message.xid = phone;
    message.set_mac(mac);
    message.options.set_u8(dhcp::option::kMessageType, static_cast<std::uint8_t>(type));
    Buffer client_id{message.hardware_type};
    client_id.insert(client_id.end(), mac.octets().begin(), mac.octets().end());
    message.options.set(dhcp::option::kClientId, client_id);
    message.options.set_text(dhcp::option::kHostName, name_of(phone));
    message.options.set_text(dhcp::option::kVendorClass, "Cisco Systems, Inc. IP Phone CP-7965G");
    constexpr std::array<std::uint8_t, 7> kWanted{1, 66, 6, 3, 15, 150, 35};
    message.options.set(dhcp::option::kParameterList, kWanted);
    return message;
}

void LeaseMessages::discover(std::uint32_t phone, Buffer& out) {
    auto message = make(phone, dhcp::MessageType::discover);
    message.giaddr = relay_;
    message.hops = 1;
    render(message, dhcp::kAssumedMaximum, out);
}

void LeaseMessages::request(std::uint32_t phone, Ipv4 offered, Ipv4 server, Buffer& out) {
    auto message = make(phone, dhcp::MessageType::request);
    message.giaddr = relay_;
    message.hops = 1;
    message.options.set_address(dhcp::option::kRequestedAddress, offered);
    message.options.set_address(dhcp::option::kServerId, server);
    render(message, dhcp::kAssumedMaximum, out);
}

void LeaseMessages::renewal(std::uint32_t phone, Ipv4 leased, Buffer& out) {
    auto message = make(phone, dhcp::MessageType::request);
    message.ciaddr = leased;
    render(message, dhcp::kAssumedMaximum, out);
}

}  // namespace dialtone::load
