#include "db/journal_reader.hpp"
#include "db/journal_recorder.hpp"
#include "db/journal_store.hpp"
#include "db/stores.hpp"
#include "db/transaction.hpp"
#include "tests/support/scratch_directory.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <thread>

using namespace dialtone;
using journal::Observation;
using journal::Step;

namespace {

constexpr std::int64_t kNoon = 1'800'000'000'000'000;

WallTime at(std::int64_t milliseconds) {
    return WallTime{Duration{kNoon + milliseconds * 1000}};
}

Observation seen(std::int64_t milliseconds, const std::string& subject, Step step) {
    return {at(milliseconds), subject, step, {{"name", "x"}}};
}

struct Site {
    test::ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path()};

    db::Database open(const char* roles) const {
        return db::open_journal(directory, "cm1", roles, db::Access::read_write).value();
    }
};

std::vector<Step> steps_of(const std::vector<Observation>& observations) {
    std::vector<Step> steps;
    for (const auto& observation : observations) {
        steps.push_back(observation.step);
    }
    return steps;
}

}  // namespace

TEST_CASE("Journal: a timeline merges the files of all processes by time", "[db]") {
    const Site site;
    auto dhcp = site.open("dhcp");
    auto calls = site.open("sccp");
    db::JournalStore dhcp_store{{}};
    db::JournalStore calls_store{{}};
    dhcp_store.append(
        dhcp, {seen(0, "SEPA", Step::dhcp_discover), seen(0, "SEPB", Step::dhcp_discover)}, at(200)
    );
    calls_store.append(calls, {seen(2000, "SEPA", Step::sccp_register)}, at(2200));
    dhcp_store.append(
        dhcp, {seen(1000, "SEPA", Step::dhcp_ack), seen(5000, "SEPA", Step::dhcp_request)}, at(5200)
    );

    db::JournalReader reader{site.directory};
    const auto timeline = reader.timeline("SEPA");
    REQUIRE(
        steps_of(timeline) ==
        std::vector{Step::dhcp_discover, Step::dhcp_ack, Step::sccp_register, Step::dhcp_request}
    );
    REQUIRE(timeline[0] == seen(0, "SEPA", Step::dhcp_discover));
    REQUIRE(
        steps_of(reader.timeline("SEPA", at(2000))) == std::vector{Step::sccp_register, Step::dhcp_request}
    );
    REQUIRE(steps_of(reader.timeline("SEPA", {}, 1)) == std::vector{Step::dhcp_request});
    REQUIRE(reader.timeline("SEPC").empty());
}

TEST_CASE("Journal: following gives what is new, once, and finds new files", "[db]") {
    const Site site;
    auto dhcp = site.open("dhcp");
    db::JournalStore dhcp_store{{}};
    dhcp_store.append(dhcp, {seen(0, "SEPA", Step::dhcp_discover)}, at(200));
    db::JournalReader reader{site.directory};
    auto mine = reader.end();
    auto everybody = mine;
    REQUIRE(reader.follow("SEPA", mine).empty());

    dhcp_store.append(dhcp, {seen(300, "SEPA", Step::dhcp_ack), seen(310, "SEPB", Step::dhcp_ack)}, at(400));
    auto calls = site.open("sccp");
    db::JournalStore{{}}.append(calls, {seen(350, "SEPA", Step::sccp_connected)}, at(100));
    REQUIRE(steps_of(reader.follow("SEPA", mine)) == std::vector{Step::dhcp_ack, Step::sccp_connected});
    REQUIRE(reader.follow("SEPA", mine).empty());
    REQUIRE(reader.follow_all(everybody).size() == 3);
    REQUIRE(reader.follow_all(everybody).empty());
}

TEST_CASE("Journal: a clock that is set back loses nothing", "[db]") {
    const Site site;
    auto file = site.open("all");
    db::JournalStore store{{}};
    store.append(file, {seen(0, "SEPA", Step::dhcp_discover)}, at(1000));
    db::JournalReader reader{site.directory};
    auto position = reader.end();
    db::JournalStore after_restart{{}};
    after_restart.append(file, {seen(-5000, "SEPA", Step::dhcp_ack)}, at(-4000));
    REQUIRE(steps_of(reader.follow("SEPA", position)) == std::vector{Step::dhcp_ack});
}

TEST_CASE("Journal: the latest step of each subject", "[db]") {
    const Site site;
    auto dhcp = site.open("dhcp");
    auto calls = site.open("sccp");
    db::JournalStore{{}}.append(
        dhcp,
        {seen(0, "SEPA", Step::dhcp_ack), seen(9, "SEPB", Step::dhcp_ack), seen(9, "@10.0.0.7", Step::note)},
        at(10)
    );
    db::JournalStore{{}}.append(calls, {seen(5, "SEPA", Step::sccp_register)}, at(10));
    db::JournalReader reader{site.directory};
    const auto latest = reader.latest("SEP");
    REQUIRE(latest.size() == 2);
    REQUIRE(latest[0].step == Step::sccp_register);
    REQUIRE(latest[1].subject == "SEPB");
    REQUIRE(reader.latest().size() == 3);
}

TEST_CASE("Journal: old steps go, subject by subject", "[db]") {
    const Site site;
    auto file = site.open("all");
    db::JournalStore store{{.max_age = std::chrono::hours{1}}};
    for (int phone = 0; phone < 100; ++phone) {
        store.append(file, {seen(0, "SEP" + std::to_string(phone), Step::dhcp_ack)}, at(phone));
    }
    constexpr std::int64_t kLater = 2 * 3600 * 1000;
    for (int flush = 0; flush < 12; ++flush) {
        store.append(file, {seen(kLater, "SEP7", Step::sccp_registered)}, at(kLater + flush));
    }
    db::JournalReader reader{site.directory};
    REQUIRE(reader.latest().size() == 1);
    REQUIRE(reader.timeline("SEP7").size() == 12);
}

TEST_CASE("Journal: its size is bounded, the newest steps stay", "[db]") {
    const Site site;
    auto file = site.open("all");
    constexpr std::int64_t kBytes = 128 * 1024;
    db::JournalStore store{{.max_bytes = kBytes}};
    const std::string text(400, 'x');
    std::size_t stored = 0;
    for (int flush = 0; flush < 2000;) {
        db::Transaction transaction{file};
        for (const int end = flush + 100; flush < end; ++flush) {
            Observation step{at(flush), "SEP" + std::to_string(flush % 20), Step::note, {{"text", text}}};
            stored += store.append(file, {std::move(step)}, at(flush));
        }
        transaction.commit();
    }
    REQUIRE(stored == 2000);
    file.checkpoint();
    REQUIRE(std::filesystem::file_size(site.directory.journal("cm1", "all")) < 2 * kBytes);
    db::JournalReader reader{site.directory};
    REQUIRE(reader.timeline("SEP19").back().at == at(1999));
}

TEST_CASE("Journal: many steps of one flush keep their order", "[db]") {
    const Site site;
    auto file = site.open("all");
    std::vector<Observation> storm;
    for (int i = 0; i < 1000; ++i) {
        storm.push_back({at(7), "SEPA", Step::note, {{"text", std::to_string(i)}}});
    }
    db::JournalStore store{{}};
    REQUIRE(store.append(file, storm, at(8)) == 1000);
    REQUIRE(db::JournalReader{site.directory}.timeline("SEPA") == storm);
}

TEST_CASE("Journal recorder: observations of several threads are in the journal after a flush", "[db]") {
    const Site site;
    Metrics metrics;
    db::Writer writer{{}, metrics};
    writer.attach(db::Store::journal, [&] {
        return db::open_journal(site.directory, "cm1", "all", db::Access::read_write);
    });
    db::JournalRecorder recorder{writer, {.flush_after = std::chrono::hours{1}}, metrics};
    writer.start();
    std::vector<std::thread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 100; ++i) {
                recorder.record(seen(i, fmt::format("SEP{}", t), Step::note));
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    writer.flush();
    db::JournalReader reader{site.directory};
    REQUIRE(reader.timeline("SEP1").size() == 100);
    REQUIRE(metrics.counter("dialtone_journal_recorded_total", "").value() == 300);
    // Each flush is one job, however much was recorded.
    REQUIRE(metrics.counter("dialtone_store_jobs_total", "", {{"store", "journal"}}).value() == 1);

    recorder.record(seen(200, "SEP1", Step::sccp_closed));
    writer.stop();
    REQUIRE(reader.timeline("SEP1").back().step == Step::sccp_closed);
}

TEST_CASE("Journal recorder: what does not fit is dropped and counted", "[db]") {
    const Site site;
    Metrics metrics;
    db::Writer writer{{}, metrics};
    bool is_broken = true;
    writer.attach(db::Store::journal, [&]() -> Outcome<db::Database> {
        if (is_broken) {
            return failed("no such disk");
        }
        return db::open_journal(site.directory, "cm1", "all", db::Access::read_write);
    });
    db::JournalRecorder recorder{writer, {.flush_after = std::chrono::hours{1}, .capacity = 2}, metrics};
    writer.start();
    recorder.record(seen(0, "", Step::note));
    recorder.record(seen(1, "SEPA", Step::note));
    recorder.record(seen(2, "SEPA", Step::note));
    recorder.record(seen(3, "SEPA", Step::note));
    writer.flush();
    REQUIRE(metrics.counter("dialtone_journal_dropped_total", "").value() == 2);

    // What waited while the disk was gone is still there for the next flush.
    is_broken = false;
    recorder.record(seen(4, "SEPA", Step::note));
    writer.flush();
    recorder.record(seen(5, "SEPA", Step::note));
    writer.flush();
    REQUIRE(metrics.counter("dialtone_journal_dropped_total", "").value() == 3);
    REQUIRE(db::JournalReader{site.directory}.timeline("SEPA").back().at == at(5));
}
