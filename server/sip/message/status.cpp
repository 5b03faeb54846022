#include "server/sip/message/status.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dialtone::sip {

namespace {

constexpr std::array kPhrases{
    std::pair{100, std::string_view{"Trying"}},
    std::pair{180, std::string_view{"Ringing"}},
    std::pair{181, std::string_view{"Call Is Being Forwarded"}},
    std::pair{182, std::string_view{"Queued"}},
    std::pair{183, std::string_view{"Session Progress"}},
    std::pair{199, std::string_view{"Early Dialog Terminated"}},
    std::pair{200, std::string_view{"OK"}},
    std::pair{202, std::string_view{"Accepted"}},
    std::pair{204, std::string_view{"No Notification"}},
    std::pair{300, std::string_view{"Multiple Choices"}},
    std::pair{301, std::string_view{"Moved Permanently"}},
    std::pair{302, std::string_view{"Moved Temporarily"}},
    std::pair{305, std::string_view{"Use Proxy"}},
    std::pair{380, std::string_view{"Alternative Service"}},
    std::pair{400, std::string_view{"Bad Request"}},
    std::pair{401, std::string_view{"Unauthorized"}},
    std::pair{402, std::string_view{"Payment Required"}},
    std::pair{403, std::string_view{"Forbidden"}},
    std::pair{404, std::string_view{"Not Found"}},
    std::pair{405, std::string_view{"Method Not Allowed"}},
    std::pair{406, std::string_view{"Not Acceptable"}},
    std::pair{407, std::string_view{"Proxy Authentication Required"}},
    std::pair{408, std::string_view{"Request Timeout"}},
    std::pair{410, std::string_view{"Gone"}},
    std::pair{412, std::string_view{"Conditional Request Failed"}},
    std::pair{413, std::string_view{"Request Entity Too Large"}},
    std::pair{414, std::string_view{"Request-URI Too Long"}},
    std::pair{415, std::string_view{"Unsupported Media Type"}},
    std::pair{416, std::string_view{"Unsupported URI Scheme"}},
    std::pair{420, std::string_view{"Bad Extension"}},
    std::pair{421, std::string_view{"Extension Required"}},
    std::pair{422, std::string_view{"Session Interval Too Small"}},
    std::pair{423, std::string_view{"Interval Too Brief"}},
    std::pair{439, std::string_view{"First Hop Lacks Outbound Support"}},
    std::pair{440, std::string_view{"Max-Breadth Exceeded"}},
    std::pair{469, std::string_view{"Bad Info Package"}},
    std::pair{480, std::string_view{"Temporarily Unavailable"}},
    std::pair{481, std::string_view{"Call/Transaction Does Not Exist"}},
    std::pair{482, std::string_view{"Loop Detected"}},
    std::pair{483, std::string_view{"Too Many Hops"}},
    std::pair{484, std::string_view{"Address Incomplete"}},
    std::pair{485, std::string_view{"Ambiguous"}},
    std::pair{486, std::string_view{"Busy Here"}},
    std::pair{487, std::string_view{"Request Terminated"}},
    std::pair{488, std::string_view{"Not Acceptable Here"}},
    std::pair{489, std::string_view{"Bad Event"}},
    std::pair{491, std::string_view{"Request Pending"}},
    std::pair{493, std::string_view{"Undecipherable"}},
    std::pair{500, std::string_view{"Server Internal Error"}},
    std::pair{501, std::string_view{"Not Implemented"}},
    std::pair{502, std::string_view{"Bad Gateway"}},
    std::pair{503, std::string_view{"Service Unavailable"}},
    std::pair{504, std::string_view{"Server Time-out"}},
    std::pair{505, std::string_view{"Version Not Supported"}},
    std::pair{513, std::string_view{"Message Too Large"}},
    std::pair{580, std::string_view{"Precondition Failure"}},
    std::pair{600, std::string_view{"Busy Everywhere"}},
    std::pair{603, std::string_view{"Decline"}},
    std::pair{604, std::string_view{"Does Not Exist Anywhere"}},
    std::pair{606, std::string_view{"Not Acceptable"}},
};

}  // namespace

std::string_view reason_phrase(int status) {
    const auto found =
        std::find_if(kPhrases.begin(), kPhrases.end(), [&](const auto& p) { return p.first == status; });
    return found != kPhrases.end() ? found->second : "Unknown";
}

}  // namespace dialtone::sip
