#pragma once

#include "common/error/problem.hpp"
#include "common/model/device_name.hpp"
#include "common/model/rows.hpp"
#include "common/time/now.hpp"
#include "db/data_directory.hpp"
#include "db/database.hpp"

#include <string>
#include <string_view>
#include <vector>

/// node-NAME.db: what one node knows of its phones; written only by the process that registers them.
namespace dialtone::db {

/// A phone that is registered now.
struct Registration {
    DeviceName device;
    Protocol protocol = Protocol::sccp;
    Endpoint address;  ///< the phone's own
    WallTime since;
    ModelId model;     ///< as the phone said it; unset when it did not
    std::string load;  ///< the firmware it runs; empty when it did not say
    std::uint32_t protocol_version = 0;

    friend bool operator==(const Registration&, const Registration&) = default;
};

void put_registration(Database& node, const Registration& registration);
void remove_registration(Database& node, const DeviceName& device);

/// At the start of the process that registers `protocol` phones: what the last one left behind is not true
/// any more.
void clear_registrations(Database& node, Protocol protocol);

/// What a phone last received: its digest, and the fields behind it in whatever form provisioning stores.
struct GivenRecord {
    DeviceName device;
    std::string digest;
    std::string fields;

    friend bool operator==(const GivenRecord&, const GivenRecord&) = default;
};

void put_given(Database& node, const GivenRecord& given);
void remove_given(Database& node, const DeviceName& device);
/// All of them, at the start: orphans are swept by whoever compares them with the world.
std::vector<GivenRecord> load_given(Database& node);

/// What a phone last received at one node.
struct GivenAtNode {
    std::string node;
    GivenRecord given;
};

/// At every node of the data directory that ever gave it something, read-only beside running servers.
Outcome<std::vector<GivenAtNode>> find_given(const DataDirectory& directory, const DeviceName& device);

struct ListedRegistration {
    std::string node;
    Registration registration;
    bool is_live =
        false;  ///< a process holds the node's lock for the protocol; otherwise it died with this row
};

/// The registrations at all nodes of the data directory, read-only beside running servers, by device.
Outcome<std::vector<ListedRegistration>> list_registrations(const DataDirectory& directory);

}  // namespace dialtone::db
