#include "tests/story/office.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

namespace dialtone::story {

namespace {

constexpr std::size_t kHardwareAddressOffset = 28;  ///< chaddr of a DHCP message (RFC 2131 §2)

/// Phones behind one router have one address, and each its own share of the ports.
constexpr std::size_t kPortsEach = 64;
constexpr std::size_t kFirstPort = 49152;
constexpr std::size_t kShares = (65536 - kFirstPort) / kPortsEach;

constexpr Ipv4 kRouter{10, 78, 0, 1};
constexpr Ipv4 kFirstProgram{10, 78, 1, 0};
constexpr Ipv4 kFirstInside{192, 168, 77, 0};
constexpr Ipv4 kFileServer{10, 77, 0, 1};

}  // namespace

// One phone -----------------------------------------------------------------------------------------------

DeskPhone::DeskPhone(VirtualNetwork& network, const lab::PhoneSettings& settings, std::size_t nth)
    : network_{network},
      phone_{settings},
      first_port_{static_cast<std::uint16_t>(kFirstPort + nth % kShares * kPortsEach)} {}

void DeskPhone::power_on() {
    phone_.power_on(network_.now(), actions_);
    carry_out();
}

void DeskPhone::power_off() {
    for (const auto& [id, connection] : streams_) {
        network_.cut(connection);
    }
    streams_.clear();
    phone_.power_off(actions_);
    carry_out();
}

void DeskPhone::lift_handset() {
    phone_.lift_handset(actions_);
    carry_out();
}

void DeskPhone::hang_up() {
    phone_.hang_up(actions_);
    carry_out();
}

std::size_t DeskPhone::count(lab::Progress progress) const {
    return static_cast<std::size_t>(std::count_if(reports_.begin(), reports_.end(), [&](const auto& report) {
        return report.progress == progress;
    }));
}

std::vector<std::string> DeskPhone::files_asked() const {
    std::vector<std::string> names;
    for (const auto& report : reports_) {
        if (report.progress == lab::Progress::file_fetched ||
            report.progress == lab::Progress::file_missing) {
            names.push_back(report.text.substr(0, report.text.find_first_of(" ,")));
        }
    }
    return names;
}

void DeskPhone::hear_dhcp(const Endpoint& from, Bytes payload) {
    phone_.on_datagram(network_.now(), lab::DatagramUse::dhcp, 0, from, payload, actions_);
    carry_out();
}

void DeskPhone::carry_out() {
    auto actions = std::exchange(actions_, {});
    for (auto& action : actions) {
        std::visit([this](auto& what) { perform(what); }, action);
    }
    arm();
}

void DeskPhone::perform(lab::SendDatagram& action) {
    const bool is_dhcp = action.use == lab::DatagramUse::dhcp;
    const auto port = is_dhcp ? phone_.settings().ports.dhcp_client : tftp_port(action);
    if (!is_dhcp) {
        open_tftp_port(action.slot, port);
    }
    network_.send({address_, port}, action.to, std::move(action.payload));
}

std::uint16_t DeskPhone::tftp_port(const lab::SendDatagram& action) const {
    return action.port != 0 ? action.port
                            : static_cast<std::uint16_t>(first_port_ + action.slot % kPortsEach);
}

/// The port of a transfer stays open for late packets until the next but one begins.
void DeskPhone::open_tftp_port(std::uint16_t slot, std::uint16_t port) {
    const auto before = tftp_ports_.find(static_cast<std::uint16_t>(slot - 2));
    if (before != tftp_ports_.end()) {
        network_.unbind({address_, before->second});
        tftp_ports_.erase(before);
    }
    tftp_ports_[slot] = port;
    network_.bind({address_, port}, [this, slot](const Endpoint& from, const Endpoint&, Bytes payload) {
        phone_.on_datagram(network_.now(), lab::DatagramUse::tftp, slot, from, payload, actions_);
        carry_out();
    });
}

void DeskPhone::perform(lab::OpenStream& action) {
    const auto id = action.id;
    VirtualNetwork::StreamEnd end;
    end.on_open = [this, id](bool is_open) {
        if (is_open) {
            phone_.on_stream_open(network_.now(), id, actions_);
        } else {
            streams_.erase(id);
            phone_.on_stream_closed(network_.now(), id, actions_);
        }
        carry_out();
    };
    end.on_data = [this, id](Bytes data) {
        phone_.on_stream_data(network_.now(), id, data, actions_);
        carry_out();
    };
    end.on_closed = [this, id] {
        streams_.erase(id);
        phone_.on_stream_closed(network_.now(), id, actions_);
        carry_out();
    };
    const auto connection = network_.connect(
        {address_, static_cast<std::uint16_t>(first_port_ + id % kPortsEach)}, action.to, std::move(end)
    );
    streams_.emplace(id, connection);
}

void DeskPhone::perform(lab::SendStream& action) {
    const auto found = streams_.find(action.id);
    if (found != streams_.end()) {
        network_.write(found->second, std::move(action.payload));
    }
}

void DeskPhone::perform(lab::CloseStream& action) {
    const auto found = streams_.find(action.id);
    if (found != streams_.end()) {
        network_.close(found->second);
        streams_.erase(found);
    }
}

void DeskPhone::perform(lab::UseAddress& action) {
    address_ = action.address;
    network_.bind(
        {address_, phone_.settings().ports.dhcp_client},
        [this](const Endpoint& from, const Endpoint&, Bytes payload) { hear_dhcp(from, payload); }
    );
}

void DeskPhone::perform(lab::DropAddress& action) {
    network_.unbind({action.address, phone_.settings().ports.dhcp_client});
    address_ = {};
}

void DeskPhone::perform(lab::Report& action) {
    reports_.push_back(std::move(action));
}

void DeskPhone::arm() {
    const auto wake = phone_.wake_at();
    if (!wake || (armed_ && *armed_ <= *wake)) {
        return;
    }
    armed_ = wake;
    network_.at(*wake, [this, due = *wake] {
        if (armed_ != due) {
            return;
        }
        armed_.reset();
        phone_.on_timer(network_.now(), actions_);
        carry_out();
    });
}

// All of them -----------------------------------------------------------------------------------------------

Office::Office(VirtualNetwork& network, std::uint64_t seed) : network_{network}, seed_{seed} {
    network.listen_to_broadcasts(68, [this](const Endpoint& from, const Endpoint&, Bytes payload) {
        const auto mac = payload.size() > kHardwareAddressOffset
                             ? MacAddress::from(payload.subspan(kHardwareAddressOffset))
                             : std::nullopt;
        const auto phone = mac ? by_mac_.find(*mac) : by_mac_.end();
        if (phone != by_mac_.end()) {
            phone->second->hear_dhcp(from, payload);
        }
    });
}

DeskPhone& Office::add(std::string_view model, bool old_load, lab::Ailment ailment) {
    lab::PhoneSettings settings;
    settings.model = lab::find_model(model);
    if (settings.model == nullptr) {
        throw std::invalid_argument{"no simulated model " + std::string{model}};
    }
    const auto n = phones_.size() + 1;
    settings.mac = MacAddress{
        {0x00, 0x1b, 0x53, 0x00, static_cast<std::uint8_t>(n >> 8U), static_cast<std::uint8_t>(n)}};
    settings.seed = seed_ + n * 7919;
    settings.has_old_load = old_load;
    settings.ailment = ailment;
    const auto host = static_cast<std::uint32_t>(n);
    if (ailment == lab::Ailment::nat) {
        settings.fixed = lab::FixedAddress{Ipv4{kFirstInside.value() + host}, kFileServer, kRouter};
    } else if (!settings.model->takes_lease) {
        settings.fixed = lab::FixedAddress{Ipv4{kFirstProgram.value() + host}, kFileServer};
    }
    auto& phone = phones_.emplace_back(network_, settings, n);
    by_mac_.emplace(settings.mac, &phone);
    return phone;
}

void Office::add_many(std::size_t count, std::vector<std::string_view> models) {
    for (std::size_t i = 0; i < count; ++i) {
        add(models[i % models.size()]);
    }
}

void Office::power_on_all() {
    for (auto& phone : phones_) {
        phone.power_on();
    }
}

bool Office::all(const std::function<bool(const lab::Phone&)>& holds) const {
    return count(holds) == phones_.size();
}

std::size_t Office::count(const std::function<bool(const lab::Phone&)>& holds) const {
    return static_cast<std::size_t>(std::count_if(phones_.begin(), phones_.end(), [&](const auto& desk) {
        return holds(desk.phone());
    }));
}

}  // namespace dialtone::story
