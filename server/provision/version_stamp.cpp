#include "server/provision/version_stamp.hpp"

#include "server/provision/digest.hpp"

#include <string_view>

namespace dialtone::provision {

namespace {

constexpr std::string_view kNoStamp = "00000000-0000-0000-0000-000000000000";
constexpr std::string_view kStampEnd = "</versionStamp>\n";

}  // namespace

std::size_t write_blank_stamp(XmlWriter& xml) {
    xml.element("versionStamp", kNoStamp);
    return xml.size() - kStampEnd.size() - kNoStamp.size();
}

std::uint64_t fill_stamp(std::string& body, std::size_t place) {
    const auto digest = digest_of(body);
    digest.write_uuid(body.data() + place);
    return digest.low;
}

}  // namespace dialtone::provision
