#pragma once

#include "common/model/rows.hpp"
#include "common/model/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dialtone::dhcp {

/// True for the vendor classes (option 60) of Cisco's phones, whether or not the model is known:
/// "Cisco Systems, Inc. IP Phone …" (79xx, 78xx, 88xx …), "Cisco Systems Inc. Wireless Phone …" (792x, which
/// omit the comma) and the bare "Cisco Systems, Inc." of the 6901. Not for access points ("Cisco AP c1240").
///
/// @param vendor_class without trailing NULs and blanks.
bool is_phone_vendor_class(std::string_view vendor_class);

/// The beginnings of vendor classes that the phone models of the world have, flat: every datagram asks.
class ModelsByVendorClass {
 public:
    ModelsByVendorClass() = default;

    explicit ModelsByVendorClass(const Table<ModelId, PhoneModel>& models);

    struct Entry {
        std::string beginning;
        ModelId model;
        std::string short_name;  ///< "7960"
    };

    /// The entry with the longest beginning that fits; null when none does. Lives as long as this.
    [[nodiscard]] const Entry* find(std::string_view vendor_class) const;

 private:
    std::vector<Entry> entries_;  // longest beginning first
};

}  // namespace dialtone::dhcp
