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
            entries_.emplace(to_lower(model.vendor_class), Entry{model.id, model.short_name});
            lengths_.push_back(model.vendor_class.size());
        }
    });
    std::ranges::sort(lengths_, std::ranges::greater{});
    lengths_.erase(std::unique(lengths_.begin(), lengths_.end()), lengths_.end());
}

const ModelsByVendorClass::Entry* ModelsByVendorClass::find(std::string_view vendor_class) const {
    const auto lower = to_lower(vendor_class);
    for (const auto length : lengths_) {
        if (length > lower.size()) {
            continue;
        }
        if (const auto found = entries_.find(std::string_view{lower}.substr(0, length));
            found != entries_.end()) {
            return &found->second;
        }
    }
    return nullptr;
}

}  // namespace dialtone::dhcp
