#include "server/lab/fleet_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::lab {

namespace {

/// Behind the router that the phones with Ailment::nat share.
constexpr Ipv4 kFirstInside{192, 168, 77, 10};

MacAddress nth(const MacAddress& first, std::uint32_t index) {
    const auto value = first.value() + index;
    std::array<std::uint8_t, 6> octets{};
    for (std::size_t octet = 0; octet < octets.size(); ++octet) {
        octets[octet] = static_cast<std::uint8_t>(value >> (40 - 8 * octet));
    }
    return MacAddress{octets};
}

Outcome<const ModelFacts*> known_model(const std::string& name) {
    const auto* model = find_model(name);
    if (model != nullptr) {
        return model;
    }
    std::string known;
    for (const auto& row : model_table()) {
        known += (known.empty() ? "" : ", ") + std::string{row.name};
    }
    return invalid(fmt::format("There is no simulated {}. The lab has {}.", name, known));
}

Outcome<void> give(std::vector<PhoneSettings>& phones, const AilingCount& wanted) {
    std::uint32_t given = 0;
    for (auto& phone : phones) {
        if (given == wanted.count) {
            break;
        }
        if (phone.ailment == Ailment::none && can_have(*phone.model, wanted.ailment)) {
            phone.ailment = wanted.ailment;
            phone.has_old_load = phone.has_old_load || facts_of(wanted.ailment).needs_load;
            ++given;
        }
    }
    if (given < wanted.count) {
        return invalid(fmt::format(
            "--ailing {}={}: only {} of the {} phones can have that beside the other ailments. Ask for more "
            "--phones, or for other --models; a 7960 or a 7965 can have any.",
            facts_of(wanted.ailment).word,
            wanted.count,
            given,
            phones.size()
        ));
    }
    return boost::system::in_place_value;
}

}  // namespace

Outcome<std::vector<PhoneSettings>> plan_phones(const FleetPlan& plan) {
    std::vector<const ModelFacts*> models;
    for (const auto& name : plan.models.empty() ? std::vector<std::string>{"7960", "7965"} : plan.models) {
        const auto model = known_model(name);
        if (!model.has_value()) {
            return model.error();
        }
        models.push_back(*model);
    }
    std::vector<PhoneSettings> phones(plan.phones);
    for (std::uint32_t i = 0; i < plan.phones; ++i) {
        phones[i].model = models[i % models.size()];
        phones[i].mac = nth(plan.first, i);
        phones[i].has_old_load = plan.old_load;
        phones[i].is_eager = plan.eager;
        phones[i].tries_dial_tone = !plan.eager;
    }
    for (const auto& wanted : plan.ailing) {
        const auto given = give(phones, wanted);
        if (!given.has_value()) {
            return given.error();
        }
    }
    return phones;
}

void place_phones(std::vector<PhoneSettings>& phones, const FixedPlaces& places) {
    std::uint32_t inside = 0;
    std::uint32_t programs = 0;
    for (auto& phone : phones) {
        if (phone.ailment == Ailment::nat) {
            const Ipv4 address{kFirstInside.value() + inside++};
            phone.fixed = FixedAddress{address, places.tftp_server, places.router};
        } else if (!phone.model->takes_lease) {
            phone.fixed = FixedAddress{Ipv4{places.first_program.value() + programs++}, places.tftp_server};
        }
    }
}

std::vector<const PhoneSettings*> phones_with(const std::vector<PhoneSettings>& phones, Ailment ailment) {
    std::vector<const PhoneSettings*> found;
    for (const auto& phone : phones) {
        if (phone.ailment == ailment) {
            found.push_back(&phone);
        }
    }
    return found;
}

}  // namespace dialtone::lab
