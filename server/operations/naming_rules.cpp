#include "server/operations/naming_rules.hpp"

#include "common/error/try.hpp"
#include "common/model/naming_rule.hpp"
#include "server/operations/values.hpp"

namespace dialtone::operations {

Outcome<std::optional<std::string>> rule_of(const Call& call, std::string_view name, std::size_t most) {
    DIALTONE_TRY(auto rule, text_of(call, name, most));
    if (rule) {
        if (const auto fault = fault_of_naming_rule(*rule)) {
            return invalid(fmt::format(
                "--{}: there is no placeholder {}. There are {{dn}}, {{model}}, {{name}}, {{mac}}, "
                "{{protocol}} and "
                "{{node}}.",
                name,
                *fault
            ));
        }
    }
    return rule;
}

Problem template_in_use(
    std::string_view what, std::string_view name, std::string_view users, std::string_view option
) {
    return conflict(fmt::format(
        "The {} {} is used at {}. Say another there first: `dialtone autoreg set NODE --{} \"\"`.",
        what,
        name,
        users,
        option
    ));
}

}  // namespace dialtone::operations
