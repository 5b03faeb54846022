#include "server/lab/file_fetcher.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::lab {

FileFetcher::FileFetcher(
    const ModelFacts& model, const Ports& ports, Dice& dice, StreamId& next_stream, bool is_deaf
)
    : model_{&model}, ports_{ports}, is_deaf_{is_deaf}, tftp_{model, dice, is_deaf}, http_{next_stream} {}

void FileFetcher::fetch(
    Now now, std::string name, std::vector<Ipv4> servers, Actions& out, std::size_t largest
) {
    largest_ = largest;
    name_ = std::move(name);
    servers_ = std::move(servers);
    server_ = 0;
    ask(now, out);
}

void FileFetcher::abandon(Actions& out) {
    tftp_.abandon();
    http_.abandon(out);
}

void FileFetcher::ask(Now now, Actions& out) {
    is_over_http_ = model_->transport == FileTransport::http_then_tftp && !is_deaf_;
    if (is_over_http_) {
        http_.fetch(now, {servers_[server_], ports_.http}, name_, out, largest_);
    } else {
        ask_tftp(now, out);
    }
}

void FileFetcher::ask_tftp(Now now, Actions& out) {
    is_over_http_ = false;
    tftp_.fetch(now, {servers_[server_], ports_.tftp}, name_, out, largest_);
}

/// The log of an 8945 shows it file by file: HTTP fails, whatever the reason, "try tftp download".
Fetch FileFetcher::settle_http(Now now, Fetch result, Actions& out) {
    if (result != Fetch::failed) {
        return result;
    }
    ask_tftp(now, out);
    return Fetch::going_on;
}

Fetch FileFetcher::settle_tftp(Now now, Fetch result, Actions& out) {
    if (result != Fetch::silence || server_ + 1 >= servers_.size()) {
        return result;
    }
    ++server_;
    ask(now, out);
    return Fetch::going_on;
}

Fetch FileFetcher::on_datagram(
    Now now, const Endpoint& from, std::uint16_t slot, Bytes datagram, Actions& out
) {
    return settle_tftp(now, tftp_.on_datagram(now, from, slot, datagram, out), out);
}

Fetch FileFetcher::on_open(Now now, Actions& out) {
    return settle_http(now, http_.on_open(now, out), out);
}

Fetch FileFetcher::on_data(Now now, Bytes data, Actions& out) {
    return settle_http(now, http_.on_data(now, data, out), out);
}

Fetch FileFetcher::on_closed(Now now, Actions& out) {
    return settle_http(now, http_.on_closed(), out);
}

Fetch FileFetcher::on_timer(Now now, Actions& out) {
    const auto over_http = settle_http(now, http_.on_timer(now, out), out);
    return over_http != Fetch::going_on ? over_http : settle_tftp(now, tftp_.on_timer(now, out), out);
}

std::optional<Instant> FileFetcher::wake_at() const {
    const auto a = tftp_.wake_at();
    const auto b = http_.wake_at();
    return a && b ? std::min(*a, *b) : (a ? a : b);
}

}  // namespace dialtone::lab
