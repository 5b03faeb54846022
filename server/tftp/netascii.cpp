#include "server/tftp/netascii.hpp"

namespace dialtone::tftp {

NetasciiPlace encode_netascii(Bytes file, NetasciiPlace place, std::size_t count, Buffer& out) {
    for (; count > 0 && place.offset < file.size(); --count) {
        const auto octet = file[place.offset];
        if (place.is_between) {
            out.push_back(octet == '\n' ? '\n' : '\0');
            place = {place.offset + 1, false};
        } else if (octet == '\n' || octet == '\r') {
            out.push_back('\r');
            place.is_between = true;
        } else {
            out.push_back(octet);
            ++place.offset;
        }
    }
    return place;
}

}  // namespace dialtone::tftp
