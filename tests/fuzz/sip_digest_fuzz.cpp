// Any octets as what a phone answers to a challenge: nobody gets in without the password, and nobody twice.
#include "server/sip/digest/digest.hpp"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace dialtone;
using namespace dialtone::sip;

namespace {

constexpr Ipv4 kPhone{192, 0, 2, 1};
constexpr Instant kNow{std::chrono::seconds{1000}};

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static Digest digest{"r", Hasher::Key{7}};
    static const auto secret = digest.secret_of("1600", "a password that is in no corpus");
    std::string text = "REGISTER sip:h SIP/2.0\r\nAuthorization: ";
    text += text_of(Bytes{data, size});
    text += "\r\n\r\n";
    Message message;
    if (!message.parse(bytes_of(text))) {
        return 0;
    }
    const auto answer = digest.answer_in(message);
    if (!answer) {
        return 0;
    }
    require(digest.check(*answer, &secret, message, kPhone, kNow) == DigestOutcome::wrong);
    require(digest.check(*answer, nullptr, message, kPhone, kNow) == DigestOutcome::wrong);
    return 0;
}
