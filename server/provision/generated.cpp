#include "server/provision/generated.hpp"

#include "server/provision/default_file.hpp"
#include "server/provision/dial_template.hpp"
#include "server/provision/file_name.hpp"
#include "server/provision/os79xx.hpp"
#include "server/provision/phone_file.hpp"
#include "server/provision/sip_text.hpp"
#include "server/provision/softkey_files.hpp"

#include <string>
#include <utility>

namespace dialtone::provision {

namespace {

Generated shared(std::string body, std::optional<WithheldLoad> withheld) {
    return {
        std::make_shared<const std::string>(std::move(body)),
        withheld ? std::make_shared<const WithheldLoad>(std::move(*withheld)) : nullptr};
}

std::optional<Generated> generate_default(const World& world) {
    if (!has_default_file(world)) {
        return std::nullopt;
    }
    return shared(render_default_file(world), withheld_default_loads(world));
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
    return source ? std::optional{shared(render_phone_file(*source), withheld_load(*source))} : std::nullopt;
}

std::optional<Generated> generate_text_for(const World& world, const DeviceName& name) {
    const auto source = source_of(world, name);
    return source && reads_sip_text(*source)
               ? std::optional{shared(render_sip_text(*source), withheld_load(*source))}
               : std::nullopt;
}

std::optional<Generated> plain(std::optional<std::string> body) {
    return body ? std::optional{shared(std::move(*body), std::nullopt)} : std::nullopt;
}

/// A template's softkeys or feature policy; key 0 is Standard User, which devices without a template have.
template <std::string (*kRender)(const SoftkeyTemplate&)>
std::optional<Generated> generate_of_softkeys(const World& world, SoftkeyTemplateId id) {
    const auto* row = id.is_set() ? world.softkey_templates.find(id) : standard_softkeys(world);
    return row == nullptr ? std::nullopt : std::optional{shared(kRender(*row), std::nullopt)};
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
            return shared(render_dial_template(world), std::nullopt);
        case FileName::Kind::legacy_dial_template:
            return shared(render_legacy_dial_template(world), std::nullopt);
        case FileName::Kind::application_rules:
            return shared(std::string{kNoApplicationRules}, std::nullopt);
        case FileName::Kind::sync_info:
            return shared(std::string{kSyncInfo}, std::nullopt);
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
