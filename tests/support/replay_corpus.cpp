// Replays a fuzz corpus through a fuzz target with any compiler: every file below the directories named on
// the command line, then every truncation of each, of long files many. Ends with 0 when nothing crashed,
// which the sanitizers decide.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kMostCuts = 2048;  ///< what is before a cut is read again at each

std::size_t replay(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    const std::vector<char> raw{std::istreambuf_iterator<char>{in}, {}};
    std::vector<std::uint8_t> bytes{raw.begin(), raw.end()};
    const std::size_t step =
        bytes.size() <= kMostCuts ? 1 : bytes.size() / kMostCuts | 1U;  // off word borders
    std::size_t inputs = 0;
    for (std::size_t size = bytes.size() % step; size <= bytes.size(); size += step, ++inputs) {
        // A copy of the exact size, so that a read past the end is seen.
        const std::vector<std::uint8_t> cut{bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)};
        LLVMFuzzerTestOneInput(cut.data(), cut.size());
    }
    return inputs;
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t inputs = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{argv[i]}) {
            if (entry.is_regular_file()) {
                inputs += replay(entry.path());
            }
        }
    }
    std::printf("%zu inputs replayed\n", inputs);
    return inputs == 0 ? 1 : 0;
}
