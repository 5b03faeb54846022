#include "common/model/loads.hpp"

#include "common/model/world.hpp"
#include "common/text/ascii.hpp"

#include <algorithm>
#include <utility>

namespace dialtone {

namespace {

/// More names than this help nobody; `dialtone load show` has all.
constexpr std::size_t kNamed = 4;

bool is_before(const Load& a, const Load& b) {
    return to_lower(a.name) < to_lower(b.name);
}

std::string words_for(const LoadMember& member) {
    return member.octets == 0 ? member.name : member.name + " (not whole)";
}

}  // namespace

bool Load::is_complete() const {
    return fault.empty() && !members.empty() &&
           std::all_of(members.begin(), members.end(), [](const LoadMember& m) { return m.is_ready(); });
}

std::string Load::missing() const {
    if (!fault.empty()) {
        return list + " (" + fault + ")";
    }
    std::string text;
    std::size_t count = 0;
    for (const auto& member : members) {
        if (!member.is_ready() && ++count <= kNamed) {
            text += (text.empty() ? "" : ", ") + words_for(member);
        }
    }
    return count > kNamed ? text + " and " + std::to_string(count - kNamed) + " more" : text;
}

LoadInventory::LoadInventory(std::vector<Load> loads) : loads_{std::move(loads)} {
    std::stable_sort(loads_.begin(), loads_.end(), is_before);
    const auto last = std::unique(loads_.begin(), loads_.end(), [](const Load& a, const Load& b) {
        return iequals(a.name, b.name);
    });
    loads_.erase(last, loads_.end());
}

const Load* LoadInventory::find(std::string_view name) const {
    const auto folded = to_lower(name);
    const auto found =
        std::lower_bound(loads_.begin(), loads_.end(), folded, [](const Load& load, const std::string& word) {
            return to_lower(load.name) < word;
        });
    return found != loads_.end() && iequals(found->name, name) ? &*found : nullptr;
}

LoadInventory LoadInventory::with_locales(std::vector<std::string> directories) const {
    auto inventory = *this;
    std::sort(directories.begin(), directories.end());
    directories.erase(std::unique(directories.begin(), directories.end()), directories.end());
    inventory.locales_ = std::move(directories);
    return inventory;
}

bool LoadInventory::has_locale(std::string_view directory) const {
    return std::binary_search(locales_.begin(), locales_.end(), to_lower(directory));
}

std::string_view offered_locale(const World& world, std::string_view wanted, std::string_view built_in) {
    if (wanted.empty()) {
        return built_in;  // phones ask for "/mk-sip.jar" when the name is empty
    }
    return world.loads == nullptr || world.loads->has_locale(wanted) ? wanted : built_in;
}

std::string_view wanted_load(const World& world, const Device& device) {
    if (!device.load.empty()) {
        return device.load;
    }
    const auto* defaults = world.device_defaults.find(DefaultKey{device.model, device.protocol});
    return defaults == nullptr ? std::string_view{} : std::string_view{defaults->load};
}

std::string_view offered_load(const World& world, std::string_view wanted) {
    const auto* load = wanted.empty() || world.loads == nullptr ? nullptr : world.loads->find(wanted);
    return load != nullptr && load->is_complete() ? wanted : std::string_view{};
}

std::string missing_of_load(const World& world, std::string_view wanted) {
    if (wanted.empty()) {
        return {};
    }
    const auto* load = world.loads == nullptr ? nullptr : world.loads->find(wanted);
    return load == nullptr ? std::string{wanted} + ".loads" : load->missing();
}

}  // namespace dialtone
