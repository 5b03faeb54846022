// The store: durable leases, a change of the world, looking things up.
#include "db/auto_registration.hpp"
#include "db/lease_store.hpp"
#include "db/migrator.hpp"
#include "db/node_startup.hpp"
#include "db/stores.hpp"
#include "db/transaction.hpp"
#include "db/world/indexes.hpp"
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

/// Leases as phones take them: addresses spread over a range of 262,144.
std::vector<dhcp::Lease> some_leases(std::uint32_t first, std::int64_t count) {
    std::vector<dhcp::Lease> leases;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto place = (first + i) * 0x9e3779b1U >> 14U;
        leases.push_back(
            {.address = Ipv4{Ipv4{10, 80, 0, 0}.value() + place},
             .client_id = "\x01\x00\x07\x0e\x16\x01\x7a",
             .hostname = "SEP001122AABBCC",
             .vendor_class = "Cisco Systems, Inc. IP Phone CP-7965G"}
        );
    }
    return leases;
}

/// Jobs of so many leases, beside so many others, each job durable before the next.
void leases_through_the_writer(benchmark::State& state) {
    const Site site;
    Metrics metrics;
    db::Writer writer{{}, metrics};
    writer.attach(db::Store::leases, [&] { return db::open_leases(site.directory, db::Access::read_write); });
    writer.start();
    db::LeaseStore lease_store;
    const auto store = [&](std::vector<dhcp::Lease> leases) {
        [[maybe_unused]] const bool is_taken =
            writer.submit(db::Store::leases, [&, leases = std::move(leases)](db::Database& database) {
                lease_store.store(database, leases);
            });
        writer.flush();
    };
    const auto group = state.range(0);
    auto next = static_cast<std::uint32_t>(state.range(1));
    store(some_leases(0, state.range(1)));
    for (auto _ : state) {
        store(some_leases(next, group));
        next += static_cast<std::uint32_t>(group);
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

/// What a new phone with its number costs the world, without the database: tables and indexes.
void one_device_more_in_the_world(benchmark::State& state) {
    auto& site = large_site();
    const auto before = db::load_world(site.database).world;
    std::int64_t next = 10'000'000;
    auto world = *before;
    for (auto _ : state) {
        auto fresh = world;
        db::Indexes indexes{fresh};
        ++next;
        const DirectoryNumber number{
            .id = DirectoryNumberId{next}, .pattern = std::to_string(next), .partition = PartitionId{1}};
        fresh.numbers.set(number.id, number);
        indexes.number(nullptr, &number);
        Device device = *before->find_device(*DeviceName::parse("SEP000000004E20"));
        device.id = DeviceId{next};
        device.name = *DeviceName::parse(fmt::format("SEP{:012X}", next));
        device.lines.front().number = number.id;
        fresh.devices.set(device.id, device);
        indexes.device(nullptr, &device);
        indexes.finish();
        // The old world goes, as it does when every thread has the newer one.
        world = std::move(fresh);
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

BENCHMARK(leases_through_the_writer)
    ->Args({1, 0})
    ->Args({100, 0})
    ->Args({100, 100'000})
    ->Args({512, 100'000})
    ->Args({10'000, 100'000})
    ->UseRealTime();
BENCHMARK(auto_registrations)->Arg(1)->Arg(100)->Arg(1'000)->UseRealTime();
BENCHMARK(whole_load_of_40000_devices)->Unit(benchmark::kMillisecond);
BENCHMARK(one_change_among_40000_devices)->Unit(benchmark::kMicrosecond);
BENCHMARK(one_device_more_in_the_world)->Unit(benchmark::kMicrosecond);
BENCHMARK(lookup_among_40000_devices);
BENCHMARK(journal_packing);
