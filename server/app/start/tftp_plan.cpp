#include "server/app/start/tftp_plan.hpp"

namespace dialtone::app {

tftp::PortOptions tftp_ports(const ServePlan& plan) {
    tftp::PortOptions options;
    options.listen = {plan.listen, plan.port(ports::kTftp)};
    options.transfer_range = plan.settings.tftp_ports;
    if (plan.settings.tftp_single_port) {
        options.transfer_ports = 0;
    }
    return options;
}

tftp::Limits tftp_limits(const Settings& settings) {
    constexpr double kBurst = 4;  // seconds: the phones of an office behind one address, all at once
    tftp::Limits limits;
    limits.transfers = static_cast<std::size_t>(settings.max_transfers);
    limits.transfers_per_source = static_cast<std::size_t>(settings.max_transfers_per_source);
    limits.requests_per_second = static_cast<double>(settings.max_tftp_requests_per_source);
    limits.request_burst = kBurst * limits.requests_per_second;
    limits.allowed = settings.tftp_allow;
    if (settings.tftp_fragments) {
        limits.block_size = tftp::kMaxBlockSize;
    }
    return limits;
}

}  // namespace dialtone::app
