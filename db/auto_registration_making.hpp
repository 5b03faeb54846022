#pragma once

#include "common/model/auto_register.hpp"
#include "common/model/naming_rule.hpp"
#include "common/model/rows.hpp"
#include "db/database.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>

/// What a phone that registers itself is made like; part of auto_registration.hpp.
namespace dialtone::db {

/// As the schema bounds them.
inline constexpr std::size_t kMaxDescription = 128;
inline constexpr std::size_t kMaxLabel = 30;

struct Refusal {
    AutoRegisterRefusal why;
    std::string sentence;
};

template <class T>
using Found = boost::system::result<T, Refusal>;

[[noreturn]] inline void throw_exception_from_error(const Refusal& refusal, const boost::source_location&) {
    throw std::runtime_error(refusal.sentence);
}

/// By the universal device template where it says something, else by the model's device default.
struct Making {
    PoolId pool;
    ButtonTemplateId button_template;
    UniversalDeviceTemplate device;
};

/// @param model  "Cisco 7965", for sentences.
Found<Making> find_making(
    Database& database,
    const AutoRegisterRequest& request,
    UniversalDeviceTemplateId device_template,
    const std::string& model,
    const NamingFacts& facts
);

/// The template itself; a plain line when there is none.
UniversalLineTemplate find_line_template(Database& database, UniversalLineTemplateId id);

}  // namespace dialtone::db
