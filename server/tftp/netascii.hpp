#pragma once

#include "common/bytes/bytes.hpp"

#include <cstddef>

namespace dialtone::tftp {

/// A place in a file that is sent as netascii: LF becomes CR LF, CR becomes CR NUL (RFC 764), and a block may
/// end between the two.
struct NetasciiPlace {
    std::size_t offset = 0;   ///< in the file
    bool is_between = false;  ///< the CR was sent, what follows it was not

    friend bool operator==(const NetasciiPlace&, const NetasciiPlace&) = default;
};

/// Appends up to `count` octets of the file from `place` on; returns where the next block begins.
NetasciiPlace encode_netascii(Bytes file, NetasciiPlace place, std::size_t count, Buffer& out);

}  // namespace dialtone::tftp
