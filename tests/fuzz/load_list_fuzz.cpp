// The list of a load's files: put into the directory by an operator, but made by somebody else.
#include "server/files/load_list.hpp"
#include "server/files/name.hpp"

#include "common/text/ascii.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>

using namespace dialtone;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto list = files::parse_load_list({data, size});
    if (!list) {
        require(list.error().what != nullptr);
        return 0;
    }
    require(!list->empty() && list->size() <= files::kMaxLoadMembers);
    std::set<std::string> names;
    for (const auto& member : *list) {
        // Each is the name of a file at the top of the directory, and can be asked for as it stands.
        const auto name = files::Name::parse(member.name);
        require(name && name->text() == member.name && name->base() == member.name);
        require(names.insert(to_lower(member.name)).second);
    }
    return 0;
}
