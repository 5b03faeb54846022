#include "server/lab/tftp_reader.hpp"

#include <chrono>
#include <utility>
#include <variant>

namespace dialtone::lab {

namespace {

using namespace std::chrono_literals;

constexpr Duration kRetryInterval = 4s;  ///< 7940/60: some four seconds between two requests
constexpr unsigned kTries = 5;

}  // namespace

void TftpReader::send(const Endpoint& to, Buffer packet, Actions& out) const {
    out.emplace_back(SendDatagram{DatagramUse::tftp, slot_, to, std::move(packet), model_->tftp_port});
}

void TftpReader::send_and_wait(Now now, Actions& out) {
    ++tries_;
    send(peer_.value_or(server_), last_packet_, out);
    wake_at_ = now.mono + dice_->around(kRetryInterval, 0.1);
}

void TftpReader::fetch(Now now, const Endpoint& server, std::string name, Actions& out, std::size_t largest) {
    is_busy_ = true;
    server_ = server;
    largest_ = largest;
    peer_.reset();
    if (model_->tftp_port == 0) {
        ++slot_;
    }
    body_.clear();
    block_size_ = tftp::kDefaultBlockSize;
    next_block_ = 1;
    tries_ = 0;
    last_packet_.clear();
    tftp::render_request(last_packet_, tftp::Opcode::read_request, name, "octet", model_->tftp_options);
    if (model_->ends_requests_twice) {
        last_packet_.push_back(0);
    }
    send_and_wait(now, out);
}

void TftpReader::abandon() {
    is_busy_ = false;
    wake_at_.reset();
}

Fetch TftpReader::end(Fetch how) {
    abandon();
    return how;
}

void TftpReader::acknowledge(Now now, std::uint16_t block, Actions& out) {
    last_packet_.clear();
    tftp::render_ack(last_packet_, block);
    tries_ = 0;
    send_and_wait(now, out);
}

/// The last acknowledgement was lost and the server repeats its last block: say it again (RFC 1350 §6).
void TftpReader::answer_repeated_end(const Endpoint& from, const tftp::DataView& data, Actions& out) const {
    if (peer_ == from && data.block == static_cast<std::uint16_t>(next_block_ - 1)) {
        send(from, last_packet_, out);
    }
}

Fetch TftpReader::on_datagram(
    Now now, const Endpoint& from, std::uint16_t slot, Bytes datagram, Actions& out
) {
    const auto parsed = tftp::parse(datagram);
    if (!parsed.has_value() || slot != slot_ || from.address != server_.address) {
        return Fetch::going_on;
    }
    const auto* data = std::get_if<tftp::DataView>(&*parsed);
    if (!is_busy_) {
        if (data != nullptr) {
            answer_repeated_end(from, *data, out);
        }
        return Fetch::going_on;
    }
    if (peer_ && *peer_ != from) {
        Buffer error;
        tftp::render_error(error, tftp::ErrorCode::unknown_transfer_id, "unknown transfer ID");
        send(from, std::move(error), out);
        return Fetch::going_on;
    }
    if (const auto* error = std::get_if<tftp::ErrorView>(&*parsed)) {
        const auto missing = static_cast<std::uint16_t>(tftp::ErrorCode::file_not_found);
        return end(error->code == missing ? Fetch::missing : Fetch::failed);
    }
    if (is_deaf_) {
        return Fetch::going_on;
    }
    if (const auto* options = std::get_if<tftp::OptionAckView>(&*parsed)) {
        if (next_block_ != 1) {
            return Fetch::going_on;
        }
        peer_ = from;
        block_size_ = tftp::read_options(options->options).block_size.value_or(tftp::kDefaultBlockSize);
        acknowledge(now, 0, out);
        return Fetch::going_on;
    }
    // From the port that all transfers share, what is left of the one before may still arrive.
    const bool is_stray = !peer_ && data != nullptr && data->block != 1;
    if (data == nullptr || is_stray) {
        return Fetch::going_on;
    }
    peer_ = from;
    return take_data(now, *data, out);
}

Fetch TftpReader::take_data(Now now, const tftp::DataView& data, Actions& out) {
    if (data.block != static_cast<std::uint16_t>(next_block_)) {
        // A repeated block: our acknowledgement was lost. Only the last one is said again, or every packet of
        // the rest would travel twice (RFC 1123 §4.2.3.1).
        if (data.block == static_cast<std::uint16_t>(next_block_ - 1)) {
            send(*peer_, last_packet_, out);
        }
        return Fetch::going_on;
    }
    if (body_.size() + data.payload.size() > largest_) {
        return end(Fetch::failed);
    }
    body_.append(text_of(data.payload));
    ++next_block_;
    acknowledge(now, data.block, out);
    return data.payload.size() < block_size_ ? end(Fetch::fetched) : Fetch::going_on;
}

Fetch TftpReader::on_timer(Now now, Actions& out) {
    if (!wake_at_ || now.mono < *wake_at_) {
        return Fetch::going_on;
    }
    if (tries_ >= kTries) {
        return end(Fetch::silence);
    }
    send_and_wait(now, out);
    return Fetch::going_on;
}

}  // namespace dialtone::lab
