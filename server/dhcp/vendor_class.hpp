#pragma once

#include "common/model/rows.hpp"
#include "common/model/table.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::dhcp {

/// True for the vendor classes (option 60) of Cisco's phones, whether or not the model is known:
/// "Cisco Systems, Inc. IP Phone …" (79xx, 78xx, 88xx …), "Cisco Systems Inc. Wireless Phone …" (792x, which
/// omit the comma) and the bare "Cisco Systems, Inc." of the 6901. Not for access points ("Cisco AP c1240").
///
/// @param vendor_class without trailing NULs and blanks.
bool is_phone_vendor_class(std::string_view vendor_class);

/// The beginnings of vendor classes that the phone models of the world have: every datagram asks.
class ModelsByVendorClass {
 public:
    ModelsByVendorClass() = default;

    explicit ModelsByVendorClass(const Table<ModelId, PhoneModel>& models);

    struct Entry {
        ModelId model;
        std::string short_name;  ///< "7960"
    };

    /// The model with the longest beginning that fits; null when none does. Lives as long as this.
    [[nodiscard]] const Entry* find(std::string_view vendor_class) const;

 private:
    struct TextHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept {
            return std::hash<std::string_view>{}(text);
        }
    };

    /// By beginning, in lower case.
    std::unordered_map<std::string, Entry, TextHash, std::equal_to<>> entries_;
    std::vector<std::size_t> lengths_;  ///< of the beginnings: each once, longest first
};

}  // namespace dialtone::dhcp
