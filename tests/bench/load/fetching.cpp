#include "tests/bench/load/fetching.hpp"

#include <boost/container/static_vector.hpp>

#include <utility>
#include <variant>

namespace dialtone::load {

void Fetching::fetch(std::uint32_t number, Ipv4 speaks_from, std::string name, Instant now, Burst& out) {
    auto& client = clients_[number];
    const auto lost = client.lost;
    client = {};
    client.step = Step::asking;
    client.lost = lost;
    client.address = speaks_from;
    client.name = std::move(name);
    client.asked = now;
    say(client, now, out);
}

/// The last thing again: the request, or the acknowledgement of what came so far.
void Fetching::say(Client& client, Instant now, Burst& out) const {
    if (client.step == Step::reading) {
        acknowledge(client, now, out);
        return;
    }
    client.deadline = now + settings_.patience;
    const auto block = std::to_string(settings_.block);
    const auto window = std::to_string(settings_.window);
    boost::container::static_vector<tftp::OptionView, 2> options;
    if (settings_.block != tftp::kDefaultBlockSize) {
        options.push_back({"blksize", block});
    }
    if (settings_.window > 1) {
        options.push_back({"windowsize", window});
    }
    auto& octets = out.add(settings_.server, client.address);
    tftp::render_request(octets, tftp::Opcode::read_request, client.name, "octet", options);
}

void Fetching::acknowledge(Client& client, Instant now, Burst& out) const {
    client.deadline = now + settings_.patience;
    client.in_window = 0;
    tftp::render_ack(out.add(client.peer, client.address), client.last_block);
}

Fetching::Ended Fetching::end(std::uint32_t number, Client& client, Result result) {
    client.step = Step::idle;
    return {number, result, client.octets, client.asked};
}

/// @return true when it was the last.
bool Fetching::take_block(Client& client, const tftp::DataView& data, Instant now, Burst& out) {
    const auto ahead = static_cast<std::uint16_t>(data.block - client.last_block);
    if (ahead != 1) {
        const bool is_repeated = ahead == 0 || ahead > 0x8000;
        repeated_blocks_ += is_repeated ? 1U : 0U;
        if (!is_repeated && !std::exchange(client.has_complained, true)) {
            acknowledge(client, now, out);  // RFC 7440 §4: go on after the last that came in order
        }
        return false;
    }
    client.last_block = data.block;
    client.repeats = 0;
    client.has_complained = false;
    client.octets += data.payload.size();
    const bool is_last = data.payload.size() < client.block;
    if (++client.in_window >= client.window || is_last) {
        acknowledge(client, now, out);
    }
    return is_last;
}

std::optional<Fetching::Ended> Fetching::on_datagram(
    std::uint32_t number, const Endpoint& from, Bytes datagram, Instant now, Burst& out
) {
    if (number >= clients_.size()) {
        return std::nullopt;
    }
    auto& client = clients_[number];
    const auto message = tftp::parse(datagram);
    if (!message) {
        return std::nullopt;
    }
    const auto* data = std::get_if<tftp::DataView>(&*message);
    if (client.step == Step::idle) {
        // The last acknowledgement was lost: say it again (RFC 1350 §6).
        if (data != nullptr && from == client.peer && data->block == client.last_block) {
            ++repeated_blocks_;
            acknowledge(client, now, out);
        }
        return std::nullopt;
    }
    if (client.step == Step::reading && from != client.peer) {
        return std::nullopt;
    }
    if (const auto* error = std::get_if<tftp::ErrorView>(&*message)) {
        const bool is_missing = error->code == static_cast<std::uint16_t>(tftp::ErrorCode::file_not_found);
        return end(number, client, is_missing ? Result::missing : Result::failed);
    }
    client.peer = from;
    if (const auto* agreed = std::get_if<tftp::OptionAckView>(&*message)) {
        const auto values = tftp::read_options(agreed->options);
        client.block = values.block_size.value_or(tftp::kDefaultBlockSize);
        client.window = values.window_size.value_or(1);
        client.step = Step::reading;
        acknowledge(client, now, out);
        return std::nullopt;
    }
    if (data != nullptr) {
        client.step = Step::reading;
        if (take_block(client, *data, now, out)) {
            return end(number, client, Result::fetched);
        }
    }
    return std::nullopt;
}

void Fetching::on_time(Instant now, Burst& out, std::vector<Ended>& ended) {
    for (std::uint32_t number = 0; number < clients_.size(); ++number) {
        auto& client = clients_[number];
        if (client.step == Step::idle || now < client.deadline) {
            continue;
        }
        ++lost_;
        ++client.lost;
        if (++client.repeats >= settings_.tries) {
            ended.push_back(end(number, client, Result::failed));
        } else {
            say(client, now, out);
        }
    }
}

}  // namespace dialtone::load
