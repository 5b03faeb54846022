#include "server/operations/phone_edit.hpp"

#include "common/text/utf8.hpp"
#include "server/operations/lookup.hpp"

#include <fmt/format.h>

namespace dialtone::operations {

namespace {

constexpr std::size_t kMaxLoad = 64;

const PhoneModel* find_module(const World& world, std::string_view word) {
    const auto* model = world.find_model(word);
    return model != nullptr && model->kind == ModelClass::module ? model : nullptr;
}

Problem no_module(const World& world, std::string_view word) {
    std::vector<std::string> names;
    for (const auto* model : by_name(world.models)) {
        if (model->kind == ModelClass::module) {
            names.push_back(model->short_name);
        }
    }
    return no_such("expansion module", word, names);
}

}  // namespace

Outcome<void> edit_modules(const World& world, const Call& call, Device& device) {
    const auto* phone = world.models.find(device.model);
    if (!call.has("module")) {
        return {};
    }
    device.modules.clear();
    for (const auto& text : call.all("module")) {
        if (text.empty()) {
            continue;
        }
        const std::string_view word = text;
        const auto equals = std::min(word.find('='), word.size());
        const auto* module = find_module(world, word.substr(0, equals));
        if (module == nullptr) {
            return no_module(world, word.substr(0, equals));
        }
        const auto load = word.substr(std::min(equals + 1, word.size()));
        if (load.size() > kMaxLoad || !is_clean_utf8(load)) {
            return invalid(fmt::format("--module: \"{}\" is no name of a load.", printable(load, 80)));
        }
        const auto position = static_cast<std::uint32_t>(device.modules.size() + 1);
        device.modules.push_back({position, module->id, std::string{load}});
    }
    if (phone != nullptr && device.modules.size() > phone->max_modules) {
        return invalid(
            phone->max_modules == 0
                ? fmt::format("A {} takes no expansion module.", phone->name)
                : fmt::format("A {} takes at most {} expansion modules.", phone->name, phone->max_modules)
        );
    }
    return {};
}

}  // namespace dialtone::operations
