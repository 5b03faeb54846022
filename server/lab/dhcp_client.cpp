#include "server/lab/dhcp_client.hpp"

#include <algorithm>
#include <chrono>

namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;
using dhcp::MessageType;

constexpr unsigned kTriesOfRound = 5;  ///< 4, 8, 16, 32, 64 s: RFC 2131 §4.1
constexpr unsigned kTriesOfRequest = 4;
constexpr Duration kFirstWait = 4s;
constexpr Duration kLeastRenewalWait = 60s;  ///< RFC 2131 §4.4.5

/// The order in which the loads look for their file server: 150, 66, then the BOOTP field.
std::vector<Ipv4> file_servers(const dhcp::Message& ack, bool only_150) {
    auto found = ack.options.addresses(dhcp::option::kTftpServers);
    if (found.empty() && !only_150) {
        if (const auto named = Ipv4::parse(ack.options.text(dhcp::option::kTftpServerName))) {
            found.push_back(*named);
        } else if (!ack.siaddr.is_unspecified()) {
            found.push_back(ack.siaddr);
        }
    }
    found.resize(std::min<std::size_t>(found.size(), 2));
    return found;
}

unsigned prefix_of(Ipv4 mask) {
    return static_cast<unsigned>(__builtin_popcount(mask.value()));
}

/// Option 51, 58 or 59, on a scale that does not overflow: "infinite" is some 136 years.
Duration seconds(const dhcp::Message& ack, std::uint8_t code, Duration fallback) {
    const auto value = ack.options.u32(code);
    return value ? std::chrono::seconds{*value} : fallback;
}

}  // namespace

DhcpClient::DhcpClient(const ModelFacts& model, const MacAddress& mac, const Ports& ports, Dice& dice)
    : model_{&model}, mac_{mac}, ports_{ports}, dice_{&dice} {}

void DhcpClient::start(Now now, Actions& out) {
    binding_.reset();
    state_ = State::selecting;
    xid_ = static_cast<std::uint32_t>(dice_->next());
    began_ = now.mono;
    tries_ = 0;
    send_discover(now, out);
}

void DhcpClient::stop() {
    state_ = State::off;
    binding_.reset();
    wake_at_.reset();
}

dhcp::Message DhcpClient::make(MessageType type) const {
    dhcp::Message message;
    message.op = dhcp::Op::request;
    message.xid = xid_;
    message.set_mac(mac_);
    message.options.set_u8(dhcp::option::kMessageType, static_cast<std::uint8_t>(type));
    Buffer client_id{message.hardware_type};
    client_id.insert(client_id.end(), mac_.octets().begin(), mac_.octets().end());
    message.options.set(dhcp::option::kClientId, client_id);
    message.options.set_text(dhcp::option::kHostName, std::string{model_->name_prefix} + mac_.to_string());
    message.options.set_text(dhcp::option::kVendorClass, model_->vendor_class);
    message.options.set(dhcp::option::kParameterList, model_->parameter_list);
    return message;
}

void DhcpClient::send(const dhcp::Message& message, Ipv4 to, Actions& out) const {
    SendDatagram datagram;
    datagram.use = DatagramUse::dhcp;
    datagram.to = {to, ports_.dhcp_server};
    dhcp::render(message, dhcp::kAssumedMaximum, datagram.payload);
    out.emplace_back(std::move(datagram));
}

/// RFC 2131 §4.1: double the wait each time, a second more or less, so that phones spread.
void DhcpClient::back_off(Now now) {
    const auto wait = kFirstWait * (1U << std::min(tries_, 4U));
    wake_at_ = now.mono + dice_->between(wait - 1s, wait + 1s);
    ++tries_;
}

void DhcpClient::send_discover(Now now, Actions& out) {
    auto message = make(MessageType::discover);
    message.flags = dhcp::kBroadcastFlag;
    message.secs =
        static_cast<std::uint16_t>(std::chrono::floor<std::chrono::seconds>(now.mono - began_).count());
    send(message, Ipv4::broadcast(), out);
    back_off(now);
}

void DhcpClient::send_request(Now now, Actions& out) {
    auto message = make(MessageType::request);
    message.flags = dhcp::kBroadcastFlag;
    message.options.set_address(dhcp::option::kRequestedAddress, offered_);
    message.options.set_address(dhcp::option::kServerId, offered_by_);
    send(message, Ipv4::broadcast(), out);
    back_off(now);
}

/// RENEWING asks the server itself, REBINDING anybody; both name the address in ciaddr (RFC 2131 §4.3.2).
void DhcpClient::send_renewal(Now now, Actions& out) {
    auto message = make(MessageType::request);
    message.ciaddr = binding_->address;
    send(message, state_ == State::renewing ? binding_->server : Ipv4::broadcast(), out);
    const auto end = state_ == State::renewing ? binding_->rebind_at : binding_->expires_at;
    const auto half = std::max((end - now.mono) / 2, Duration{kLeastRenewalWait});
    wake_at_ = std::min(now.mono + half, end);
}

bool DhcpClient::is_mine(const dhcp::Message& reply) const {
    return reply.op == dhcp::Op::reply && reply.xid == xid_ && reply.mac() == mac_;
}

DhcpClient::Event DhcpClient::on_datagram(Now now, Bytes datagram, Actions& out) {
    const auto parsed = dhcp::parse(datagram);
    if (state_ == State::off || state_ == State::bound || !parsed.has_value() || !is_mine(*parsed)) {
        return Event::none;
    }
    const auto type = parsed->type();
    if (type == MessageType::offer && state_ == State::selecting) {
        return take_offer(now, *parsed, out);
    }
    if (state_ == State::selecting) {
        return Event::none;
    }
    if (type == MessageType::ack) {
        return take_ack(now, *parsed);
    }
    return type == MessageType::nak ? give_up(now, out) : Event::none;
}

DhcpClient::Event DhcpClient::take_offer(Now now, const dhcp::Message& offer, Actions& out) {
    const auto server = offer.options.address(dhcp::option::kServerId);
    if (!server || offer.yiaddr.is_unspecified()) {
        return Event::none;
    }
    offered_ = offer.yiaddr;
    offered_by_ = *server;
    state_ = State::requesting;
    tries_ = 0;
    send_request(now, out);
    return Event::none;
}

DhcpClient::Event DhcpClient::take_ack(Now now, const dhcp::Message& ack) {
    const auto lease = seconds(ack, dhcp::option::kLeaseTime, 0s);
    if (lease == 0s || ack.yiaddr.is_unspecified()) {
        return Event::none;
    }
    const bool is_renewal = binding_ && binding_->address == ack.yiaddr;
    Binding binding;
    binding.address = ack.yiaddr;
    const auto mask = ack.options.address(dhcp::option::kSubnetMask).value_or(Ipv4{255, 255, 255, 0});
    binding.network = Cidr{ack.yiaddr, prefix_of(mask)};
    binding.server = ack.options.address(dhcp::option::kServerId).value_or(offered_by_);
    binding.tftp_servers = file_servers(ack, model_->reads_only_150);
    binding.renew_at = now.mono + seconds(ack, dhcp::option::kRenewalTime, lease / 2);
    binding.rebind_at = now.mono + seconds(ack, dhcp::option::kRebindingTime, lease * 7 / 8);
    binding.expires_at = now.mono + lease;
    binding_ = binding;
    state_ = State::bound;
    wake_at_ = binding.renew_at;
    return is_renewal ? Event::renewed : Event::bound;
}

DhcpClient::Event DhcpClient::give_up(Now now, Actions& out) {
    const bool had_address = binding_.has_value();
    start(now, out);
    return had_address ? Event::lost : Event::none;
}

DhcpClient::Event DhcpClient::on_timer(Now now, Actions& out) {
    if (!wake_at_ || now.mono < *wake_at_) {
        return Event::none;
    }
    switch (state_) {
        case State::off:
            wake_at_.reset();
            return Event::none;
        case State::selecting: {
            const bool round_is_over = tries_ >= kTriesOfRound;
            tries_ = round_is_over ? 0 : tries_;
            send_discover(now, out);
            return round_is_over ? Event::silence : Event::none;
        }
        case State::requesting:
            if (tries_ >= kTriesOfRequest) {
                return give_up(now, out);
            }
            send_request(now, out);
            return Event::none;
        case State::bound:
            xid_ = static_cast<std::uint32_t>(dice_->next());
            state_ = State::renewing;
            send_renewal(now, out);
            return Event::none;
        case State::renewing:
            state_ = now.mono >= binding_->rebind_at ? State::rebinding : State::renewing;
            send_renewal(now, out);
            return Event::none;
        case State::rebinding:
            if (now.mono >= binding_->expires_at) {
                return give_up(now, out);
            }
            send_renewal(now, out);
            return Event::none;
    }
    return Event::none;
}

}  // namespace dialtone::lab
