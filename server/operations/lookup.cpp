#include "server/operations/lookup.hpp"

#include "common/text/utf8.hpp"

#include <fmt/format.h>

namespace dialtone::operations {

namespace {

constexpr std::size_t kNamesShown = 6;

std::vector<std::string> device_names(const World& world) {
    std::vector<std::string> names;
    world.devices.for_each([&](DeviceId, const Device& device) { names.push_back(device.name.text()); });
    return names;
}

std::vector<std::string> model_names(const World& world) {
    std::vector<std::string> names;
    for (const auto* model : by_name(world.models)) {
        if (model->kind != ModelClass::module) {
            names.push_back(model->short_name);
        }
    }
    return names;
}

}  // namespace

Problem no_such(std::string_view what, std::string_view word, const std::vector<std::string>& names) {
    auto sentence = fmt::format("There is no {} {}.", what, word.empty() ? "\"\"" : printable(word, 80));
    const auto hint = did_you_mean(word, names);
    if (!hint.empty()) {
        return not_found(sentence + hint);
    }
    if (names.empty()) {
        return not_found(sentence + fmt::format(" There is none at all yet."));
    }
    if (names.size() <= kNamesShown) {
        return not_found(sentence + " There is " + joined(names) + ".");
    }
    return not_found(sentence);
}

Outcome<void> check_name(std::string_view name, std::string_view what, std::size_t most) {
    const bool has_blanks = !name.empty() && (name.front() == ' ' || name.back() == ' ');
    if (name.empty() || has_blanks || !is_clean_utf8(name) || name.find('\t') != std::string_view::npos) {
        return invalid(fmt::format(
            "\"{}\" cannot name a {}. A name has printable characters and no blank at its ends.",
            printable(name, 80),
            what
        ));
    }
    const auto length = static_cast<std::size_t>(std::count_if(name.begin(), name.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
    if (length > most) {
        return invalid(
            fmt::format("The name of a {} has at most {} characters; this has {}.", what, most, length)
        );
    }
    return {};
}

Problem name_taken(std::string_view what, std::string_view name) {
    return conflict(
        fmt::format("There is a {} {} already. Choose another name, or change it with `set`.", what, name)
    );
}

Outcome<DeviceName> device_name_from(std::string_view word) {
    if (const auto mac = MacAddress::parse(word)) {
        return DeviceName::of(*mac);
    }
    if (const auto name = DeviceName::parse(word)) {
        return *name;
    }
    return invalid(fmt::format(
        "\"{}\" is neither a device name (SEP and twelve hexadecimal digits) nor a MAC address.",
        printable(word, 80)
    ));
}

Outcome<const Device*> find_device(const World& world, std::string_view word) {
    const auto name = device_name_from(word);
    const Device* found = name.has_value() ? world.find_device(*name) : nullptr;
    if (found != nullptr) {
        return found;
    }
    const auto wanted = name.has_value() ? name->text() : std::string{word};
    auto problem = no_such("phone", wanted, device_names(world));
    problem.sentence += " `dialtone phone list` shows all phones.";
    return problem;
}

Outcome<const PhoneModel*> find_model(const World& world, std::string_view word) {
    const auto* found = world.find_model(word);
    if (found == nullptr) {
        auto problem = no_such("model", word, model_names(world));
        problem.sentence += " `dialtone model list` shows all models.";
        return problem;
    }
    if (found->kind == ModelClass::module) {
        return invalid(
            fmt::format("{} is an expansion module. Name the phone it is attached to.", found->name)
        );
    }
    return found;
}

Outcome<const Partition*> find_partition(const World& world, std::string_view word) {
    return find_named(world.partitions, iequals(word, "<None>") ? "" : word, "partition");
}

Outcome<const DirectoryNumber*> find_number(
    const World& world, std::string_view pattern, const std::optional<std::string>& partition
) {
    std::vector<const DirectoryNumber*> found;
    std::vector<std::string> patterns;
    std::optional<PartitionId> wanted;
    if (partition) {
        const auto row = find_partition(world, *partition);
        if (!row) {
            return row.error();
        }
        wanted = (*row)->id;
    }
    world.numbers.for_each([&](DirectoryNumberId, const DirectoryNumber& number) {
        patterns.push_back(number.pattern);
        if (number.pattern == pattern && (!wanted || number.partition == *wanted)) {
            found.push_back(&number);
        }
    });
    if (found.empty()) {
        auto problem = no_such("number", pattern, patterns);
        problem.sentence += " `dialtone line list` shows all numbers.";
        return problem;
    }
    if (found.size() > 1) {
        return invalid(
            fmt::format("There is a number {} in several partitions. Say which: --partition.", pattern)
        );
    }
    return found.front();
}

Outcome<const Subnet*> find_subnet(const World& world, std::string_view word) {
    const auto address = Ipv4::parse(word);
    const auto cidr = Cidr::parse(word);
    const Subnet* found = nullptr;
    std::vector<std::string> names;
    world.subnets.for_each([&](SubnetId, const Subnet& subnet) {
        names.push_back(subnet.cidr.to_string());
        if ((cidr && subnet.cidr == *cidr) || (address && subnet.cidr.contains(*address))) {
            found = &subnet;
        }
    });
    if (found == nullptr) {
        std::sort(names.begin(), names.end());
        return no_such("subnet", word, names);
    }
    return found;
}

std::string partition_name(const World& world, PartitionId partition) {
    const auto* row = world.partitions.find(partition);
    return row == nullptr ? "?" : row->name.empty() ? "<None>" : row->name;
}

std::string spoken(const World& world, const DirectoryNumber& number) {
    const auto* partition = world.partitions.find(number.partition);
    const bool is_none = partition == nullptr || partition->name.empty();
    return is_none ? number.pattern : number.pattern + " in " + partition->name;
}

}  // namespace dialtone::operations
