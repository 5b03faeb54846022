// What is left of the leases when the end of their log did not reach the disk.
#include "common/bytes/bytes.hpp"
#include "db/lease_store.hpp"
#include "db/stores.hpp"
#include "tests/support/scratch_directory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
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

Buffer octets_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return Buffer{std::istreambuf_iterator<char>{in}, {}};
}

enum class Ruin { cut, zeroes };

/// A copy of the files as they lay there, the end of the log lost.
struct Wreck {
    test::ScratchDirectory scratch;
    db::DataDirectory directory{scratch.path()};
    Buffer log;

    explicit Wreck(const db::DataDirectory& original) : log{octets_of(log_of(original.leases()))} {
        fs::copy_file(original.leases(), directory.leases());
    }

    /// Nothing is written: every look finds the same database.
    Leases leases(std::size_t kept, Ruin ruin) const {
        const auto text = text_of(log);
        {
            std::ofstream out{log_of(directory.leases()), std::ios::binary};
            out << text.substr(0, kept) << std::string(ruin == Ruin::zeroes ? text.size() - kept : 0, '\0');
        }
        auto opened = db::open_leases(directory, db::Access::read_only).value();
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

    const Wreck wreck{directory};
    const auto whole = wreck.log.size();
    REQUIRE(whole == log_sizes.back());
    std::size_t wrong = 0;
    const auto check = [&](std::size_t cut, Ruin ruin) {
        auto kept = whole - cut;
        const auto read = wreck.leases(kept, ruin);
        while (ruin == Ruin::zeroes && kept < whole && wreck.log[kept] == 0) {
            ++kept;  // it was a zero anyway
        }
        const auto later = std::upper_bound(log_sizes.begin(), log_sizes.end(), kept);
        const auto committed = static_cast<std::size_t>(later - log_sizes.begin()) - 1;
        wrong += read == history[committed] ? 0U : 1U;
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
