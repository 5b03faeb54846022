#pragma once

#include "common/address/ipv4.hpp"

#include <charconv>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dialtone::load {

/// What a load generator was told: `--name value` pairs over defaults.
class Words {
 public:
    /// @param known every name with its default. @throws std::runtime_error for a name that is not among
    /// them.
    Words(int count, char** words, std::map<std::string, std::string, std::less<>> known)
        : values_{std::move(known)} {
        for (int i = 1; i < count; i += 2) {
            const std::string_view name{words[i]};
            const auto found = name.starts_with("--") ? values_.find(name.substr(2)) : values_.end();
            if (found == values_.end() || i + 1 == count) {
                throw std::runtime_error{"not understood: " + std::string{name} + "\n" + usage()};
            }
            found->second = words[i + 1];
        }
    }

    [[nodiscard]] const std::string& text(std::string_view name) const { return values_.find(name)->second; }

    [[nodiscard]] std::uint32_t number(std::string_view name) const {
        const auto& word = text(name);
        std::uint32_t value = 0;
        const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
        if (read.ec != std::errc{} || read.ptr != word.data() + word.size()) {
            throw std::runtime_error{"--" + std::string{name} + " wants a number, not " + word};
        }
        return value;
    }

    [[nodiscard]] Ipv4 address(std::string_view name) const {
        const auto value = Ipv4::parse(text(name));
        if (!value) {
            throw std::runtime_error{"--" + std::string{name} + " wants an address, not " + text(name)};
        }
        return *value;
    }

 private:
    [[nodiscard]] std::string usage() const {
        std::string lines = "known, with what they are when not given:\n";
        for (const auto& [name, value] : values_) {
            lines += "  --" + name + " " + (value.empty() ? "\"\"" : value) + "\n";
        }
        return lines;
    }

    std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace dialtone::load
