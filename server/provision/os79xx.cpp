#include "server/provision/os79xx.hpp"

#include "common/model/loads.hpp"
#include "server/provision/parameters.hpp"

#include <string_view>

namespace dialtone::provision {

namespace {

std::string_view wanted_image(const World& world) {
    auto image = world.parameter(parameters::kOs79xxLoad);
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!image.empty() && is_blank(image.back())) {
        image.remove_suffix(1);
    }
    return image;
}

}  // namespace

std::optional<std::string> render_os79xx(const World& world) {
    const auto image = offered_load(world, wanted_image(world));
    return image.empty() ? std::nullopt : std::optional{std::string{image}};
}

std::string_view reason_of_no_os79xx(const World& world) {
    return wanted_image(world).empty() ? "not switched on: parameter tftp/os79xx-load names no image"
                                       : "withheld: the image that tftp/os79xx-load names is not complete";
}

}  // namespace dialtone::provision
