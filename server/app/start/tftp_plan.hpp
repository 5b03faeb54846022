#pragma once

#include "server/app/start/serve_plan.hpp"
#include "server/tftp/engine.hpp"
#include "server/tftp/service.hpp"

/// From the settings file's words to what the TFTP service takes.
namespace dialtone::app {

tftp::PortOptions tftp_ports(const ServePlan& plan);
tftp::Limits tftp_limits(const Settings& settings);

}  // namespace dialtone::app
