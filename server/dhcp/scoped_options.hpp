#pragma once

#include "common/model/rows.hpp"

#include <boost/container/small_vector.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dialtone::dhcp {

/// What decides which options of a subnet a client gets. Empty views and an unset model fit nothing.
struct ClientTraits {
    std::string_view vendor_class;
    ModelId model;
    std::string_view mac;  ///< six octets
    std::string_view client_id;
    std::string_view circuit_id;
};

/// The options one client gets, by code, each once.
using ChosenOptions = boost::container::small_vector<const SubnetOption*, 8>;

/// Null when there is none of that code.
const SubnetOption* find_chosen(const ChosenOptions& options, std::uint8_t code);

/// One subnet's options, ready to be chosen from: those of single clients are looked up, so that a reply
/// costs the same however many clients have options of their own.
class ScopedOptions {
 public:
    /// @param options must outlive this.
    explicit ScopedOptions(const std::vector<SubnetOption>& options);

    /// Of several options of one code that fit, the narrowest: see SubnetOption::Scope.
    [[nodiscard]] ChosenOptions choose(const ClientTraits& traits) const;

 private:
    std::vector<const SubnetOption*> general_;  // of subnet, vendor class and model
    std::unordered_map<std::string, std::vector<const SubnetOption*>> by_client_;
};

}  // namespace dialtone::dhcp
