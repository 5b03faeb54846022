#include "server/lab/phone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;

}  // namespace

std::string_view to_string(Phase phase) {
    constexpr std::array<std::string_view, 8> kWords{
        "off", "starting", "address", "files", "connecting", "registering", "registered", "waiting"};
    return kWords.at(static_cast<std::size_t>(phase));
}

Phone::Phone(const PhoneSettings& settings)
    : settings_{settings},
      dice_{settings.seed ^ settings.mac.value()},
      dhcp_{*settings.model, settings.mac, settings.ports, dice_},
      files_{*settings.model, settings.ports, dice_, next_stream_},
      station_{*settings.model, settings.mac, dice_, next_stream_},
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
        out.emplace_back(DropAddress{address_});
        address_ = {};
    }
    plan_.clear();
    is_applying_ = false;
    wait_ends_.reset();
    phase_ = Phase::off;
}

void Phone::unregister(Now now, Actions& out) {
    if (station_.is_registered()) {
        station_.unregister(now, out);
    }
}

void Phone::boot(Now now, Actions& out) {
    power_off(out);
    ++tally_.boots;
    phase_ = Phase::starting;
    has_extras_ = false;
    wait_and(now, dice_.between(500ms, 2s), &Phone::ask_for_address);
}

void Phone::ask_for_address(Now now, Actions& out) {
    if (settings_.fixed) {
        tftp_servers_ = {settings_.fixed->tftp_server};
        take_address(now, settings_.fixed->address, Cidr{settings_.fixed->address, 32}, out);
        return;
    }
    phase_ = Phase::address;
    dhcp_.start(now, out);
}

void Phone::wait_and(Now now, Duration wait, Step next) {
    wait_ends_ = now.mono + wait;
    after_wait_ = next;
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
            take_address(now, dhcp_.binding()->address, dhcp_.binding()->network, out);
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
            out.emplace_back(DropAddress{address_});
            address_ = {};
            phase_ = Phase::address;
            return;
    }
}

void Phone::take_address(Now now, Ipv4 address, const Cidr& network, Actions& out) {
    address_ = address;
    out.emplace_back(UseAddress{network, address});
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

// Files ---------------------------------------------------------------------------------------------------

void Phone::begin_files(Now now, Actions& out) {
    phase_ = Phase::files;
    plan_.clear();
    for (const auto pattern : settings_.model->trust_files) {
        plan_.push_back({FileKind::trust, with_mac(pattern)});
    }
    plan_.push_back({FileKind::own, name() + ".cnf.xml"});
    fetch_next(now, out);
}

void Phone::fetch_next(Now now, Actions& out) {
    if (plan_.empty()) {
        begin_managers(now, out);
        return;
    }
    const auto& file = plan_.front();
    const auto largest = file.kind == FileKind::load_member ? kLargestImage : kLargestFile;
    files_.fetch(now, file.name, tftp_servers_, out, largest);
}

void Phone::take_fetch(Now now, Fetch result, Actions& out) {
    if (result == Fetch::going_on || plan_.empty()) {
        return;
    }
    const auto file = plan_.front();
    plan_.pop_front();
    if (result == Fetch::fetched) {
        report(
            Progress::file_fetched,
            fmt::format("{}, {} B, {}", file.name, files_.body().size(), files_.transport()),
            out
        );
        take_file(now, file.kind, out);
        return;
    }
    if (result == Fetch::silence) {
        // Silence is worse than "not found": a 7940 without an answer for its CTL goes round for ever.
        report(Progress::no_file_server, "no answer for " + file.name, out);
        plan_.clear();
        if (std::exchange(is_applying_, false)) {
            return;
        }
        leave_manager(out);
        phase_ = Phase::waiting;
        wait_and(now, dice_.between(5s, 15s), &Phone::boot);
        return;
    }
    report(
        Progress::file_missing, file.name + (result == Fetch::missing ? " not found" : " broken off"), out
    );
    if (file.kind == FileKind::load_list || file.kind == FileKind::load_member) {
        keep_image(file.name + " is not to be had", out);
    }
    take_missing(now, file.kind, out);
}

void Phone::take_file(Now now, FileKind kind, Actions& out) {
    switch (kind) {
        case FileKind::own:
        case FileKind::fallback:
            take_configuration(now, kind == FileKind::own, out);
            return;
        case FileKind::load_list:
            plan_members(now, out);
            return;
        case FileKind::load_member:
            take_member(now, out);
            return;
        case FileKind::trust:
        case FileKind::extra:
            fetch_next(now, out);
            return;
    }
}

void Phone::take_missing(Now now, FileKind kind, Actions& out) {
    if (is_applying_) {
        is_applying_ = false;
        plan_.clear();
        return;
    }
    if (kind == FileKind::own) {
        plan_.clear();
        plan_.push_back({FileKind::fallback, "XMLDefault.cnf.xml"});
    } else if (kind == FileKind::fallback) {
        // "No valid Call Managers, defaulting to TFTP server."
        configuration_ = {};
        has_own_file_ = false;
    }
    fetch_next(now, out);
}

void Phone::take_configuration(Now now, bool own, Actions& out) {
    auto read = read_configuration(files_.body(), settings_.model->device_type);
    if (!read.has_value()) {
        report(Progress::bad_file, files_.name() + ": " + read.error().sentence, out);
        plan_.clear();
        if (std::exchange(is_applying_, false)) {
            return;
        }
        leave_manager(out);
        phase_ = Phase::waiting;
        wait_and(now, dice_.between(20s, 40s), &Phone::boot);
        return;
    }
    const bool is_same = own == has_own_file_ && *read == configuration_;
    if (std::exchange(is_applying_, false)) {
        if (is_same) {
            return;
        }
        leave_manager(out);
        phase_ = Phase::files;
    }
    configuration_ = std::move(*read);
    has_own_file_ = own;
    ++(own ? tally_.own_files : tally_.default_files);
    plan_after_configuration();
    fetch_next(now, out);
}

void Phone::plan_after_configuration() {
    const auto& model = *settings_.model;
    plan_.clear();
    const auto plan = [this](FileKind kind, std::string file) { plan_.push_back({kind, std::move(file)}); };
    if (!configuration_.load.empty() && configuration_.load != load_) {
        plan(FileKind::load_list, configuration_.load + ".loads");
    }
    if (std::exchange(has_extras_, true)) {
        return;
    }
    if (configuration_.has_user_locale) {
        for (const auto file : model.locale_files) {
            plan(FileKind::extra, fmt::format("{}/{}", configuration_.user_locale, file));
        }
    }
    if (configuration_.has_network_locale) {
        for (const auto file : model.tone_files) {
            plan(FileKind::extra, fmt::format("{}/{}", configuration_.network_locale, file));
        }
    }
    for (const auto file : model.ring_files) {
        plan(FileKind::extra, std::string{file});
    }
}

std::string Phone::with_mac(std::string_view pattern) const {
    constexpr std::string_view kPlace = "{mac}";
    std::string text{pattern};
    const auto at = text.find(kPlace);
    return at == std::string::npos ? text : text.replace(at, kPlace.size(), settings_.mac.to_string());
}

}  // namespace dialtone::lab
