// A datagram to port 69 and to a transfer port: read, rendered again, and given to two engines with some
// files, one of them in single-port mode.
#include "server/tftp/engine.hpp"

#include "tests/support/memory_store.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <variant>

using namespace dialtone;
using namespace dialtone::tftp;

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

Buffer rendered(const MessageView& message) {
    Buffer out;
    if (const auto* request = std::get_if<RequestView>(&message)) {
        render_request(out, request->opcode, request->file, request->mode, request->options);
    } else if (const auto* data = std::get_if<DataView>(&message)) {
        render_data(out, data->block, data->payload);
    } else if (const auto* ack = std::get_if<Ack>(&message)) {
        render_ack(out, ack->block);
    } else if (const auto* error = std::get_if<ErrorView>(&message)) {
        render_error(out, static_cast<ErrorCode>(error->code), error->text);
    } else {
        render_option_ack(out, std::get<OptionAckView>(message).options);
    }
    return out;
}

/// What was understood is rendered so that the same is understood again.
void check_codec(Bytes datagram) {
    const auto message = parse(datagram);
    if (!message) {
        require(message.error().offset <= datagram.size());
        return;
    }
    const auto once = rendered(*message);
    const auto again = parse(once);
    require(again.has_value() && again->index() == message->index());
    require(rendered(*again) == once);
}

/// An engine with some files. It serves every input: making its tables anew each time would be all that is
/// measured.
struct Server {
    test::MemoryStore store;
    files::Catalog catalog{{.placed = nullptr, .generate = {}, .fixed = &store}};
    Engine engine;
    Now now;

    explicit Server(std::size_t ports) : engine{catalog, ports, 1} {
        store.put("a", std::string(3000, 'a'));
        store.put("SEP001122334455.cnf.xml", "<device/>");
        catalog.use(std::make_shared<const World>());
    }
};

constexpr Endpoint kPhone{Ipv4{10, 0, 0, 50}, 1024};
constexpr Endpoint kOutsider{Ipv4{203, 0, 113, 50}, 1024};
constexpr Ipv4 kLocal{10, 0, 0, 1};
constexpr std::size_t kMostOctetsAtFirst = 4 + 512;

/// Whatever comes, one short answer at most goes back before anything was acknowledged, none to a stranger,
/// and nothing stays.
void check_engine(Server& server, std::size_t ports, Bytes datagram) {
    auto& engine = server.engine;
    server.now = server.now + std::chrono::hours{1};
    engine.on_request(datagram, kOutsider, kLocal, server.now);
    require(engine.outbox().size() == 0);
    engine.on_request(datagram, kPhone, kLocal, server.now);
    require(engine.outbox().size() <= 1);
    if (engine.outbox().size() == 1) {
        const auto answer = engine.outbox()[0];
        require(answer.head.size() + answer.body.size() <= kMostOctetsAtFirst + datagram.size());
    }
    require(engine.active() <= 1);
    for (std::size_t port = 0; port < ports; ++port) {
        engine.on_transfer(port, datagram, kPhone, kLocal, server.now);
    }
    while (const auto wake = engine.next_wake()) {
        server.now = server.now + (*wake - server.now.mono);
        engine.on_time(server.now);
    }
    require(engine.active() == 0);
    engine.outbox().clear();
    engine.observations().clear();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes datagram{data, size};
    check_codec(datagram);
    static Server pool{2};
    static Server single{0};
    check_engine(pool, 2, datagram);
    check_engine(single, 0, datagram);
    return 0;
}
