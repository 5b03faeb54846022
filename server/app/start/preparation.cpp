#include "server/app/start/preparation.hpp"

#include "db/locks.hpp"
#include "db/migrator.hpp"
#include "db/node_startup.hpp"
#include "db/store_error.hpp"
#include "db/stores.hpp"
#include "db/world_loader.hpp"
#include "server/app/start/wire_setup.hpp"

#include <fmt/format.h>

namespace dialtone::app {

namespace {

Outcome<void> migrate(const ServePlan& plan, Preparation& preparation) {
    const auto created = plan.directory.create();
    if (!created) {
        return created.error();
    }
    const auto report = db::migrate_device_database(plan.directory);
    if (!report) {
        return report.error();
    }
    if (report->from == 0) {
        preparation.remarks.push_back(
            fmt::format("a new device database in {}", plan.directory.root().string())
        );
    } else if (report->from != report->to) {
        preparation.remarks.push_back(fmt::format(
            "the device database was brought from version {} to {}; the copy before that is {}",
            report->from,
            report->to,
            report->backup ? report->backup->string() : "not there"
        ));
    }
    return {};
}

/// Only what was not said, and only an address that this host still has.
void fill_in(const Node& row, ServePlan& plan) {
    if (!plan.said.files) {
        plan.files_directory = row.files_directory;
    }
    const bool said_address = plan.said.listen || plan.wire;
    if (!said_address && !row.address.is_unspecified() && is_own_address(row.address)) {
        plan.address = row.address;
    }
}

/// The node's row: made at the first start, compared ever after.
Outcome<void> enter_node(ServePlan& plan, Preparation& preparation) {
    auto opened = db::open_device_database(plan.directory, db::Access::read_write);
    if (!opened) {
        return opened.error();
    }
    const auto before = db::load_world(*opened);
    if (const auto* row = before.world == nullptr ? nullptr : before.world->find_node(plan.node)) {
        fill_in(*row, plan);
        preparation.sccp_port = row->sccp_port;
    }
    const auto started = db::start_node(
        *opened,
        {.name = plan.node,
         .address = plan.address,
         .port_offset = plan.settings.port_offset,
         .files_directory = plan.files_directory}
    );
    if (!started) {
        return started.error();
    }
    preparation.node = started->id;
    if (started->was_created) {
        preparation.remarks.push_back(
            fmt::format("node {} is {}, primary of the group Default", plan.node, plan.address.to_string())
        );
    }
    preparation.remarks.insert(
        preparation.remarks.end(), started->differences.begin(), started->differences.end()
    );
    return {};
}

void report_taken_ports(const ServePlan& plan, std::uint16_t sccp_port, Problems& problems) {
    auto needed = needed_ports(plan, sccp_port);
    // Whoever serves the leases that are ours too has the port rightly: we stand by.
    if (db::FileLock::holder(plan.directory.dhcp_lock())) {
        std::erase_if(needed, [](const NeededPort& port) { return port.service == kDhcpService; });
    }
    for (const auto& taken : taken_ports(needed)) {
        problems.push_back(busy(fmt::format(
            "{} port {} ({}) is taken by {}. Stop it, leave that service out with --only, or shift all ports "
            "with --port-offset.",
            taken.port.transport == Transport::udp ? "UDP" : "TCP",
            taken.port.endpoint.port,
            taken.port.service,
            taken.process
        )));
    }
}

void report_other_dhcp_servers(const ServePlan& plan, Preparation& preparation) {
    std::string obstacle;
    const auto servers = other_dhcp_servers(plan, obstacle);
    for (const auto& server : servers) {
        if (is_own_address(server.server_id)) {
            continue;  // the process for which this one stands by
        }
        preparation.remarks.push_back(fmt::format(
            "ANOTHER DHCP SERVER is on this wire: {}. Phones take whichever answer comes first: switch it "
            "off for "
            "phones, or run with --no-dhcp and give it the option lines that are printed then.",
            dhcp::describe(server)
        ));
    }
    if (!obstacle.empty()) {
        preparation.remarks.push_back(
            "whether another DHCP server is on this wire could not be asked: " + obstacle
        );
    }
}

}  // namespace

boost::system::result<Preparation, Problems> prepare(ServePlan& plan) {
    Preparation preparation;
    Problems problems;
    try {
        if (const auto migrated = migrate(plan, preparation); !migrated) {
            return Problems{migrated.error()};
        }
        if (const auto entered = enter_node(plan, preparation); !entered) {
            return Problems{entered.error()};
        }
    } catch (const db::StoreError& error) {
        return Problems{db::to_problem(error)};
    }
    report_taken_ports(plan, preparation.sccp_port, problems);
    if (!problems.empty()) {
        return problems;
    }
    if (plan.wire && plan.serves("dhcp")) {
        report_other_dhcp_servers(plan, preparation);
        auto remarks = set_up_subnet(plan);
        if (!remarks) {
            return Problems{remarks.error()};
        }
        preparation.remarks.insert(preparation.remarks.end(), remarks->begin(), remarks->end());
    }
    return preparation;
}

}  // namespace dialtone::app
