#include "server/dhcp/vendor_class.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace dialtone::dhcp {

namespace {

constexpr std::array<std::string_view, 4> kBeginnings{
    "Cisco Systems, Inc. IP Phone",
    "Cisco Systems Inc. IP Phone",
    "Cisco Systems, Inc. Wireless Phone",
    "Cisco Systems Inc. Wireless Phone"};
constexpr std::array<std::string_view, 2> kWholes{"Cisco Systems, Inc.", "Cisco Systems Inc."};

}  // namespace

bool is_phone_vendor_class(std::string_view vendor_class) {
    return std::ranges::any_of(kBeginnings, [&](auto known) { return istarts_with(vendor_class, known); }) ||
           std::ranges::any_of(kWholes, [&](auto known) { return iequals(vendor_class, known); });
}

ModelsByVendorClass::ModelsByVendorClass(const Table<ModelId, PhoneModel>& models) {
    models.for_each([&](ModelId, const PhoneModel& model) {
        if (!model.vendor_class.empty()) {
            entries_.push_back({model.vendor_class, model.id, model.short_name});
        }
    });
    std::ranges::sort(entries_, [](const Entry& a, const Entry& b) {
        return a.beginning.size() != b.beginning.size() ? a.beginning.size() > b.beginning.size()
                                                        : a.beginning < b.beginning;
    });
}

const ModelsByVendorClass::Entry* ModelsByVendorClass::find(std::string_view vendor_class) const {
    const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
        return istarts_with(vendor_class, entry.beginning);
    });
    return found == entries_.end() ? nullptr : &*found;
}

}  // namespace dialtone::dhcp
