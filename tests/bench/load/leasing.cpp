#include "tests/bench/load/leasing.hpp"

namespace dialtone::load {

Leasing::Leasing(const Settings& settings)
    : settings_{settings}, messages_{settings.relay}, phones_(settings.phones) {}

void Leasing::discover(std::uint32_t phone, Instant now, Burst& out) {
    phones_[phone].step = Step::discovering;
    phones_[phone].repeats = 0;
    phones_[phone].asked = now;
    say(phone, now, out);
}

void Leasing::renew(std::uint32_t phone, Instant now, Burst& out) {
    phones_[phone].step = Step::renewing;
    phones_[phone].repeats = 0;
    phones_[phone].asked = now;
    say(phone, now, out);
}

void Leasing::say(std::uint32_t number, Instant now, Burst& out) {
    auto& phone = phones_[number];
    phone.deadline = now + settings_.patience * (1U << phone.repeats);
    if (phone.step == Step::renewing) {
        messages_.renewal(
            number, phone.address, out.add({phone.server, settings_.server.port}, phone.address)
        );
        return;
    }
    auto& octets = out.add(settings_.server, settings_.relay);
    if (phone.step == Step::requesting) {
        messages_.request(number, phone.address, phone.server, octets);
    } else {
        messages_.discover(number, octets);
    }
}

std::optional<std::uint32_t> Leasing::on_datagram(Bytes datagram, Instant now, Burst& out) {
    const auto reply = dhcp::parse(datagram);
    if (!reply || reply->op != dhcp::Op::reply || reply->xid >= phones_.size()) {
        return std::nullopt;
    }
    const auto number = reply->xid;
    auto& phone = phones_[number];
    const auto type = reply->type();
    if (type == dhcp::MessageType::offer && phone.step == Step::discovering) {
        phone.step = Step::requesting;
        phone.repeats = 0;
        phone.address = reply->yiaddr;
        phone.server = reply->options.address(dhcp::option::kServerId).value_or(Ipv4{});
        say(number, now, out);
        return std::nullopt;
    }
    const bool is_awaited = phone.step == Step::requesting || phone.step == Step::renewing;
    if (is_awaited && type == dhcp::MessageType::ack && reply->yiaddr == phone.address) {
        phone.step = Step::bound;
        return number;
    }
    if (is_awaited && type == dhcp::MessageType::nak) {
        phone.step = Step::failed;
        return number;
    }
    return std::nullopt;
}

std::size_t Leasing::on_time(Instant now, Burst& out) {
    std::size_t given_up = 0;
    for (std::uint32_t number = 0; number < phones_.size(); ++number) {
        auto& phone = phones_[number];
        const bool waits =
            phone.step == Step::discovering || phone.step == Step::requesting || phone.step == Step::renewing;
        if (!waits || now < phone.deadline) {
            continue;
        }
        ++lost_;
        ++phone.lost;
        if (++phone.repeats >= settings_.tries) {
            phone.step = Step::failed;
            ++given_up;
        } else {
            say(number, now, out);
        }
    }
    return given_up;
}

}  // namespace dialtone::load
