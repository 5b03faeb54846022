#pragma once

#include "common/time/now.hpp"
#include "server/lab/action.hpp"
#include "server/lab/tftp_reader.hpp"

#include <optional>
#include <string>

namespace dialtone::lab {

/// One HTTP GET at a time, a connection each, as the loads of the 9.x series fetch their files: HTTP/1.1,
/// Content-Length required, no chunks. Pure state machine; anything but a complete 200 is a failure, after
/// which the phone tries TFTP.
class HttpGetter {
 public:
    /// @param next_stream the phone's counter of streams, shared by all who open some.
    explicit HttpGetter(StreamId& next_stream) : next_stream_{&next_stream} {}

    /// @param largest octets that the phone takes.
    void fetch(
        Now now, const Endpoint& server, std::string name, Actions& out, std::size_t largest = kLargestFile
    );
    void abandon(Actions& out);

    [[nodiscard]] bool owns(StreamId id) const { return stream_ == id; }

    Fetch on_open(Now now, Actions& out);
    Fetch on_data(Now now, Bytes data, Actions& out);
    Fetch on_closed();
    Fetch on_timer(Now now, Actions& out);

    [[nodiscard]] std::optional<Instant> wake_at() const { return wake_at_; }

    [[nodiscard]] const std::string& body() const { return received_; }

 private:
    Fetch end(Fetch how, Actions& out);

    StreamId* next_stream_;
    std::optional<StreamId> stream_;
    Endpoint server_;
    std::string name_;
    std::size_t largest_ = kLargestFile;
    std::string received_;
    std::optional<std::size_t>
        body_size_;  ///< known when the head was read; from then on received_ is the body
    std::optional<Instant> wake_at_;
};

}  // namespace dialtone::lab
