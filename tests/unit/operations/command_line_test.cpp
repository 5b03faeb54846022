#include "server/app/command_line.hpp"

#include "server/app/commands/help.hpp"
#include "server/app/commands/option_values.hpp"
#include "tests/unit/operations/bench.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace dialtone;
using namespace dialtone::app;
using Catch::Matchers::Contains;
using test::Bench;

namespace {

test::Spoken say(const std::vector<std::string>& words, const Programs& programs = {}) {
    std::ostringstream out;
    std::ostringstream err;
    test::Spoken spoken;
    spoken.status = run_command_line(words, programs, {out, err, 80});
    spoken.out = out.str();
    spoken.err = err.str();
    return spoken;
}

operations::Call call_of(const std::vector<std::string>& words) {
    return std::get<Command>(understand(words).value()).call;
}

std::vector<std::string> words_of(const operations::Operation& operation) {
    std::vector<std::string> words{std::string{operation.noun}};
    if (!operation.verb.empty()) {
        words.emplace_back(operation.verb);
    }
    return words;
}

}  // namespace

TEST_CASE("Help: every command has one with an example that it understands, in 80 columns", "[app][help]") {
    for (const auto& operation : operations::all_operations()) {
        auto words = words_of(operation);
        words.emplace_back("--help");
        CAPTURE(words);
        const auto help = say(words);
        CHECK(help.status == 0);
        CHECK_THAT(help.out, Contains("Usage: dialtone " + name_of(operation)));
        CHECK_THAT(help.out, Contains("Example:\n  "));
        CHECK(test::widest_line(help.out) <= 80);
        CHECK(operation.example.find("dialtone " + name_of(operation)) != std::string_view::npos);
        for (const auto& argument : operation.arguments) {
            CHECK_FALSE(argument.help.empty());
            CHECK((argument.shape == operations::Shape::flag) == argument.placeholder.empty());
        }
    }
}

TEST_CASE("Help: the examples are understood", "[app][help]") {
    for (const auto& operation : operations::all_operations()) {
        std::istringstream lines{std::string{operation.example}};
        for (std::string line; std::getline(lines, line);) {
            CAPTURE(line);
            std::vector<std::string> words;
            bool is_quoted = false;
            bool is_open = false;
            for (const char c : line) {
                if (c == '"') {
                    is_quoted = !is_quoted;
                } else if (c == ' ' && !is_quoted) {
                    is_open = false;
                } else {
                    if (!is_open) {
                        words.emplace_back();
                    }
                    is_open = true;
                    words.back() += c;
                }
            }
            if (words.front() != "dialtone") {
                continue;  // source <(dialtone completion bash)
            }
            words.erase(words.begin());
            const auto understood = understand(words);
            REQUIRE(understood.has_value());
            REQUIRE(std::holds_alternative<Command>(*understood));
            const auto& command = std::get<Command>(*understood);
            CHECK(name_of(command.operation) == name_of(operation));
            CHECK(check_arguments(command.operation, command.call).has_value());
        }
    }
}

TEST_CASE("Help: the overview names every command, a noun its verbs", "[app][help]") {
    const auto all = say({"--help"});
    CHECK(all.status == 0);
    CHECK(test::widest_line(all.out) <= 80);
    for (const auto& operation : operations::all_operations()) {
        CHECK_THAT(all.out, Contains("  " + name_of(operation)));
    }
    const auto nothing = say({});
    CHECK(nothing.status == 2);
    CHECK(nothing.err == all.out);
    CHECK_THAT(say({"phone"}).err, Contains("timeline"));
    CHECK(say({"help", "phone", "add"}).out == say({"phone", "add", "--help"}).out);
}

TEST_CASE("Command line: what is not understood is answered with what is like it", "[app]") {
    CHECK_THAT(say({"phnoe", "list"}).err, Contains("There is no command phnoe. Did you mean phone?"));
    CHECK_THAT(say({"phone", "lsit"}).err, Contains("`phone` has no lsit. Did you mean list?"));
    CHECK_THAT(
        say({"phone", "add", "--modle", "7965"}).err,
        Contains("`phone add` does not take --modle. Did you mean --model")
    );
    CHECK_THAT(say({"phone", "show", "a", "b"}).err, Contains("`phone show` does not take b."));
    CHECK_THAT(say({"phone", "show"}).err, Contains("`phone show` needs NAME. For example:"));
    CHECK(say({"phone", "add", "--model"}).status == 2);
    CHECK(say({"phnoe"}).status == 2);
    CHECK(test::json_at(say({"phnoe", "--json"}).out, "/error/kind") == "invalid");
}

TEST_CASE("Command line: global options stand anywhere, values may begin with a dash", "[app]") {
    const auto first = understand({"--data", "/x", "--json", "phone", "list"}).value();
    CHECK(std::get<Command>(first).data == "/x");
    CHECK(std::get<Command>(first).json);
    const auto last = understand({"phone", "list", "--json", "--data=/y"}).value();
    CHECK(std::get<Command>(last).data == "/y");
    CHECK(call_of({"pool", "set", "P", "--connection-monitor", "-1"}).text("connection-monitor") == "-1");
    CHECK(call_of({"phone", "set", "P", "--load", ""}).has("load"));
    CHECK(call_of({"phone", "set", "P", "--load", ""}).text("load").empty());
    CHECK(call_of({"phone", "set", "P", "--load", "a", "--load", "b"}).text("load") == "b");
    CHECK(
        call_of({"phone", "add", "--dn", "1", "--dn", "2"}).all("dn") == std::vector<std::string>{"1", "2"}
    );
    CHECK_FALSE(call_of({"phone", "list"}).has("pool"));
    CHECK(call_of({"autoreg", "on", "--range", "1-2", "cm1"}).text("node") == "cm1");
}

TEST_CASE("Command line: exit status by the kind of problem", "[app]") {
    CHECK(exit_status(ProblemKind::failed) == 1);
    CHECK(exit_status(ProblemKind::invalid) == 2);
    CHECK(exit_status(ProblemKind::not_found) == 3);
    CHECK(exit_status(ProblemKind::conflict) == 4);
    CHECK(exit_status(ProblemKind::busy) == 5);
}

TEST_CASE("Command line: a program gets its options and gives its status", "[app]") {
    ServeOptions served;
    Programs programs;
    programs.serve = [&](const ServeOptions& options) {
        served = options;
        return 7;
    };
    const auto spoken =
        say({"serve",    "--only",       "dhcp,tftp", "--only",        "http",     "--interface", "eth0",
             "--subnet", "10.20.0.0/24", "--range",   "10.20.0.10-20", "--router", "10.20.0.1",   "--log",
             "json",     "--log-level",  "debug",     "--port-offset", "100",      "--data",      "/d"},
            programs);
    CHECK(spoken.status == 7);
    CHECK(served.only == std::vector<std::string>{"dhcp", "tftp", "http"});
    CHECK(served.subnet->to_string() == "10.20.0.0/24");
    CHECK(served.range->last == Ipv4{10, 20, 0, 20});
    CHECK(served.log_format == log::Format::json);
    CHECK(served.log_level == log::Level::debug);
    CHECK(served.port_offset == 100);
    CHECK(served.data == "/d");
    CHECK_FALSE(served.settings.has_value());
    CHECK_THAT(say({"sim", "--server", "10.0.0.1"}).err, Contains("was built without `sim`"));
}

TEST_CASE("Command line: options of programs that do not fit are refused", "[app]") {
    const auto refusal = [](const std::vector<std::string>& words) { return say(words).err; };
    CHECK_THAT(refusal({"serve", "--only", "dhpc"}), Contains("there is no role dhpc"));
    CHECK_THAT(refusal({"serve", "--interface", "eth0"}), Contains("belong together"));
    CHECK_THAT(
        refusal({"serve", "--interface", "eth0", "--subnet", "10.0.0.1"}), Contains("is not a subnet")
    );
    CHECK_THAT(
        refusal({"serve", "--interface", "e", "--subnet", "10.0.0.0/24", "--range", "10.0.1.1-9"}),
        Contains("does not lie in 10.0.0.0/24")
    );
    CHECK_THAT(
        refusal({"serve", "--interface", "e", "--subnet", "10.0.0.0/24", "--router", "10.1.0.1"}),
        Contains("phones could not reach it")
    );
    CHECK_THAT(refusal({"serve", "--router", "10.0.0.1"}), Contains("are of a --subnet"));
    CHECK_THAT(refusal({"serve", "--listen", "everywhere"}), Contains("is not an IPv4 address"));
    CHECK_THAT(refusal({"serve", "--log", "xml"}), Contains("It is text or json"));
    CHECK_THAT(refusal({"serve", "--port-offset", "70000"}), Contains("is not a whole number"));
    CHECK_THAT(refusal({"lab", "--phones", "-1"}), Contains("is not a whole number"));
    CHECK_THAT(refusal({"sim"}), Contains("`sim` needs --server IP"));
    CHECK_THAT(
        refusal({"sim", "--server", "10.0.0.1", "--first-mac", "x"}), Contains("is not a MAC address")
    );
}

TEST_CASE("Lab options: what is not said has the sandbox's defaults", "[app]") {
    const auto lab = lab_options(call_of({"lab"}), std::nullopt, false).value();
    CHECK(lab.phones == 4);
    CHECK_FALSE(lab.port_offset.has_value());
    CHECK_FALSE(lab.loopback);
    const auto words = call_of(
        {"lab",
         "--loopback",
         "--port-offset",
         "20000",
         "--phones",
         "0",
         "--models",
         "7960,7965",
         "--loss",
         "20",
         "--ailing",
         "nat=2,dribble",
         "--ailing",
         "mute",
         "--eager",
         "--once"}
    );
    const auto said = lab_options(words, std::nullopt, true).value();
    CHECK(said.phones == 0);
    CHECK(said.models == std::vector<std::string>{"7960", "7965"});
    CHECK(said.loss == Approx(0.2));
    CHECK(said.ailing == std::vector<std::string>{"nat=2", "dribble", "mute"});
    CHECK(said.eager);
    CHECK(said.once);
    CHECK(said.json);
}

namespace {

constexpr auto kLongPool = "A device pool with quite a long name, floor 12";

/// A site whose every text is as long as it may become.
struct FullSite : Bench {
    FullSite() {
        with_node();
        ask({"pool", "add", kLongPool}).value();
        for (int i = 0; i < 12; ++i) {
            add_phone(std::to_string(10 + i), i % 2 == 0 ? "7965" : "7960");
        }
        ask({"subnet",
             "add",
             "10.77.0.0/16",
             "--range",
             "10.77.1.0-10.77.1.250",
             "--range",
             "10.77.2.0-10.77.2.250",
             "--router",
             "10.77.0.1"})
            .value();
    }

    void add_phone(const std::string& digits, const std::string& model) {
        ask({"phone",
             "add",
             "--mac",
             "0011223344" + digits,
             "--model",
             model,
             "--dn",
             "10" + digits,
             "--dn",
             "20" + digits,
             "--description",
             "Büro " + digits + " with a long description that goes on",
             "--pool",
             kLongPool,
             "--label",
             "A label of some length"})
            .value();
    }

    void check_answer(const std::vector<std::string>& words) {
        CAPTURE(words);
        const auto text = type(words);
        CHECK(text.status == 0);
        CHECK(test::widest_line(text.out) <= 80);
        CHECK_NOTHROW(json(words));
    }
};

}  // namespace

TEST_CASE("Every listing: JSON is valid and text fits 80 columns, on a full site", "[app][operations]") {
    FullSite site;
    for (const auto& operation : operations::all_operations()) {
        const bool is_listing = operation.verb == "list" || name_of(operation) == "autoreg show" ||
                                operation.noun == "version" || operation.noun == "check";
        if (is_listing) {
            site.check_answer(words_of(operation));
        }
    }
}

TEST_CASE("Every record: JSON is valid and text fits 80 columns, on a full site", "[app][operations]") {
    FullSite site;
    site.check_answer({"phone", "show", "SEP001122334410"});
    site.check_answer({"line", "show", "1010"});
    site.check_answer({"pool", "show", "Default"});
    site.check_answer({"group", "show", "Default"});
    site.check_answer({"node", "show", "cm1"});
    site.check_answer({"subnet", "show", "10.77.0.0/16"});
    site.check_answer({"parameter", "show", "station-keepalive-interval"});
}
