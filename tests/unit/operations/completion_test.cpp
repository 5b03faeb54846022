#include "server/app/commands/completion.hpp"

#include "server/operations/names.hpp"
#include "tests/unit/operations/bench.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <catch2/catch.hpp>

#include <cstdio>
#include <fstream>

using namespace dialtone;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

/// What bash offers for the last of `words` once the script is loaded; `dialtone` is a function that lists
/// two phones, one of which nobody should run.
std::string offered(const std::vector<std::string>& words) {
    const test::ScratchDirectory scratch;
    const auto script = scratch.path() / "completion.bash";
    std::ofstream{script} << app::bash_completion(operations::all_operations())
                          << "dialtone() { printf 'SEP001122334455\\nSEP$(echo oops)\\n'; }\n"
                          << "COMP_WORDS=(" << fmt::format("'{}'", fmt::join(words, "' '")) << ")\n"
                          << "COMP_CWORD=" << words.size() - 1 << "\n"
                          << "_dialtone\nprintf '%s|' \"${COMPREPLY[@]}\"\n";
    auto* pipe = popen(("bash " + script.string() + " 2>&1").c_str(), "r");
    std::string out;
    char block[4096];
    for (std::size_t n = 0; (n = fread(block, 1, sizeof block, pipe)) > 0;) {
        out.append(block, n);
    }
    pclose(pipe);
    return out;
}

}  // namespace

TEST_CASE("Completion: every command and every option is in the script", "[app][completion]") {
    const auto script = app::bash_completion(operations::all_operations());
    for (const auto& operation : operations::all_operations()) {
        CAPTURE(name_of(operation));
        CHECK_THAT(script, Contains("'" + std::string{operation.noun} + "'"));
        CHECK_THAT(script, Contains("'" + name_of(operation)));
        for (const auto& argument : operation.arguments) {
            if (argument.shape == operations::Shape::value || argument.shape == operations::Shape::flag) {
                CHECK_THAT(script, Contains("'--" + std::string{argument.name} + "'"));
            }
        }
    }
}

TEST_CASE("Completion: bash offers commands, verbs, options, choices and names", "[app][completion]") {
    CHECK(offered({"dialtone", "pho"}) == "phone|");
    CHECK(offered({"dialtone", "phone", "res"}) == "reset|restart|");
    CHECK(offered({"dialtone", "phone", "add", "--mode"}) == "--model|");
    CHECK(offered({"dialtone", "phone", "add", "--protocol", "S"}) == "SCCP|SIP|");
    CHECK(offered({"dialtone", "line", "add", "SEP0", "1", "--ring", "flash"}) == "flash\\ only|");
    CHECK(offered({"dialtone", "phone", "show", "SEP0"}) == "SEP001122334455|");
    CHECK(offered({"dialtone", "serve", "--port"}) == "--port-offset|");
}

TEST_CASE("Completion: a name from the database is never run", "[app][completion]") {
    CHECK(offered({"dialtone", "phone", "show", "SEP$"}) == "SEP\\$\\(echo\\ oops\\)|");
}

TEST_CASE("Completion: names come from the database", "[app][completion]") {
    Bench bench;
    bench.with_node();
    REQUIRE(
        bench.ask({"phone", "add", "--mac", "001122334455", "--model", "7965", "--dn", "1001"}).has_value()
    );
    const auto names = [&](const std::string& kind) {
        std::string text;
        operations::Session session{{bench.directory, bench.clock, {}, {}}};
        for (const auto& name : operations::known_names(session, *operations::names_from(kind)).value()) {
            text += name + "\n";
        }
        return text;
    };
    CHECK(names("device") == "SEP001122334455\n");
    CHECK(names("number") == "1001\n");
    CHECK(names("node") == "cm1\n");
    CHECK(names("pool") == "Default\n");
    CHECK_THAT(names("model"), Contains("7965\n"));
    CHECK_THAT(names("parameter"), Contains("callmanager/station-keepalive-interval\n"));
    CHECK_THAT(names("button-template"), Contains("Standard 7965 SCCP\n"));
    CHECK_FALSE(operations::names_from("nothing").has_value());
}
