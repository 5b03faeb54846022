#include "server/provision/generated.hpp"

#include "server/provision/default_file.hpp"
#include "server/provision/file_name.hpp"
#include "server/provision/os79xx.hpp"
#include "server/provision/phone_file.hpp"

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

std::optional<Generated> generate_for(const World& world, const DeviceName& name) {
    const auto* device = world.find_device(name);
    // The file of a SIP phone has another form, which is not made yet: better none than a wrong one.
    if (device == nullptr || device->protocol != Protocol::sccp) {
        return std::nullopt;
    }
    const auto source = PhoneSource::of(world, *device);
    return source ? std::optional{shared(render_phone_file(*source), withheld_load(*source))} : std::nullopt;
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
        case FileName::Kind::os79xx: {
            auto image = render_os79xx(world);
            return image ? std::optional{shared(std::move(*image), std::nullopt)} : std::nullopt;
        }
        case FileName::Kind::device:
            break;
    }
    return generate_for(world, parsed->device);
}

}  // namespace dialtone::provision
