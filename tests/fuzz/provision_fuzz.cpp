// Whatever texts stand in the database, and whatever name is asked for: each generated file is well-formed,
// and no text adds an element to it. The input is cut at line ends into texts.
#include "server/provision/generated.hpp"
#include "server/provision/given.hpp"
#include "server/provision/lints.hpp"
#include "tests/support/sample_world.hpp"

#include <pugixml.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::test;

namespace {

constexpr auto kFile = "SEP001122334455.cnf.xml";

std::string_view take_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
    return line;
}

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// Elements of the file outside vendorConfig, where a device may add some.
std::size_t elements(const World& world) {
    const auto file = provision::generate(world, kFile);
    require(file.has_value());
    pugi::xml_document document;
    require(document.load_buffer(file->body->data(), file->body->size()));
    document.document_element().remove_child("vendorConfig");
    return document.select_nodes("//*").size();
}

/// A world with a phone, made once: its copies share what an input does not touch.
struct Start {
    explicit Start(ModelId model) : phone{add_device(world, "SEP001122334455", model, {"1000"})} {}

    World world = sample_world();
    DeviceId phone;
    std::size_t size = elements(world);
};

void check(const Start& start, std::string_view input) {
    auto world = start.world;
    const auto id = start.phone;
    const std::string label{take_line(input)};
    const std::string name{take_line(input)};
    const std::string zone{take_line(input)};
    edit(world.pools, kDefaultPool, [&](DevicePool& pool) { pool.name = name; });
    edit(world.date_time_groups, kCmLocal, [&](DateTimeGroup& group) {
        group.time_zone = zone;
        group.date_template = zone;
    });
    world.parameters.set("enterprise/url-services", name);
    edit_device(world, id, [&](Device& device) {
        device.lines[0].label = label;
        device.load = label;
        device.vendor_config = input;
    });
    require(elements(world) == start.size);
    const auto& device = *world.devices.find(id);
    const auto given = provision::given(world, device);
    require(provision::Given::unpack(given.pack()) == given);
    static_cast<void>(provision::lint(world, device));
    static_cast<void>(provision::generate(world, name));
    static_cast<void>(provision::Given::unpack(input));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    static const Start old_phone{k7960};
    static const Start new_phone{k7965};
    check(old_phone, input);
    check(new_phone, input);
    return 0;
}
