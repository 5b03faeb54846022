// Files: one phone's 4 KB configuration through the TFTP engine, and the catalog alone.
#include "server/tftp/engine.hpp"

#include "tests/support/memory_store.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>

using namespace dialtone;
using namespace dialtone::tftp;

namespace {

constexpr Ipv4 kServer{10, 0, 0, 1};

/// A catalog in which every SEP file is generated, as it is in service.
struct Files {
    std::shared_ptr<const std::string> body = std::make_shared<const std::string>(4096, 'x');
    test::MemoryStore fixed;
    files::Catalog catalog{
        {.placed = nullptr,
         .generate =
             [this](const World&, std::string_view name) {
                 return name.starts_with("SEP") ? std::optional{provision::Generated{body}} : std::nullopt;
             },
         .fixed = &fixed}};

    Files() { catalog.use(std::make_shared<const World>()); }
};

/// Whole transfers, request to last ACK; the argument is the window, 0 for a client without options.
void transfer_4k(benchmark::State& state) {
    Files files;
    Limits limits;
    limits.requests_per_second = 1e9;
    limits.request_burst = 1e9;
    Engine engine{files.catalog, 64, 1, limits};
    const auto window = std::to_string(state.range(0));
    const std::array options{OptionView{"blksize", "1428"}, OptionView{"windowsize", window}};
    Buffer request;
    render_request(
        request,
        Opcode::read_request,
        "SEP001122334455.cnf.xml",
        "octet",
        state.range(0) == 0 ? std::span<const OptionView>{} : std::span<const OptionView>{options}
    );
    Now now;
    std::uint16_t port = 0;
    std::size_t packets = 0;
    Buffer ack;
    for (auto _ : state) {
        now = now + std::chrono::microseconds{10};
        port = port == 60000 ? 1024 : static_cast<std::uint16_t>(port + 1);
        const Endpoint phone{Ipv4{10, 0, 0, 50}, static_cast<std::uint16_t>(port + 1)};
        engine.on_request(request, phone, kServer, now);
        while (engine.outbox().size() > 0) {
            packets += engine.outbox().size();
            const auto last = engine.outbox()[engine.outbox().size() - 1];
            const auto message = parse(last.head);
            const auto* data = std::get_if<DataView>(&*message);
            ack.clear();
            render_ack(ack, data == nullptr ? std::uint16_t{0} : data->block);
            const auto transfer_port = last.route.port;
            engine.outbox().clear();
            engine.on_transfer(transfer_port, ack, phone, kServer, now);
        }
        engine.observations().clear();
        engine.on_time(now);
    }
    state.SetItemsProcessed(state.iterations());
    state.counters["packets/s"] =
        benchmark::Counter(static_cast<double>(packets), benchmark::Counter::kIsRate);
}

void catalog_open(benchmark::State& state, const char* name) {
    Files files;
    files.fixed.put("RINGLIST.XML", "<rings/>");
    for (auto _ : state) {
        benchmark::DoNotOptimize(files.catalog.open(name, {Ipv4{10, 0, 0, 50}, files::Transport::tftp}));
    }
}

}  // namespace

BENCHMARK(transfer_4k)->Arg(0)->Arg(1)->Arg(8);
BENCHMARK_CAPTURE(catalog_open, generated, "SEP001122334455.cnf.xml");
BENCHMARK_CAPTURE(catalog_open, missing, "CTLSEP001122334455.tlv");
