#include "server/app/start/port_owner.hpp"
#include "server/net/datagram_port.hpp"
#include "server/net/stream.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace dialtone;
using namespace dialtone::app;

TEST_CASE("taken_ports: names the process that holds a port", "[ports]") {
    net::EventLoop loop{"test"};
    const auto udp = net::open_udp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}});
    const auto tcp = net::listen_tcp(loop, {.bind = {Ipv4{127, 0, 0, 1}, 0}});
    const auto taken = taken_ports({
        {Transport::udp, {Ipv4{}, udp->local().port}, "TFTP"},
        {Transport::tcp, tcp->local(), "SCCP"},
    });
    REQUIRE(taken.size() == 2);
    REQUIRE(taken[0].port.service == "TFTP");
    REQUIRE_THAT(taken[0].process, Catch::Contains("(pid " + std::to_string(getpid()) + ")"));
    REQUIRE_THAT(taken[1].process, Catch::Contains("unit_app"));
}

TEST_CASE("taken_ports: the same port on another address is free for us", "[ports]") {
    net::EventLoop loop{"test"};
    const auto udp = net::open_udp(loop, {.bind = {Ipv4{127, 0, 0, 2}, 0}});
    REQUIRE(taken_ports({{Transport::udp, {Ipv4{127, 0, 0, 3}, udp->local().port}, "TFTP"}}).empty());
}
