#include "server/app/start/preparation.hpp"

#include "tests/support/scratch_directory.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace dialtone;
using namespace dialtone::app;

namespace {

/// Starts of one node in one data directory; no port is bound.
struct Starts {
    test::ScratchDirectory scratch;
    std::string files = (scratch.path() / "tftpboot").string();

    Starts() { std::filesystem::create_directory(files); }

    [[nodiscard]] ServeOptions options() const {
        ServeOptions options;
        options.only = {"tftp"};
        options.node = "cm1";
        options.data = (scratch.path() / "data").string();
        options.port_offset = 30000;
        return options;
    }

    static std::pair<ServePlan, Preparation> start(const ServeOptions& options) {
        auto plan = make_serve_plan(options);
        REQUIRE(plan.has_value());
        auto preparation = prepare(*plan);
        REQUIRE(preparation.has_value());
        return {*std::move(plan), *std::move(preparation)};
    }
};

}  // namespace

TEST_CASE("prepare: what is not said again is as it was at the first start", "[serve]") {
    const Starts starts;
    auto first = starts.options();
    first.listen = Ipv4{127, 0, 0, 7};
    first.files = starts.files;
    REQUIRE(Starts::start(first).first.files_directory == starts.files);

    const auto [plan, preparation] = Starts::start(starts.options());
    CHECK(plan.files_directory == starts.files);
    CHECK(plan.address == Ipv4{127, 0, 0, 7});
    CHECK(preparation.remarks.empty());
}

TEST_CASE("prepare: what is said differently is reported, with the command that puts it right", "[serve]") {
    const Starts starts;
    auto options = starts.options();
    options.listen = Ipv4{127, 0, 0, 7};
    Starts::start(options);

    options.listen = Ipv4{127, 0, 0, 8};
    const auto preparation = Starts::start(options).second;
    REQUIRE(preparation.remarks.size() == 1);
    CHECK_THAT(preparation.remarks[0], Catch::Contains("dialtone node set cm1 --address 127.0.0.8"));
}
