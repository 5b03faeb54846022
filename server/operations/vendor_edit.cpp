#include "server/operations/vendor_edit.hpp"

#include "common/error/try.hpp"
#include "common/text/utf8.hpp"
#include "server/provision/vendor_config.hpp"

#include <fmt/format.h>

namespace dialtone::operations {

Outcome<void> edit_vendor_config(const Call& call, std::string& fragment) {
    if (call.has("vendor-config")) {
        DIALTONE_CHECK(provision::parse_vendor_config(call.text("vendor-config")));
        fragment = call.text("vendor-config");
    }
    if (!call.has("setting")) {
        return {};
    }
    DIALTONE_TRY(auto settings, provision::parse_vendor_config(fragment));
    for (const auto& text : call.all("setting")) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || !is_clean_utf8(text)) {
            return invalid(
                fmt::format("--setting: \"{}\" is not NAME=VALUE, such as webAccess=1.", printable(text, 80))
            );
        }
        DIALTONE_TRY(
            settings,
            provision::with_setting(std::move(settings), text.substr(0, equals), text.substr(equals + 1))
        );
    }
    auto changed = provision::to_fragment(settings);
    DIALTONE_CHECK(provision::parse_vendor_config(changed));
    fragment = std::move(changed);
    return {};
}

Listing vendor_table(const std::string& fragment) {
    Listing table;
    table.key = "settings";
    table.title = "Vendor settings";
    table.columns = {{"name", "NAME"}, {"value", "VALUE", 1}};
    table.none = "none";
    const auto settings = provision::parse_vendor_config(fragment);
    if (settings.has_value()) {
        for (const auto& setting : *settings) {
            table.rows.push_back({setting.name, setting.value});
        }
    } else {
        table.none = settings.error().sentence;
    }
    return table;
}

}  // namespace dialtone::operations
