// A client that acknowledges what it likes when it likes. Octets 0 to 3: mode and block size, window,
// size of the file (16 bits). Then four octets a step: what happens, after how many tens of
// milliseconds, a block number.
#include "server/tftp/transfer.hpp"

#include "common/bytes/reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

using namespace dialtone;
using namespace dialtone::tftp;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// What is not copied into the packet lies inside of the file.
bool is_part_of(Bytes octets, const std::string& file) {
    const auto whole = bytes_of(file);
    return octets.empty() || (octets.data() >= whole.data() && &octets.back() <= &whole.back());
}

Agreement agreement_from(std::uint8_t kind, std::uint8_t window) {
    Agreement agreement;
    agreement.mode = (kind & 1U) != 0 ? Mode::netascii : Mode::octet;
    if ((kind & 2U) != 0) {
        agreement.block_size = static_cast<std::uint16_t>(8 + (kind >> 2U) * 16);
        agreement.window = static_cast<std::uint16_t>(window % 64 + 1);
        agreement.option_ack = Buffer{0, 6};
    }
    return agreement;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Reader input{Bytes{data, size}};
    const auto kind = input.u8();
    const auto window = input.u8();
    const auto body = std::make_shared<const std::string>(std::size_t{input.u16be()} * 4, '\n');
    const auto agreement = agreement_from(kind, window);
    Now now;
    Outbox out;
    Transfer transfer{{bytes_of(*body), body}, {}, agreement, {}, now};
    transfer.start(now, out);
    require(out.size() == 1);
    while (input.remaining() >= 4 && transfer.state() == Transfer::State::sending) {
        const auto what = input.u8();
        now = now + std::chrono::milliseconds{input.u8() * 10};
        const auto block = input.u16be();
        out.clear();
        if (what % 16 == 0) {
            transfer.on_error({block, "fuzz"});
        } else if (what % 4 == 0) {
            transfer.on_time(now, out);
        } else {
            transfer.on_ack(block, now, out);
        }
        require(out.size() <= agreement.window);
        require(transfer.acknowledged() <= body->size());
        for (std::size_t i = 0; i < out.size(); ++i) {
            const auto packet = out[i];
            require(packet.head.size() + packet.body.size() <= std::size_t{4} + agreement.block_size);
            require(is_part_of(packet.body, *body));
        }
    }
    if (transfer.state() == Transfer::State::complete) {
        require(transfer.acknowledged() == body->size());
    }
    return 0;
}
