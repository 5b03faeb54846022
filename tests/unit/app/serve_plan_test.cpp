#include "server/app/start/serve_plan.hpp"

#include "server/app/start/dhcp_hints.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::app;

namespace {

std::string sentences(const Problems& problems) {
    std::string all;
    for (const auto& problem : problems) {
        all += problem.sentence + "\n";
    }
    return all;
}

ServeOptions on_loopback() {
    ServeOptions options;
    options.data = "/nonexistent";
    options.listen = Ipv4{127, 0, 0, 1};
    options.port_offset = 20000;
    return options;
}

}  // namespace

TEST_CASE("ServePlan: on loopback everything binds there, shifted", "[serve]") {
    const auto plan = make_serve_plan(on_loopback());
    REQUIRE(plan.has_value());
    REQUIRE(plan->address == Ipv4{127, 0, 0, 1});
    REQUIRE(plan->roles_word() == "all");
    REQUIRE(dhcp_interfaces(*plan).empty());
    const auto needed = needed_ports(*plan, 2000);
    REQUIRE(needed.size() == 5);
    for (const auto& port : needed) {
        CAPTURE(port.service);
        REQUIRE(port.endpoint.address.is_loopback());
        REQUIRE(port.endpoint.port >= 20067);
    }
}

TEST_CASE("ServePlan: --only leaves the others out", "[serve]") {
    auto options = on_loopback();
    options.only = {"tftp", "dhcp"};
    const auto plan = make_serve_plan(options);
    REQUIRE(plan.has_value());
    REQUIRE(plan->roles_word() == "dhcp-tftp");
    REQUIRE(needed_ports(*plan, 2000).size() == 2);
}

TEST_CASE("ServePlan: the ports that transfers leave from are needed, where they are named", "[serve]") {
    auto options = on_loopback();
    options.only = {"tftp"};
    auto plan = make_serve_plan(options);
    REQUIRE(plan.has_value());
    plan->settings.tftp_ports = tftp::PortRange{50000, 50010};
    const auto needed = needed_ports(*plan, 2000);
    REQUIRE(needed.size() == 12);
    REQUIRE(needed[1].endpoint == Endpoint{Ipv4{127, 0, 0, 1}, 50000});
    REQUIRE(needed[11].endpoint.port == 50010);
}

TEST_CASE("ServePlan: every mistake is named at once", "[serve]") {
    auto options = on_loopback();
    options.only = {"telnet"};
    options.listen = Ipv4{192, 0, 2, 77};
    options.files = "/nonexistent/tftpboot";
    options.interface = "nosuchif0";
    options.subnet = Cidr::parse("192.0.2.0/24");
    const auto plan = make_serve_plan(options);
    REQUIRE(plan.has_error());
    const auto all = sentences(plan.error());
    REQUIRE_THAT(all, Catch::Contains("--only telnet: this version serves dhcp, tftp, http, sccp, admin."));
    REQUIRE_THAT(all, Catch::Contains("--listen 192.0.2.77: this host has no such address"));
    REQUIRE_THAT(all, Catch::Contains("--files /nonexistent/tftpboot: there is no such directory."));
    REQUIRE_THAT(all, Catch::Contains("Interface nosuchif0 has no address in 192.0.2.0/24"));
}

TEST_CASE("ServePlan: range and router must lie in the subnet", "[serve]") {
    auto options = on_loopback();
    options.listen.reset();
    options.subnet = Cidr::parse("127.0.0.0/8");  // the one network that every host is in
    options.range = AddressRange{Ipv4{10, 0, 0, 1}, Ipv4{10, 0, 0, 9}};
    options.router = Ipv4{10, 0, 0, 1};
    const auto plan = make_serve_plan(options);
    REQUIRE(plan.has_error());
    const auto all = sentences(plan.error());
    REQUIRE_THAT(all, Catch::Contains("--range 10.0.0.1-10.0.0.9 leaves 127.0.0.0/8"));
    REQUIRE_THAT(all, Catch::Contains("--router 10.0.0.1 is not in 127.0.0.0/8"));
}

TEST_CASE("dhcp_option_lines: names us for every common server", "[serve]") {
    const auto lines = dhcp_option_lines(Ipv4{192, 0, 2, 9});
    for (const auto* expected : {
             "dhcp-option=150,192.0.2.9",
             "option cisco-tftp 192.0.2.9;",
             R"("data": "192.0.2.9")",
             "option 150 ip 192.0.2.9",
         }) {
        REQUIRE_THAT(lines, Catch::Contains(expected));
    }
}
