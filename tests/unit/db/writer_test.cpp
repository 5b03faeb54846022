#include "db/writer.hpp"
#include "db/lease_store.hpp"
#include "db/transaction.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace dialtone;
using db::Store;
using db::Writer;
using test::FreshSite;

namespace {

struct Running {
    FreshSite site;
    Metrics metrics;
    db::LeaseStore leases;
    Writer writer;

    explicit Running(db::WriterSettings settings = {}) : writer{settings, metrics} {
        writer.attach(Store::leases, [this] {
            return db::open_leases(site.directory, db::Access::read_write);
        });
        writer.attach(Store::device, [this] {
            return db::open_device_database(site.directory, db::Access::read_write);
        });
    }

    ~Running() { writer.stop(); }

    bool add_region(const std::string& name, Writer::Done done = {}) {
        return writer.submit(
            Store::device,
            [name](db::Database& database) { database.run("INSERT INTO region (name) VALUES (?1)", name); },
            std::move(done)
        );
    }

    bool add_lease(std::uint32_t number, Writer::Done done = {}) {
        const dhcp::Lease lease{.address = Ipv4{Ipv4{10, 0, 0, 0}.value() + number}};
        return writer.submit(
            Store::leases,
            [this, lease](db::Database& database) { leases.store(database, {lease}); },
            std::move(done)
        );
    }

    std::int64_t regions() { return site.database.integer("SELECT count(*) FROM region").value() - 1; }

    std::uint64_t counted(const std::string& name, const std::string& store) {
        return metrics.counter(name, "", {{"store", store}}).value();
    }
};

}  // namespace

TEST_CASE("Writer: what is acknowledged is in the database", "[db]") {
    Running r;
    r.writer.start();
    std::atomic<int> acknowledged{0};
    for (int i = 0; i < 100; ++i) {
        REQUIRE(r.add_region("R" + std::to_string(i), [&](const Problem* problem) {
            acknowledged += problem == nullptr ? 1 : 0;
        }));
    }
    r.writer.flush();
    REQUIRE(acknowledged == 100);
    REQUIRE(r.regions() == 100);
}

TEST_CASE("Writer: jobs that wait together are one commit", "[db]") {
    Running r;
    for (int i = 0; i < 500; ++i) {
        REQUIRE(r.add_region("R" + std::to_string(i)));
    }
    r.writer.start();
    r.writer.flush();
    REQUIRE(r.counted("dialtone_store_commits_total", "device") == 1);
    REQUIRE(r.counted("dialtone_store_jobs_total", "device") == 500);
}

TEST_CASE("Writer: a job that fails is undone alone", "[db]") {
    Running r;
    std::vector<std::string> answers;
    const auto note = [&](const Problem* problem) {
        answers.push_back(problem ? problem->sentence : "stored");
    };
    REQUIRE(r.add_region("North", note));
    REQUIRE(r.writer.submit(
        Store::device,
        [](db::Database& database) {
            database.run("INSERT INTO region (name) VALUES ('Half')");
            throw std::runtime_error("changed its mind");
        },
        note
    ));
    REQUIRE(r.add_region("North", note));
    REQUIRE(r.add_region("South", note));
    r.writer.start();
    r.writer.flush();
    REQUIRE(answers.size() == 4);
    REQUIRE(answers[0] == "stored");
    REQUIRE(answers[1] == "changed its mind");
    REQUIRE(answers[2].find("UNIQUE") != std::string::npos);
    REQUIRE(answers[3] == "stored");
    REQUIRE(r.regions() == 2);
    REQUIRE(r.counted("dialtone_store_failures_total", "device") == 2);
}

TEST_CASE("Writer: a job that ends the transaction itself fails the whole group", "[db]") {
    Running r;
    std::vector<bool> stored;
    const auto note = [&](const Problem* problem) { stored.push_back(problem == nullptr); };
    REQUIRE(r.add_region("North", note));
    // As a full disk does.
    REQUIRE(r.writer.submit(
        Store::device, [](db::Database& database) { database.script("ROLLBACK"); }, note
    ));
    REQUIRE(r.add_region("South", note));
    r.writer.start();
    r.writer.flush();
    REQUIRE(stored == std::vector{false, false, false});
    REQUIRE(r.regions() == 0);
    REQUIRE(r.add_region("South", note));
    r.writer.flush();
    REQUIRE(r.regions() == 1);
}

TEST_CASE("Writer: a full queue refuses and counts", "[db]") {
    Running r{{.queue_capacity = 3}};
    for (int i = 0; i < 3; ++i) {
        REQUIRE(r.add_region("R" + std::to_string(i)));
    }
    REQUIRE_FALSE(r.add_region("R4"));
    REQUIRE(r.add_lease(1));
    REQUIRE(r.counted("dialtone_store_refused_total", "device") == 1);
    r.writer.start();
    r.writer.flush();
    REQUIRE(r.regions() == 3);
    REQUIRE_FALSE(r.writer.submit(Store::node, [](db::Database&) {}));
}

TEST_CASE("Writer: a device database that is locked does not stop leases", "[db]") {
    Running r{{.lock_patience = std::chrono::hours{1}}};
    r.writer.start();
    std::atomic<int> leases{0};
    std::atomic<bool> is_region_stored{false};
    {
        const db::Transaction held{r.site.database};
        REQUIRE(r.add_region("North", [&](const Problem* problem) { is_region_stored = problem == nullptr; })
        );
        for (std::uint32_t i = 1; i <= 20; ++i) {
            REQUIRE(r.add_lease(i, [&](const Problem*) {
                ++leases;
                leases.notify_all();
            }));
            leases.wait(static_cast<int>(i) - 1);
        }
        REQUIRE_FALSE(is_region_stored);
    }
    r.writer.flush();
    REQUIRE(is_region_stored);
}

TEST_CASE("Writer: a lock that is never freed fails the jobs that waited for it", "[db]") {
    Running r{{.lock_patience = std::chrono::milliseconds{1}}};
    const db::Transaction held{r.site.database};
    std::optional<ProblemKind> answer;
    REQUIRE(r.add_region("North", [&](const Problem* problem) { answer = problem->kind; }));
    r.writer.start();
    r.writer.flush();
    REQUIRE(answer == ProblemKind::busy);
}

TEST_CASE("Writer: a store that cannot be opened fails its jobs and is tried again", "[db]") {
    Running r;
    std::vector<bool> stored;
    const auto note = [&](const Problem* problem) { stored.push_back(problem == nullptr); };
    const auto hidden = r.site.scratch.path() / "hidden.db";
    std::filesystem::rename(r.site.directory.device(), hidden);
    std::filesystem::create_directory(r.site.directory.device());
    r.writer.start();
    REQUIRE(r.add_region("North", note));
    REQUIRE(r.add_lease(1, note));
    r.writer.flush();
    REQUIRE(stored.size() == 2);
    REQUIRE(std::count(stored.begin(), stored.end(), true) == 1);
    std::filesystem::remove(r.site.directory.device());
    std::filesystem::rename(hidden, r.site.directory.device());
    REQUIRE(r.add_region("North", note));
    r.writer.flush();
    REQUIRE(stored.back());
}

TEST_CASE("Writer: a delayed job waits for a flush or its time, not longer", "[db]") {
    Running r;
    r.writer.start();
    std::atomic<bool> is_done{false};
    const auto set = [&](const Problem*) { is_done = true; };
    REQUIRE(r.writer.submit_after(
        Store::device, std::chrono::hours{1}, [](db::Database&) {}, set
    ));
    REQUIRE(r.add_region("North"));
    REQUIRE_FALSE(is_done);
    r.writer.flush();
    REQUIRE(is_done);

    is_done = false;
    REQUIRE(r.writer.submit_after(
        Store::device,
        std::chrono::milliseconds{1},
        [](db::Database&) {},
        [&](const Problem*) {
            is_done = true;
            is_done.notify_all();
        }
    ));
    is_done.wait(false);
}

TEST_CASE("Writer: stopping finishes what was taken and takes nothing more", "[db]") {
    Running r;
    r.writer.start();
    std::atomic<int> done{0};
    const auto count = [&](const Problem* problem) { done += problem == nullptr ? 1 : 0; };
    for (int i = 0; i < 50; ++i) {
        REQUIRE(r.add_region("R" + std::to_string(i), count));
    }
    REQUIRE(r.writer.submit_after(
        Store::device, std::chrono::hours{1}, [](db::Database&) {}, count
    ));
    r.writer.stop();
    REQUIRE(done == 51);
    REQUIRE_FALSE(r.add_region("late"));
    auto log = r.site.directory.device();
    log += "-wal";
    REQUIRE((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
}

TEST_CASE("Writer: the watcher is nudged before the jobs are told", "[db]") {
    FreshSite site;
    Metrics metrics;
    Writer writer{{}, metrics};
    std::vector<std::string> order;
    writer.attach(
        Store::device,
        [&] { return db::open_device_database(site.directory, db::Access::read_write); },
        [&] { order.emplace_back("committed"); }
    );
    REQUIRE(writer.submit(
        Store::device, [](db::Database&) {}, [&](const Problem*) { order.emplace_back("told"); }
    ));
    writer.start();
    writer.stop();
    REQUIRE(order == std::vector<std::string>{"committed", "told"});
}

TEST_CASE("Writer: jobs come from many threads", "[db]") {
    Running r;
    r.writer.start();
    std::atomic<int> stored{0};
    std::vector<std::thread> threads;
    for (std::uint32_t t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (std::uint32_t i = 1; i <= 200; ++i) {
                if (!r.add_lease(t * 1000 + i, [&](const Problem* problem) {
                        stored += problem == nullptr;
                    })) {
                    return;
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    r.writer.flush();
    REQUIRE(stored == 800);
    REQUIRE(db::list_leases(r.site.directory).value().size() == 800);
}
