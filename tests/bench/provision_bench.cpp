#include "server/change/difference.hpp"
#include "server/change/planner.hpp"
#include "server/provision/generated.hpp"
#include "server/provision/given.hpp"
#include "server/provision/lints.hpp"
#include "tests/support/sample_world.hpp"

#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <memory>

using namespace dialtone;
using namespace dialtone::test;

namespace {

constexpr int kPhones = 40'000;

std::string name_of(int i) {
    return fmt::format("SEP{:012X}", i);
}

/// 40,000 phones with a number each, in 400 pools of 100.
const World& large_world() {
    static const World world = [] {
        auto made = sample_world();
        const auto pool_row = *made.pools.find(kDefaultPool);
        for (int pool = 2; pool <= 401; ++pool) {
            auto row = pool_row;
            row.id = PoolId{pool};
            made.pools.set(row.id, row);
        }
        for (int i = 0; i < kPhones; ++i) {
            const DeviceId id{i + 1};
            const DirectoryNumberId number{i + 1};
            put_number(
                made,
                DirectoryNumber{
                    .id = number, .pattern = std::to_string(100'000 + i), .partition = kNoPartition}
            );
            put_device(
                made,
                Device{
                    .id = id,
                    .name = *DeviceName::parse(name_of(i)),
                    .model = i % 2 == 0 ? k7965 : k7960,
                    .pool = PoolId{2 + i / 100},
                    .button_template = ButtonTemplateId{i % 2 == 0 ? k7965.value() : k7960.value()},
                    .lines = {{.line = 1, .number = number}}}
            );
        }
        return made;
    }();
    return world;
}

void render(benchmark::State& state) {
    auto world = sample_world();
    add_device(world, "SEP001122334455", ModelId{state.range(0)}, {"1000"});
    std::size_t octets = 0;
    for (auto _ : state) {
        const auto file = provision::generate(world, "SEP001122334455.cnf.xml");
        octets += file->body->size();
        benchmark::DoNotOptimize(file);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(octets));
}

BENCHMARK(render)->ArgName("model")->Arg(7)->Arg(436);

/// A file with elements that an operator merged: the only one made through a tree.
void render_merged(benchmark::State& state) {
    auto world = sample_world();
    const auto id = add_device(world, "SEP001122334455", k7965, {"1000"});
    edit_device(world, id, [](Device& device) {
        device.further_xml = "<sshUserId>me</sshUserId><vendorConfig><webAccess>1</webAccess></vendorConfig>";
    });
    for (auto _ : state) {
        benchmark::DoNotOptimize(provision::generate(world, "SEP001122334455.cnf.xml"));
    }
}

BENCHMARK(render_merged);

/// What every phone's own file costs the journal when it was sent.
void lint_file(benchmark::State& state) {
    auto world = sample_world();
    const auto id = add_device(world, "SEP001122334455", k7965, {"1000"});
    for (auto _ : state) {
        benchmark::DoNotOptimize(provision::lint(world, *world.devices.find(id)));
    }
}

BENCHMARK(lint_file);

void render_default(benchmark::State& state) {
    auto world = sample_world();
    switch_autoreg_on(world, kCm1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(provision::generate(world, "XMLDefault.cnf.xml"));
    }
}

BENCHMARK(render_default);

void given(benchmark::State& state) {
    auto world = sample_world();
    const auto id = add_device(world, "SEP001122334455", k7965, {"1000"});
    for (auto _ : state) {
        benchmark::DoNotOptimize(provision::given(world, *world.devices.find(id)));
    }
}

BENCHMARK(given);

void difference_of_one_label(benchmark::State& state) {
    const auto& before = large_world();
    auto after = before;
    edit_device(after, DeviceId{20'000}, [](Device& device) { device.lines[0].label = "x"; });
    for (auto _ : state) {
        benchmark::DoNotOptimize(change::concerned(before, after));
    }
}

BENCHMARK(difference_of_one_label);

void difference_of_one_pool(benchmark::State& state) {
    const auto& before = large_world();
    auto after = before;
    edit(after.pools, PoolId{7}, [](DevicePool& pool) { pool.connection_monitor = 7; });
    for (auto _ : state) {
        benchmark::DoNotOptimize(change::concerned(before, after));
    }
}

BENCHMARK(difference_of_one_pool);

void difference_of_everybody(benchmark::State& state) {
    const auto& before = large_world();
    auto after = before;
    edit(after.nodes, kCm1, [](Node& node) { node.address = Ipv4{10, 0, 0, 1}; });
    for (auto _ : state) {
        benchmark::DoNotOptimize(change::concerned(before, after));
    }
}

BENCHMARK(difference_of_everybody)->Unit(benchmark::kMillisecond);

/// From a new world to 40,000 planned directives: what the world thread does when a node moves.
void plan_for_everybody(benchmark::State& state) {
    const auto before = std::make_shared<const World>(large_world());
    auto changed = large_world();
    edit(changed.nodes, kCm1, [](Node& node) { node.address = Ipv4{10, 0, 0, 1}; });
    const auto after = std::make_shared<const World>(std::move(changed));
    for (auto _ : state) {
        state.PauseTiming();
        change::Planner planner;
        planner.on_world(before, {});
        for (int i = 0; i < kPhones; ++i) {
            planner.on_registered(*DeviceName::parse(name_of(i)), *before, {});
        }
        state.ResumeTiming();
        planner.on_world(after, {});
        benchmark::DoNotOptimize(planner.pending());
    }
}

BENCHMARK(plan_for_everybody)->Unit(benchmark::kMillisecond)->Iterations(2);

}  // namespace
