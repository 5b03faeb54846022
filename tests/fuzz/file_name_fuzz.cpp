// The name of a file as a phone, or somebody else, asks for it.
#include "server/files/name.hpp"

#include "common/bytes/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using dialtone::files::Name;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto name = Name::parse(dialtone::text_of({data, size}));
    if (!name) {
        return 0;
    }
    const auto& text = name->text();
    require(!text.empty() && text.size() <= Name::kMaxLength);
    require(text.front() != '/' && text.back() != '/');
    require(text.find('\\') == std::string::npos && text.find("//") == std::string::npos);
    require(("/" + text + "/").find("/.") == std::string::npos);
    require(name->folded().size() == text.size());
    const auto device = name->device();
    require(!device || !device->empty());
    return 0;
}
