// A server that is killed at any moment has lost nothing that it acknowledged.
#include "db/auto_registration.hpp"
#include "db/lease_store.hpp"
#include "db/writer.hpp"
#include "tests/unit/db/fresh_site.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <map>
#include <random>

using namespace dialtone;
using db::Store;
using test::FreshSite;

namespace {

/// What the server says when something is durable: an address, or a phone and its number.
struct Acknowledgement {
    std::uint32_t address = 0;
    std::uint32_t phone = 0;
    std::uint32_t number = 0;
};

DeviceName phone_name(std::uint32_t phone) {
    return *DeviceName::parse(fmt::format("SEP{:012X}", phone));
}

void say(int pipe, const Acknowledgement& acknowledgement) {
    // Smaller than PIPE_BUF: whole or not at all, even when killed.
    [[maybe_unused]] const auto written = ::write(pipe, &acknowledgement, sizeof acknowledgement);
}

/// The server: leases and auto-registrations in a storm until it is killed.
[[noreturn]] void serve(const FreshSite& site, std::uint32_t first, int pipe) {
    Metrics metrics;
    db::Writer writer{{}, metrics};
    writer.attach(Store::leases, [&] { return db::open_leases(site.directory, db::Access::read_write); });
    writer.attach(Store::device, [&] {
        return db::open_device_database(site.directory, db::Access::read_write);
    });
    writer.start();
    db::LeaseStore store;
    for (std::uint32_t i = first;; ++i) {
        const dhcp::Lease lease{.address = Ipv4{i}};
        [[maybe_unused]] const bool is_leased = writer.submit(
            Store::leases,
            [&store, lease](db::Database& leases) { store.store(leases, {lease}); },
            [=](const Problem* problem) {
                if (problem == nullptr) {
                    say(pipe, {.address = i});
                }
            }
        );
        auto result = std::make_shared<AutoRegisterResult>();
        const AutoRegisterRequest request{site.node, phone_name(i), ModelId{436}, Protocol::sccp};
        [[maybe_unused]] const bool is_registered = writer.submit(
            Store::device,
            [=](db::Database& database) { *result = db::auto_register(database, request); },
            [=](const Problem* problem) {
                if (problem == nullptr && !result->refused) {
                    say(pipe, {.phone = i, .number = static_cast<std::uint32_t>(std::stoul(result->dn))});
                }
            }
        );
    }
}

/// Runs a server and kills it after some acknowledgements. @return all of them.
std::vector<Acknowledgement> run_and_kill(const FreshSite& site, std::uint32_t first, std::size_t after) {
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        serve(site, first, pipe[1]);
    }
    ::close(pipe[1]);
    std::vector<Acknowledgement> said;
    Acknowledgement one;
    while (::read(pipe[0], &one, sizeof one) == static_cast<ssize_t>(sizeof one)) {
        said.push_back(one);
        if (said.size() == after) {
            ::kill(child, SIGKILL);
        }
    }
    ::close(pipe[0]);
    ::waitpid(child, nullptr, 0);
    return said;
}

void require_everything(const FreshSite& site, const std::vector<Acknowledgement>& said) {
    std::map<Ipv4, dhcp::Lease> leases;
    for (auto& lease : db::list_leases(site.directory).value()) {
        leases[lease.address] = lease;
    }
    auto database = site.open();
    const auto world = db::load_world(database).world;
    REQUIRE(world != nullptr);
    std::size_t lost = 0;
    for (const auto& one : said) {
        if (one.address != 0) {
            lost += leases.contains(Ipv4{one.address}) ? 0U : 1U;
            continue;
        }
        const auto* device = world->find_device(phone_name(one.phone));
        const bool is_kept =
            device != nullptr && device->lines.size() == 1 &&
            world->numbers.find(device->lines[0].number)->pattern == std::to_string(one.number);
        lost += is_kept ? 0U : 1U;
    }
    REQUIRE(lost == 0);
}

}  // namespace

TEST_CASE("Crash: every acknowledged lease and number survives a kill at any moment", "[db]") {
    FreshSite site;
    site.switch_on_autoreg(100'000, 999'999);
    std::mt19937 random{20};
    std::vector<Acknowledgement> said;
    for (std::uint32_t round = 0; round < 6; ++round) {
        const auto more = run_and_kill(site, 1'000'000 * (round + 1), 1 + random() % 1500);
        REQUIRE_FALSE(more.empty());
        said.insert(said.end(), more.begin(), more.end());
        require_everything(site, said);
    }
    // Half a transaction would show as a device without its line.
    REQUIRE(
        site.database.integer(
            "SELECT count(*) FROM device WHERE id NOT IN (SELECT device FROM line_appearance)"
        ) == 0
    );
}
