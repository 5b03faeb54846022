// Whatever document an operator merges into a phone's file: it is refused, or its normal form says the same
// of itself, and the file of every family stays well-formed, keeps what it is made of and has its stamp.
#include "server/provision/further_elements.hpp"
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

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// A world with a phone, made once: its copies share what an input does not touch.
struct Start {
    explicit Start(ModelId model) : phone{add_device(world, "SEP001122334455", model, {"1000"})} {}

    World world = sample_world();
    DeviceId phone;
};

void check(const Start& start, const std::string& further) {
    auto world = start.world;
    const auto id = start.phone;
    edit_device(world, id, [&](Device& device) { device.further_xml = further; });
    const auto file = provision::generate(world, kFile);
    require(file.has_value());
    pugi::xml_document document;
    require(document.load_buffer(file->body->data(), file->body->size()));
    const auto device = document.document_element();
    require(std::string_view{device.name()} == "device");
    require(std::string_view{device.child_value("deviceProtocol")} == "SCCP");
    require(std::string_view{device.child_value("versionStamp")}.size() == 36);
    const auto member = device.child("devicePool").child("callManagerGroup").child("members").child("member");
    require(std::string_view{member.child("callManager").child_value("processNodeName")} == "10.77.0.1");
    static_cast<void>(provision::given(world, *world.devices.find(id)));
    static_cast<void>(provision::lint(world, *world.devices.find(id)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Start old_phone{k7960};
    static const Start new_phone{k7965};
    const std::string input{reinterpret_cast<const char*>(data), size};
    const auto normal = provision::normal_further_elements(input);
    if (normal.has_value()) {
        require(normal->size() <= provision::kMaxFurtherElements);
        const auto again = provision::normal_further_elements("<device>" + *normal + "</device>");
        require(again.has_value() && *again == *normal);
        check(old_phone, *normal);
        check(new_phone, *normal);
    } else {
        require(!normal.error().sentence.empty());
    }
    // What somebody wrote into the database past the command.
    check(new_phone, input);
    return 0;
}
