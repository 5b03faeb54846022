#pragma once

#include "server/net/stream.hpp"

#include <memory>

/// Inside floor 4 only: the TCP socket behind the Stream port.
namespace dialtone::net {

/// Takes over a connected socket that does not block and has what set_tcp_options() sets.
std::unique_ptr<Stream> make_tcp_stream(
    EventLoop& loop, int socket, const Endpoint& peer, std::size_t send_queue
);

/// The options of every connection. A listening socket that has them hands them on to those it accepts.
void set_tcp_options(int socket);

}  // namespace dialtone::net
