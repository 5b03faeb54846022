#include "server/operations/operation.hpp"

#include "server/operations/autoreg.hpp"
#include "server/operations/buttons.hpp"
#include "server/operations/catalogues.hpp"
#include "server/operations/files.hpp"
#include "server/operations/groups.hpp"
#include "server/operations/leases.hpp"
#include "server/operations/lines.hpp"
#include "server/operations/loads.hpp"
#include "server/operations/maintenance.hpp"
#include "server/operations/models.hpp"
#include "server/operations/nodes.hpp"
#include "server/operations/parameters.hpp"
#include "server/operations/phones.hpp"
#include "server/operations/pools.hpp"
#include "server/operations/profiles.hpp"
#include "server/operations/programs.hpp"
#include "server/operations/services.hpp"
#include "server/operations/sip_profiles.hpp"
#include "server/operations/speed_dials.hpp"
#include "server/operations/subnets.hpp"
#include "server/operations/time_and_srst.hpp"
#include "server/operations/universal_templates.hpp"
#include "server/operations/waiting_phones.hpp"

namespace dialtone::operations {

std::vector<Operation> all_operations() {
    const auto programs = program_operations();
    std::vector<Operation> all{programs.begin(), programs.end() - 1};
    for (const auto part : {phone_operations(),          timeline_operations(),
                            unknown_source_operations(), live_operations(),
                            line_operations(),           speed_dial_operations(),
                            service_operations(),        button_operations(),
                            pool_operations(),           group_operations(),
                            node_operations(),           date_time_operations(),
                            srst_operations(),           profile_operations(),
                            sip_profile_operations(),    security_profile_operations(),
                            dial_rule_operations(),      autoreg_operations(),
                            waiting_phone_operations(),  device_template_operations(),
                            line_template_operations(),  subnet_operations(),
                            lease_operations(),          parameter_operations(),
                            partition_operations(),      search_space_operations(),
                            model_operations(),          load_operations(),
                            file_operations(),           maintenance_operations()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    all.push_back(programs.back());
    return all;
}

}  // namespace dialtone::operations
