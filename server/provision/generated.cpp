#include "server/provision/generated.hpp"

#include "server/provision/default_file.hpp"
#include "server/provision/dial_template.hpp"
#include "server/provision/file_name.hpp"
#include "server/provision/given.hpp"
#include "server/provision/os79xx.hpp"
#include "server/provision/phone_file.hpp"
#include "server/provision/sip_text.hpp"
#include "server/provision/softkey_files.hpp"

#include <string>
#include <utility>

namespace dialtone::provision {

namespace {

std::shared_ptr<const WithheldLoad> shared(std::optional<WithheldLoad> withheld) {
    return withheld ? std::make_shared<const WithheldLoad>(std::move(*withheld)) : nullptr;
}

/// Copied, since it is kept and was rendered into more room than it needs.
std::shared_ptr<const std::string> shared(const std::string& body) {
    return std::make_shared<const std::string>(std::string_view{body});
}

std::optional<Generated> generate_default(const World& world) {
    if (!has_default_file(world)) {
        return std::nullopt;
    }
    return Generated{
        .body = shared(render_default_file(world)), .withheld = shared(withheld_default_loads(world))};
}

std::optional<WithheldLoad> withheld_load(const PhoneSource& source) {
    if (source.load.empty() && !source.wanted.empty()) {
        return WithheldLoad{std::string{source.wanted}, missing_of_load(source.world, source.wanted)};
    }
    return std::nullopt;
}

/// nullopt for a device that nobody knows, or that reads no file.
std::optional<PhoneSource> source_of(const World& world, const DeviceName& name) {
    const auto* device = world.find_device(name);
    auto source = device == nullptr ? std::nullopt : PhoneSource::of(world, *device);
    return source && !source->model.is_third_party() ? std::move(source) : std::nullopt;
}

std::optional<Generated> generate_for(const World& world, const DeviceName& name) {
    const auto source = source_of(world, name);
    if (!source) {
        return std::nullopt;
    }
    auto file = render_phone(*source);
    return Generated{
        .body = shared(file.body),
        .withheld = shared(withheld_load(*source)),
        .version = file.version,
        .given = source->is_as_wanted() ? std::make_shared<const Given>(std::move(file.fields)) : nullptr};
}

std::optional<Generated> generate_text_for(const World& world, const DeviceName& name) {
    const auto source = source_of(world, name);
    if (!source || !reads_sip_text(*source)) {
        return std::nullopt;
    }
    return Generated{.body = shared(render_sip_text(*source)), .withheld = shared(withheld_load(*source))};
}

std::optional<Generated> plain(const std::optional<std::string>& body) {
    return body ? std::optional{Generated{.body = shared(*body)}} : std::nullopt;
}

/// A template's softkeys or feature policy; key 0 is Standard User, which devices without a template have.
template <std::string (*kRender)(const SoftkeyTemplate&)>
std::optional<Generated> generate_of_softkeys(const World& world, SoftkeyTemplateId id) {
    const auto* row = id.is_set() ? world.softkey_templates.find(id) : standard_softkeys(world);
    return row == nullptr ? std::nullopt : plain(kRender(*row));
}

}  // namespace

std::optional<Generated> generate(const World& world, std::string_view name) {
    const auto parsed = parse_file_name(name);
    if (!parsed) {
        return std::nullopt;
    }
    switch (parsed->kind) {
        case FileName::Kind::default_file:
            return generate_default(world);
        case FileName::Kind::os79xx:
            return plain(render_os79xx(world));
        case FileName::Kind::softkeys:
            return generate_of_softkeys<render_softkey_file>(world, parsed->softkeys);
        case FileName::Kind::feature_policy:
            return generate_of_softkeys<render_feature_policy>(world, parsed->softkeys);
        case FileName::Kind::dial_template:
            return plain(render_dial_template(world));
        case FileName::Kind::legacy_dial_template:
            return plain(render_legacy_dial_template(world));
        case FileName::Kind::application_rules:
            return plain(std::string{kNoApplicationRules});
        case FileName::Kind::sync_info:
            return plain(std::string{kSyncInfo});
        case FileName::Kind::sip_default:
            return plain(render_sip_default(world));
        case FileName::Kind::sip_text:
            return generate_text_for(world, parsed->device);
        case FileName::Kind::device:
            break;
    }
    return generate_for(world, parsed->device);
}

}  // namespace dialtone::provision
