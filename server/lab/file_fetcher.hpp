#pragma once

#include "server/lab/http_getter.hpp"
#include "server/lab/ports.hpp"
#include "server/lab/tftp_reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dialtone::lab {

/// Gets one file after another the way the model does: which transport first, which server next. The second
/// server of option 150 is asked only when the first is silent; "not found" is final.
class FileFetcher {
 public:
    /// @param is_deaf  asks over TFTP alone and never acknowledges.
    FileFetcher(
        const ModelFacts& model, const Ports& ports, Dice& dice, StreamId& next_stream, bool is_deaf = false
    );

    /// @param servers in the order of option 150; must not be empty. @param largest octets that the phone
    /// takes.
    void fetch(
        Now now, std::string name, std::vector<Ipv4> servers, Actions& out, std::size_t largest = kLargestFile
    );
    void abandon(Actions& out);

    Fetch on_datagram(Now now, const Endpoint& from, std::uint16_t slot, Bytes datagram, Actions& out);

    [[nodiscard]] bool owns(StreamId id) const { return http_.owns(id); }

    Fetch on_open(Now now, Actions& out);
    Fetch on_data(Now now, Bytes data, Actions& out);
    Fetch on_closed(Now now, Actions& out);
    Fetch on_timer(Now now, Actions& out);

    [[nodiscard]] std::optional<Instant> wake_at() const;

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] const std::string& body() const { return is_over_http_ ? http_.body() : tftp_.body(); }

    /// "HTTP" or "TFTP": of the file just fetched.
    [[nodiscard]] std::string_view transport() const { return is_over_http_ ? "HTTP" : "TFTP"; }

 private:
    void ask(Now now, Actions& out);
    void ask_tftp(Now now, Actions& out);
    Fetch settle_http(Now now, Fetch result, Actions& out);
    Fetch settle_tftp(Now now, Fetch result, Actions& out);

    const ModelFacts* model_;
    Ports ports_;
    bool is_deaf_;
    TftpReader tftp_;
    HttpGetter http_;
    std::string name_;
    std::vector<Ipv4> servers_;
    std::size_t server_ = 0;
    std::size_t largest_ = kLargestFile;
    bool is_over_http_ = false;
};

}  // namespace dialtone::lab
