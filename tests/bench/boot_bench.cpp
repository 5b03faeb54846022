#include "tests/story/office.hpp"
#include "tests/story/site.hpp"

#include <benchmark/benchmark.h>

#include <stdexcept>

using namespace dialtone;
using namespace dialtone::story;
using namespace std::chrono_literals;

namespace {

bool is_settled(const lab::Phone& phone) {
    return phone.is_registered() && phone.has_own_file() && phone.had_dial_tone();
}

/// The whole path: phones that nobody has heard of, from power to dial tone on their own file, with the
/// restart after auto-registration. CPU time of server and phones together, on one core, the database commits
/// included; virtual time costs nothing.
void cold_boot(benchmark::State& state) {
    const auto phones = static_cast<std::size_t>(state.range(0));
    double virtual_seconds = 0;
    for (auto _ : state) {
        VirtualNetwork network{1, Wire{}};
        SiteSettings settings;
        settings.first_number = 10000;
        settings.last_number = 19999;
        Site site{network, settings};
        site.keep_no_journal();
        Office office{network, 1};
        office.add_many(phones, {"7960", "7965"});
        const auto began = network.now().mono;
        office.power_on_all();
        while (!office.all(is_settled)) {
            // Not after every event: looking at every phone would be most of the work.
            network.run_for(1s);
            if (network.now().mono - began > Duration{1h}) {
                throw std::runtime_error{"not every phone came up"};
            }
        }
        virtual_seconds = std::chrono::duration<double>(network.now().mono - began).count();
    }
    state.counters["per_phone"] = benchmark::Counter(
        static_cast<double>(phones) * static_cast<double>(state.iterations()),
        benchmark::Counter::kIsRate | benchmark::Counter::kInvert
    );
    state.counters["virtual_s"] = virtual_seconds;
}

BENCHMARK(cold_boot)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
