#pragma once

#include "common/error/problem.hpp"
#include "common/model/rows.hpp"
#include "common/model/sip_rows.hpp"
#include "db/database.hpp"
#include "db/world/key_range.hpp"

#include <string>
#include <utility>
#include <vector>

/// Aggregates as they stand in the database, children inside their roots, children in the order of their
/// keys. What cannot be read as a value of the model becomes a Problem. Call within one Snapshot.
namespace dialtone::db {

std::vector<Node> read_nodes(Database& database, KeyRange range, Problems& problems);
std::vector<CallManagerGroup> read_groups(Database& database, KeyRange range);
std::vector<DateTimeGroup> read_date_time_groups(Database& database, KeyRange range, Problems& problems);
std::vector<Region> read_regions(Database& database, KeyRange range);
std::vector<Location> read_locations(Database& database, KeyRange range);
std::vector<SrstReference> read_srst_references(Database& database, KeyRange range, Problems& problems);
std::vector<DevicePool> read_pools(Database& database, KeyRange range);

std::vector<PhoneModel> read_models(Database& database, KeyRange range);
std::vector<ButtonTemplate> read_button_templates(Database& database, KeyRange range);
std::vector<SoftkeyTemplate> read_softkey_templates(Database& database, KeyRange range);
std::vector<DeviceDefault> read_device_defaults(Database& database, KeyRange range);
std::vector<PhoneService> read_services(Database& database, KeyRange range);

std::vector<EnterprisePhone> read_enterprise_phone(Database& database, KeyRange range);
std::vector<PhoneProfile> read_phone_profiles(Database& database, KeyRange range);
std::vector<UniversalDeviceTemplate> read_universal_device_templates(Database& database, KeyRange range);
std::vector<UniversalLineTemplate> read_universal_line_templates(Database& database, KeyRange range);

std::vector<SipProfile> read_sip_profiles(Database& database, KeyRange range);
std::vector<SecurityProfile> read_security_profiles(Database& database, KeyRange range, Problems& problems);
std::vector<SipDialRule> read_sip_dial_rules(Database& database, KeyRange range);

std::vector<Partition> read_partitions(Database& database, KeyRange range);
std::vector<CallingSearchSpace> read_search_spaces(Database& database, KeyRange range);
std::vector<DirectoryNumber> read_numbers(Database& database, KeyRange range);
/// "scope/name" and value of every parameter.
std::vector<std::pair<std::string, std::string>> read_parameters(Database& database);

std::vector<Device> read_devices(Database& database, KeyRange range, Problems& problems);

std::vector<Subnet> read_subnets(Database& database, KeyRange range, Problems& problems);

}  // namespace dialtone::db
