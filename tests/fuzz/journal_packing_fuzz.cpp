// A row of a journal file, which another process may have written: never read beyond it, and what was
// understood is packed and understood again.
#include "server/journal/packing.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace dialtone;
    const auto observations = journal::unpack("SEP001122AABBCC", Bytes{data, size});
    if (observations.has_error()) {
        return 0;
    }
    const auto again = journal::unpack("SEP001122AABBCC", journal::pack(*observations));
    if (again.has_error() || *again != *observations) {
        std::abort();
    }
    return 0;
}
