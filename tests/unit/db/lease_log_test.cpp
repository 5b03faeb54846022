// What is left of the leases when the end of their log did not reach the disk.
#include "db/lease_store.hpp"
#include "db/stores.hpp"
#include "tests/support/scratch_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <vector>

using namespace dialtone;

namespace {

using Leases = std::vector<dhcp::Lease>;
namespace fs = std::filesystem;

dhcp::Lease lease_of(std::uint32_t phone, std::int64_t renewals) {
    const auto starts = WallTime{std::chrono::seconds{1'700'000'000 + 60 * renewals}};
    return {
        .address = Ipv4{10, 0, 0, static_cast<std::uint8_t>(10 + phone)},
        .subnet = SubnetId{1},
        .mac = MacAddress{{2, 0, 0, 0, 0, static_cast<std::uint8_t>(phone)}},
        .client_id = {},
        .state = renewals % 5 == 4 ? dhcp::LeaseState::released : dhcp::LeaseState::active,
        .starts = starts,
        .expires = starts + std::chrono::hours{24},
        .hostname = std::string(static_cast<std::size_t>(40 + renewals), 'h'),
        .vendor_class = "Cisco Systems, Inc. IP Phone CP-7965G"};
}

fs::path log_of(const fs::path& database) {
    return database.string() + "-wal";
}

enum class Ruin { cut, zeroes };

/// A copy of the files as they lie there, the end of the log lost.
struct Wreck {
    test::ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path()};

    Leases leases(const db::DataDirectory& original, std::size_t log_size, Ruin ruin) const {
        const auto replace = fs::copy_options::overwrite_existing;
        fs::copy_file(original.leases(), directory.leases(), replace);
        fs::copy_file(log_of(original.leases()), log_of(directory.leases()), replace);
        const auto log = log_of(directory.leases());
        const auto whole = fs::file_size(log);
        fs::resize_file(log, log_size);
        if (ruin == Ruin::zeroes) {
            fs::resize_file(log, whole);
        }
        auto opened = db::open_leases(directory, db::Access::read_write).value();
        return db::load_leases(opened);
    }
};

}  // namespace

TEST_CASE(
    "Lease log: lost from anywhere on, it holds what was committed before that and nothing else", "[db]"
) {
    const test::ScratchDirectory scratch;
    const db::DataDirectory directory{scratch.path()};
    auto open = db::open_leases(directory, db::Access::read_write).value();
    REQUIRE(open.checkpoint());

    db::LeaseStore store;
    std::vector<Leases> history{{}};
    std::vector<std::size_t> log_sizes{0};
    for (std::uint32_t i = 0; i < 24; ++i) {
        store.store(open, {lease_of(i % 3, i)});
        history.push_back(db::load_leases(open));
        log_sizes.push_back(fs::file_size(log_of(directory.leases())));
    }

    const Wreck wreck;
    const auto whole = log_sizes.back();
    REQUIRE(whole > 2 * 4096);
    std::size_t wrong = 0;
    const auto check = [&](std::size_t cut, Ruin ruin) {
        const auto kept = whole - cut;
        const auto later = std::upper_bound(log_sizes.begin(), log_sizes.end(), kept);
        const auto committed = static_cast<std::size_t>(later - log_sizes.begin()) - 1;
        wrong += wreck.leases(directory, kept, ruin) == history[committed] ? 0U : 1U;
    };
    // The last page octet by octet; further on in strides that meet every part of a frame sooner or later.
    for (std::size_t cut = 0; cut <= whole; cut += cut < 4200 ? 1 : 997) {
        check(cut, Ruin::cut);
    }
    for (std::size_t cut = 0; cut <= whole; cut += 331) {
        check(cut, Ruin::zeroes);
    }
    REQUIRE(wrong == 0);
}
