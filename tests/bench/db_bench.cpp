// The store: durable leases, a change of the world, looking things up.
#include "db/auto_registration.hpp"
#include "db/lease_store.hpp"
#include "db/migrator.hpp"
#include "db/node_startup.hpp"
#include "db/stores.hpp"
#include "db/transaction.hpp"
#include "db/world_loader.hpp"
#include "db/writer.hpp"
#include "server/journal/packing.hpp"
#include "tests/support/scratch_directory.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

using namespace dialtone;

namespace {

constexpr int kDevices = 40'000;

struct Site {
    test::ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path()};
    db::Database database = db::open_device_database(directory, db::Access::read_write).value();
    NodeId node = db::start_node(database, {.name = "cm1", .address = Ipv4{10, 0, 0, 1}}).value().id;

    Site() {
        database.run("UPDATE node SET autoreg_enabled = 1, autoreg_first = 100000, autoreg_last = 999999");
    }

    AutoRegisterResult add_phone(int phone) {
        return db::auto_register(
            database,
            {node, *DeviceName::parse(fmt::format("SEP{:012X}", phone)), ModelId{436}, Protocol::sccp}
        );
    }
};

/// A site of 40,000 phones, made once.
Site& large_site() {
    static Site site;
    static const bool is_filled = [] {
        db::Transaction transaction{site.database};
        for (int phone = 0; phone < kDevices; ++phone) {
            site.add_phone(phone);
        }
        transaction.commit();
        return true;
    }();
    benchmark::DoNotOptimize(is_filled);
    return site;
}

void leases_through_the_writer(benchmark::State& state) {
    const Site site;
    Metrics metrics;
    db::Writer writer{{}, metrics};
    writer.attach(db::Store::leases, [&] { return db::open_leases(site.directory, db::Access::read_write); });
    writer.start();
    std::uint32_t address = 1;
    const auto group = state.range(0);
    for (auto _ : state) {
        for (std::int64_t i = 0; i < group; ++i) {
            const dhcp::Lease lease{
                .address = Ipv4{address++},
                .hostname = "SEP001122AABBCC",
                .vendor_class = "Cisco Systems, Inc."};
            [[maybe_unused]] const bool is_taken = writer.submit(
                db::Store::leases, [lease](db::Database& leases) { db::store_lease(leases, lease); }
            );
        }
        writer.flush();
    }
    state.SetItemsProcessed(state.iterations() * group);
}

void auto_registrations(benchmark::State& state) {
    Site site;
    int phone = 0;
    const auto group = state.range(0);
    for (auto _ : state) {
        db::Transaction transaction{site.database};
        for (std::int64_t i = 0; i < group; ++i) {
            benchmark::DoNotOptimize(site.add_phone(phone++));
        }
        transaction.commit();
    }
    state.SetItemsProcessed(state.iterations() * group);
}

void whole_load_of_40000_devices(benchmark::State& state) {
    auto& site = large_site();
    db::WorldLoader loader{db::open_device_database(site.directory, db::Access::read_only).value()};
    for (auto _ : state) {
        benchmark::DoNotOptimize(loader.load_whole());
    }
}

void one_change_among_40000_devices(benchmark::State& state) {
    auto& site = large_site();
    db::WorldLoader loader{db::open_device_database(site.directory, db::Access::read_only).value()};
    auto world = loader.load_whole().world;
    int round = 0;
    for (auto _ : state) {
        state.PauseTiming();
        site.database.run("UPDATE line_appearance SET label = ?1 WHERE device = 20000", ++round);
        state.ResumeTiming();
        world = loader.load_changes(world).world;
    }
}

void lookup_among_40000_devices(benchmark::State& state) {
    auto& site = large_site();
    const auto world = db::load_world(site.database).world;
    std::vector<DeviceName> names;
    for (int phone = 0; phone < kDevices; phone += 7) {
        names.push_back(*DeviceName::parse(fmt::format("SEP{:012X}", phone)));
    }
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(world->find_device(names[next++ % names.size()]));
    }
}

void journal_packing(benchmark::State& state) {
    const std::vector<journal::Observation> steps(
        4,
        {WallTime{},
         "SEPA",
         journal::Step::file_served,
         {{"name", "SEPA.cnf.xml"}, {"bytes", "8312"}, {"ms", "7"}}}
    );
    for (auto _ : state) {
        benchmark::DoNotOptimize(journal::pack(steps));
    }
    state.SetItemsProcessed(state.iterations() * 4);
}

}  // namespace

BENCHMARK(leases_through_the_writer)->Arg(1)->Arg(100)->Arg(10'000)->UseRealTime();
BENCHMARK(auto_registrations)->Arg(1)->Arg(100)->Arg(1'000)->UseRealTime();
BENCHMARK(whole_load_of_40000_devices)->Unit(benchmark::kMillisecond);
BENCHMARK(one_change_among_40000_devices)->Unit(benchmark::kMicrosecond);
BENCHMARK(lookup_among_40000_devices);
BENCHMARK(journal_packing);
