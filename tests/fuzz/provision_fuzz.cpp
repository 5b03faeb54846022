// Whatever texts stand in the database, and whatever name is asked for: each generated file is well-formed,
// and no text adds an element to it. The input is cut at line ends into texts.
#include "server/provision/generated.hpp"
#include "server/provision/given.hpp"
#include "server/provision/lints.hpp"
#include "tests/support/sample_world.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
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

/// Files beside the phone's own, as well-formed whatever they are made from.
void check_side_files(const World& world) {
    for (const auto* name :
         {"softkeys.xml",
          "featurePolicyDefault.xml",
          "SK7.xml",
          "FP7.xml",
          "dialplan.xml",
          "dialplan7940.xml"}) {
        const auto file = provision::generate(world, name);
        pugi::xml_document document;
        require(file.has_value() && document.load_buffer(file->body->data(), file->body->size()));
    }
}

/// A text file has a key and a quoted value on each line, and as many lines whatever the values are.
std::ptrdiff_t text_lines(const World& world) {
    const auto file = provision::generate(world, "SIP001122334455.cnf");
    if (!file) {
        return 0;
    }
    for (std::string_view rest = *file->body; !rest.empty();) {
        const auto line = take_line(rest);
        require(std::count(line.begin(), line.end(), '"') == 2 && line.back() == '"');
    }
    return std::count(file->body->begin(), file->body->end(), '\n');
}

/// What only SIP phones are given.
void edit_sip(World& world, DeviceId id, const std::string& label, const std::string& name) {
    edit_device(world, id, [&](Device& device) {
        device.description = label;
        device.digest_user = name;
        device.digest_password = label;
        device.softkey_template = SoftkeyTemplateId{7};
        device.lines[0].display = name;
        device.speed_dials = {{1, name, label, true}};
    });
    world.sip_dial_rules.set(
        SipDialRuleId{1},
        SipDialRule{.id = SipDialRuleId{1}, .pattern = label, .rewrite = name, .tone = label}
    );
    world.sip_profiles.set(
        kStandardSipProfile, SipProfile{.id = kStandardSipProfile, .dtmf_events = label, .user_info = name}
    );
    world.softkey_templates.set(
        SoftkeyTemplateId{7},
        SoftkeyTemplate{
            .id = SoftkeyTemplateId{7}, .name = name, .sets = {{"on hook", {label, name, "NewCall"}}}}
    );
}

/// A world with a phone, made once: its copies share what an input does not touch.
struct Start {
    Start(ModelId model, Protocol protocol)
        : phone{add_device(world, "SEP001122334455", model, {"1000"}, protocol)} {
        edit_sip(world, phone, "a", "b");
        size = elements(world);
    }

    World world = sample_world();
    DeviceId phone;
    std::size_t size = 0;
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
    const auto lines = text_lines(world);  // of this zone: some have daylight saving
    world.parameters.set("enterprise/url-services", name);
    edit_device(world, id, [&](Device& device) {
        device.lines[0].label = label;
        device.load = label;
        device.vendor_config = input;
    });
    edit_sip(world, id, label, name);
    require(elements(world) == start.size);
    require(text_lines(world) == lines);
    check_side_files(world);
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
    static const std::array kStarts{
        Start{k7960, Protocol::sccp},
        Start{k7960, Protocol::sip},
        Start{k7965, Protocol::sccp},
        Start{k7965, Protocol::sip}};
    for (const auto& start : kStarts) {
        check(start, input);
    }
    return 0;
}
