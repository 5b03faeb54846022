#include "server/dhcp/address_pool.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace dialtone;
using dhcp::AddressPool;

namespace {

constexpr Ipv4 at(std::uint8_t last) {
    return Ipv4{10, 0, 0, last};
}

}  // namespace

TEST_CASE("DHCP pool: ranges are joined and what is withheld is taken out", "[dhcp][engine]") {
    const AddressPool pool{
        {{at(10), at(20)}, {at(15), at(30)}, {at(9), at(3)}}, {{at(5), at(11)}, {at(18), at(19)}}};
    REQUIRE(pool.size() == 17);
    REQUIRE_FALSE(pool.contains(at(11)));
    REQUIRE(pool.contains(at(12)));
    REQUIRE_FALSE(pool.contains(at(18)));
    REQUIRE(pool.contains(at(30)));
    REQUIRE_FALSE(pool.contains(at(31)));
}

TEST_CASE("DHCP pool: every start finds every address exactly once", "[dhcp][engine]") {
    for (std::uint64_t start = 0; start < 140; ++start) {
        AddressPool pool{{{at(1), at(70)}, {at(100), at(169)}}, {}};
        std::set<Ipv4> seen;
        while (const auto address = pool.find(start)) {
            REQUIRE(pool.contains(*address));
            REQUIRE(seen.insert(*address).second);
            pool.mark(*address, AddressPool::Use::taken);
        }
        REQUIRE(seen.size() == 140);
        REQUIRE(pool.taken() == 140);
    }
}

TEST_CASE("DHCP pool: remembered addresses go last", "[dhcp][engine]") {
    AddressPool pool{{{at(1), at(3)}}, {}};
    pool.mark(at(1), AddressPool::Use::remembered);
    pool.mark(at(3), AddressPool::Use::taken);
    REQUIRE(pool.find(0) == at(2));
    pool.mark(at(2), AddressPool::Use::taken);
    REQUIRE(pool.find(0) == at(1));
    pool.mark(at(1), AddressPool::Use::taken);
    REQUIRE_FALSE(pool.find(0));
    pool.mark(at(2), AddressPool::Use::free);
    REQUIRE(pool.find(0) == at(2));
}

TEST_CASE("DHCP pool: the whole address space and nothing at all are no trouble", "[dhcp][engine]") {
    const AddressPool all{{{Ipv4{}, Ipv4::broadcast()}}, {}};
    REQUIRE(all.size() == AddressPool::kMaxSize);
    const AddressPool none{{{at(1), at(9)}}, {{Ipv4{}, Ipv4::broadcast()}}};
    REQUIRE(none.size() == 0);
    REQUIRE_FALSE(none.find(7));
}
