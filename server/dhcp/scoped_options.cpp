#include "server/dhcp/scoped_options.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <utility>

namespace dialtone::dhcp {

namespace {

using Scope = SubnetOption::Scope;

std::string key_of(Scope scope, std::string_view subject) {
    std::string key(1, static_cast<char>(scope));
    return key.append(subject);
}

bool is_of_one_client(Scope scope) {
    return scope == Scope::circuit || scope == Scope::client_id || scope == Scope::mac;
}

bool fits(const SubnetOption& option, const ClientTraits& traits) {
    switch (option.scope) {
        case Scope::vendor_class:
            return istarts_with(traits.vendor_class, option.subject);
        case Scope::model:
            return traits.model.is_set() && option.model == traits.model;
        default:
            return true;
    }
}

bool is_narrower(const SubnetOption& a, const SubnetOption& b) {
    return std::pair{a.scope, a.subject.size()} > std::pair{b.scope, b.subject.size()};
}

auto position_of(ChosenOptions& options, std::uint8_t code) {
    return std::lower_bound(options.begin(), options.end(), code, [](const SubnetOption* o, std::uint8_t c) {
        return o->code < c;
    });
}

void take(ChosenOptions& chosen, const SubnetOption& option) {
    const auto place = position_of(chosen, option.code);
    if (place == chosen.end() || (*place)->code != option.code) {
        chosen.insert(place, &option);
    } else if (is_narrower(option, **place)) {
        *place = &option;
    }
}

}  // namespace

const SubnetOption* find_chosen(const ChosenOptions& options, std::uint8_t code) {
    const auto found = std::find_if(options.begin(), options.end(), [&](const SubnetOption* option) {
        return option->code == code;
    });
    return found == options.end() ? nullptr : *found;
}

ScopedOptions::ScopedOptions(const std::vector<SubnetOption>& options) {
    for (const auto& option : options) {
        if (is_of_one_client(option.scope)) {
            by_client_[key_of(option.scope, option.subject)].push_back(&option);
        } else {
            general_.push_back(&option);
        }
    }
}

ChosenOptions ScopedOptions::choose(const ClientTraits& traits) const {
    ChosenOptions chosen;
    for (const auto* option : general_) {
        if (fits(*option, traits)) {
            take(chosen, *option);
        }
    }
    const auto take_of_client = [&](Scope scope, std::string_view subject) {
        const auto found = subject.empty() ? by_client_.end() : by_client_.find(key_of(scope, subject));
        if (found == by_client_.end()) {
            return;
        }
        for (const auto* option : found->second) {
            take(chosen, *option);
        }
    };
    if (!by_client_.empty()) {
        take_of_client(Scope::circuit, traits.circuit_id);
        take_of_client(Scope::client_id, traits.client_id);
        take_of_client(Scope::mac, traits.mac);
    }
    return chosen;
}

}  // namespace dialtone::dhcp
