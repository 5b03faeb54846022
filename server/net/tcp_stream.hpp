#pragma once

#include "server/net/stream.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>

/// Inside floor 4 only: the TCP socket behind the Stream port.
namespace dialtone::net {

/// Takes over a connected socket.
std::unique_ptr<Stream> make_tcp_stream(boost::asio::ip::tcp::socket socket, std::size_t send_queue);

}  // namespace dialtone::net
