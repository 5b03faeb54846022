#include "server/lab/phone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace dialtone::lab {

using namespace std::chrono_literals;

namespace {

Station::Manners manners_of(Ailment ailment) {
    switch (ailment) {
        case Ailment::dribble:
            return Station::Manners::dribbles;
        case Ailment::mute:
            return Station::Manners::falls_silent;
        default:
            return Station::Manners::good;
    }
}

}  // namespace

std::string_view to_string(Phase phase) {
    constexpr std::array<std::string_view, 8> kWords{
        "off", "starting", "address", "files", "connecting", "registering", "registered", "waiting"};
    return kWords.at(static_cast<std::size_t>(phase));
}

Phone::Phone(const PhoneSettings& settings)
    : settings_{settings},
      name_{std::string{settings.model->name_prefix} + settings.mac.to_string()},
      dice_{settings.seed ^ settings.mac.value()},
      dhcp_{*settings.model, settings.mac, settings.ports, dice_},
      files_{*settings.model, settings.ports, dice_, next_stream_, settings.ailment == Ailment::deaf},
      station_{*settings.model, settings.mac, dice_, next_stream_, manners_of(settings.ailment)},
      load_{settings.has_old_load ? settings.model->old_load : settings.model->load} {}

void Phone::report(Progress progress, std::string text, Actions& out) const {
    out.emplace_back(Report{progress, std::move(text)});
}

// Power and time ------------------------------------------------------------------------------------------

void Phone::power_on(Now now, Actions& out) {
    report(Progress::powered_on, fmt::format("Cisco {}, load {}", settings_.model->name, load_), out);
    last_reason_ = "Initialized";
    boot(now, out);
}

void Phone::power_off(Actions& out) {
    leave_manager(out);
    files_.abandon(out);
    dhcp_.stop();
    if (!address_.is_unspecified()) {
        out.emplace_back(DropAddress{outside_});
        address_ = {};
    }
    plan_.clear();
    is_applying_ = false;
    wait_ends_.reset();
    phase_ = Phase::off;
}

void Phone::unregister(Now now, Actions& out) {
    if (station_.is_registered() && settings_.ailment != Ailment::mute) {
        station_.unregister(now, out);
    }
}

void Phone::boot(Now now, Actions& out) {
    power_off(out);
    ++tally_.boots;
    phase_ = Phase::starting;
    has_extras_ = false;
    wait_and(now, pause(500ms, 2s), &Phone::ask_for_address);
}

void Phone::ask_for_address(Now now, Actions& out) {
    if (settings_.fixed) {
        const auto& fixed = *settings_.fixed;
        tftp_servers_ = {fixed.tftp_server};
        take_address(now, fixed.address, Cidr{fixed.address, 32}, fixed.outside.value_or(fixed.address), out);
        return;
    }
    phase_ = Phase::address;
    dhcp_.start(now, out);
}

void Phone::wait_and(Now now, Duration wait, Step next) {
    wait_ends_ = now.mono + wait;
    after_wait_ = next;
}

/// What keeps real phones from doing everything in step; not for phones that are there to be a load.
Duration Phone::pause(Duration least, Duration most) {
    return settings_.is_eager ? Duration{0} : dice_.between(least, most);
}

std::optional<Instant> Phone::wake_at() const {
    std::optional<Instant> earliest;
    for (const auto& at : {wait_ends_, handset_at_, dhcp_.wake_at(), files_.wake_at(), station_.wake_at()}) {
        if (at && (!earliest || *at < *earliest)) {
            earliest = at;
        }
    }
    return earliest;
}

void Phone::on_timer(Now now, Actions& out) {
    if (wait_ends_ && now.mono >= *wait_ends_) {
        wait_ends_.reset();
        (this->*after_wait_)(now, out);
    }
    take_dhcp_event(now, dhcp_.on_timer(now, out), out);
    take_fetch(now, files_.on_timer(now, out), out);
    StationEvents events;
    station_.on_timer(now, out, events);
    take_station_events(now, events, out);
    if (handset_at_ && now.mono >= *handset_at_) {
        handset_at_.reset();
        move_handset(now, out);
    }
}

// What arrives --------------------------------------------------------------------------------------------

void Phone::on_datagram(
    Now now, DatagramUse use, std::uint16_t slot, const Endpoint& from, Bytes datagram, Actions& out
) {
    if (phase_ == Phase::off) {
        return;
    }
    if (use == DatagramUse::dhcp) {
        take_dhcp_event(now, dhcp_.on_datagram(now, datagram, out), out);
    } else {
        take_fetch(now, files_.on_datagram(now, from, slot, datagram, out), out);
    }
}

void Phone::on_stream_open(Now now, StreamId id, Actions& out) {
    if (files_.owns(id)) {
        take_fetch(now, files_.on_open(now, out), out);
    } else if (station_.owns(id)) {
        StationEvents events;
        station_.on_open(now, out, events);
        take_station_events(now, events, out);
    }
}

void Phone::on_stream_data(Now now, StreamId id, Bytes data, Actions& out) {
    if (files_.owns(id)) {
        take_fetch(now, files_.on_data(now, data, out), out);
    } else if (station_.owns(id)) {
        StationEvents events;
        station_.on_data(now, data, out, events);
        take_station_events(now, events, out);
    }
}

void Phone::on_stream_closed(Now now, StreamId id, Actions& out) {
    if (files_.owns(id)) {
        take_fetch(now, files_.on_closed(now, out), out);
    } else if (station_.owns(id)) {
        StationEvents events;
        station_.on_closed(events);
        take_station_events(now, events, out);
    }
}

// Address -------------------------------------------------------------------------------------------------

void Phone::take_dhcp_event(Now now, DhcpClient::Event event, Actions& out) {
    switch (event) {
        case DhcpClient::Event::none:
        case DhcpClient::Event::renewed:
            return;
        case DhcpClient::Event::silence:
            report(Progress::no_address, "no answer to DHCPDISCOVER", out);
            return;
        case DhcpClient::Event::bound:
            tftp_servers_ = dhcp_.binding()->tftp_servers;
            take_address(
                now, dhcp_.binding()->address, dhcp_.binding()->network, dhcp_.binding()->address, out
            );
            return;
        case DhcpClient::Event::lost:
            report(
                Progress::address_refused, "the address " + address_.to_string() + " is no longer ours", out
            );
            leave_manager(out);
            files_.abandon(out);
            plan_.clear();
            is_applying_ = false;
            wait_ends_.reset();
            out.emplace_back(DropAddress{outside_});
            address_ = {};
            phase_ = Phase::address;
            return;
    }
}

void Phone::take_address(Now now, Ipv4 address, const Cidr& network, Ipv4 outside, Actions& out) {
    address_ = address;
    outside_ = outside;
    out.emplace_back(UseAddress{network, outside});
    if (tftp_servers_.empty()) {
        report(Progress::no_file_server, address.to_string() + ", but no TFTP server is named", out);
        wait_and(now, dice_.between(10s, 20s), &Phone::boot);
        return;
    }
    report(
        Progress::address_obtained,
        fmt::format("{}, files from {}", address.to_string(), tftp_servers_.front().to_string()),
        out
    );
    begin_files(now, out);
}

}  // namespace dialtone::lab
