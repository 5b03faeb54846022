#include "server/app/start/tftp_plan.hpp"

#include <catch2/catch.hpp>

using namespace dialtone;
using namespace dialtone::app;

TEST_CASE("tftp_plan: settings become ports", "[serve]") {
    ServePlan plan;
    plan.listen = Ipv4{127, 0, 0, 1};
    plan.settings.port_offset = 20000;
    CHECK(tftp_ports(plan).listen == Endpoint{Ipv4{127, 0, 0, 1}, 20069});
    CHECK(tftp_ports(plan).transfer_ports > 1);
    CHECK_FALSE(tftp_ports(plan).transfer_range);
    plan.settings.tftp_ports = tftp::PortRange{50000, 50010};
    CHECK(tftp_ports(plan).transfer_range == tftp::PortRange{50000, 50010});
    plan.settings.tftp_ports.reset();
    plan.settings.tftp_single_port = true;
    CHECK(tftp_ports(plan).transfer_ports == 0);
}

TEST_CASE("tftp_plan: settings become limits", "[serve]") {
    Settings settings;
    CHECK(tftp_limits(settings).block_size == 1468);
    settings.tftp_fragments = true;
    settings.max_transfers = 7;
    settings.max_transfers_per_source = 3;
    settings.max_tftp_requests_per_source = 5;
    settings.tftp_allow = {Cidr{Ipv4{192, 0, 2, 0}, 24}};
    const auto limits = tftp_limits(settings);
    CHECK(limits.block_size == tftp::kMaxBlockSize);
    CHECK(limits.transfers == 7);
    CHECK(limits.transfers_per_source == 3);
    CHECK(limits.requests_per_second == 5);
    CHECK(limits.request_burst == 20);
    CHECK(limits.allowed == settings.tftp_allow);
}
