#include "server/lab/open_files.hpp"

#include <fmt/format.h>

#include <sys/resource.h>
#include <algorithm>

namespace dialtone::lab {

Outcome<void> allow_open_files(std::size_t wanted) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= wanted) {
        return boost::system::in_place_value;
    }
    // Root may go beyond the hard limit; everybody may go up to it.
    const rlimit more{wanted, std::max<rlim_t>(limit.rlim_max, wanted)};
    if (setrlimit(RLIMIT_NOFILE, &more) == 0) {
        return boost::system::in_place_value;
    }
    const rlimit most{std::min<rlim_t>(limit.rlim_max, wanted), limit.rlim_max};
    if (most.rlim_cur >= wanted && setrlimit(RLIMIT_NOFILE, &most) == 0) {
        return boost::system::in_place_value;
    }
    return failed(fmt::format(
        "So many phones need {} open files, and this process may have {} (`ulimit -Hn`). Start fewer "
        "--phones, "
        "or raise the limit: as root `prlimit --nofile={} dialtone …`.",
        wanted,
        limit.rlim_max,
        wanted
    ));
}

}  // namespace dialtone::lab
