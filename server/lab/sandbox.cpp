#include "server/lab/sandbox.hpp"

#include "server/lab/child_process.hpp"
#include "server/lab/fleet_plan.hpp"
#include "server/lab/fleet_run.hpp"
#include "server/lab/interruption.hpp"
#include "server/lab/open_files.hpp"
#include "server/lab/private_network.hpp"
#include "server/lab/sandbox_site.hpp"
#include "server/lab/timeline_signs.hpp"
#include "server/net/socket_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>

namespace dialtone::lab {

namespace {

namespace fs = std::filesystem;

constexpr Ipv4 kServerAddress{10, 77, 0, 1};
constexpr Ipv4 kPhonesSide{10, 77, 0, 2};  ///< of a private network; no phone's
constexpr Ipv4 kLoopback{127, 0, 0, 1};
constexpr Ipv4 kRelay{127, 0, 0, 2};
constexpr std::uint16_t kLoopbackOffset = 20000;
constexpr MacAddress kFirstMac{{0x00, 0x1b, 0x53, 0x00, 0x00, 0x01}};
constexpr int kReadySeconds = 60;

// Addresses among the offices, where phones are that take no lease.
constexpr Ipv4 kRouter{10, 78, 0, 1};
constexpr Ipv4 kFirstProgram{10, 78, 1, 0};

/// The kernel's table of neighbours holds some more than these.
constexpr std::size_t kMostNeighbours = 500;
/// The whole subnet in halves: more to the point than the wire itself.
constexpr Cidr kLowerHalf{Ipv4{10, 77, 0, 0}, 17};
constexpr Cidr kUpperHalf{Ipv4{10, 77, 128, 0}, 17};

/// A directory of our own, removed with everything in it.
class ScratchDirectory {
 public:
    ScratchDirectory() {
        auto pattern = (fs::temp_directory_path() / "dialtone-lab-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            net::throw_errno("make a directory in " + fs::temp_directory_path().string());
        }
        path_ = pattern;
    }

    ~ScratchDirectory() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

 private:
    fs::path path_;
};

/// Everything in the order in which it comes up; destroyed in the opposite one.
class Sandbox {
 public:
    Sandbox(const SandboxSettings& settings, std::vector<PhoneSettings> phones)
        : settings_{settings},
          phones_{std::move(phones)},
          out_{settings.json ? stderr : stdout},
          is_private_{choose_network()},
          address_{is_private_ ? kServerAddress : kLoopback},
          offset_{settings.port_offset.value_or(is_private_ ? 0 : kLoopbackOffset)},
          data_{settings.data ? fs::absolute(*settings.data) : scratch_.path() / "data"},
          log_{scratch_.path() / "server.log"},
          ready_{(scratch_.path() / "ready").string()} {
        place_phones(phones_, {address_, kRouter, kFirstProgram});
    }

    int run() {
        introduce();
        configure();
        start_server();
        if (!ready_.wait_ready(*server_, kReadySeconds)) {
            fmt::print(stderr, "dialtone: the sandbox's server did not come up:\n{}", log_tail());
            return 1;
        }
        if (!settings_.json) {
            fmt::print("ready\n");
            std::fflush(stdout);
        }
        return run_fleet(fleet_run());
    }

 private:
    bool choose_network() {
        if (settings_.loopback) {
            return false;
        }
        const auto allowed = may_make_private_network();
        if (!allowed.has_value()) {
            say("No private network here ({}): everything on loopback instead.", allowed.error().sentence);
            return false;
        }
        enter_private_network();
        return true;
    }

    template <class... Arguments>
    void say(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
        fmt::print(out_, text, std::forward<Arguments>(arguments)...);
        fmt::print(out_, "\n");
        std::fflush(out_);
    }

    void introduce() {
        if (is_private_) {
            say("Dialtone sandbox: server {} in a private network, phones in {}.",
                address_.to_string(),
                kSandboxSubnet.to_string());
        } else {
            say("Dialtone sandbox: server {}, every port plus {}:", address_.to_string(), offset_);
            say("  DHCP {}, TFTP {}, HTTP {}, SCCP {}; DHCP for {}\n  through relay agent {}.",
                67 + offset_,
                69 + offset_,
                6970 + offset_,
                2000 + offset_,
                kSandboxSubnet.to_string(),
                kRelay.to_string());
            if (settings_.phones > 0) {
                say("A phone that leases 10.77.A.B speaks from 127.77.A.B.");
            }
        }
        say("Look into it from another shell:\n  dialtone phone list --data {}", data_.string());
    }

    // Configuration: the commands that a person would type --------------------------------------------------

    [[nodiscard]] Invocation invocation(std::vector<std::string> arguments) const {
        return {std::move(arguments), {{"DIALTONE_DATA", data_.string()}}, log_.string()};
    }

    int try_command(std::vector<std::string> arguments) {
        return run_to_end(invocation(std::move(arguments)));
    }

    void command(const std::vector<std::string>& arguments) {
        if (Interruption::has_come()) {
            throw std::runtime_error{"interrupted"};
        }
        const auto status = try_command(arguments);
        if (status != 0) {
            throw std::runtime_error{fmt::format(
                "`dialtone {}` ended with status {}:\n{}", fmt::join(arguments, " "), status, log_tail()
            )};
        }
    }

    void configure() {
        fs::create_directories(data_);
        std::ofstream{settings_file()} << "# The sandbox takes nothing from the host's settings.\n";
        if (settings_.files) {
            files_ = fs::absolute(*settings_.files);
        } else if (needs_firmware(phones_)) {
            files_ = scratch_.path() / "files";
            write_firmware(*files_, phones_);
        }
        configure_site(
            {address_, offset_, is_private_, kRelay, &phones_},
            [this](const auto& words) { command(words); },
            [this](auto words) { return try_command(std::move(words)); }
        );
    }

    // The server
    // ------------------------------------------------------------------------------------------------

    [[nodiscard]] fs::path settings_file() const { return scratch_.path() / "settings.toml"; }

    void start_server() {
        auto serve = invocation(
            {"serve",
             "--node",
             kSandboxNode,
             "--listen",
             address_.to_string(),
             "--port-offset",
             std::to_string(offset_),
             "--settings",
             settings_file().string()}
        );
        if (files_) {
            serve.arguments.insert(serve.arguments.end(), {"--files", files_->string()});
        }
        serve.arguments.insert(
            serve.arguments.end(), settings_.server_arguments.begin(), settings_.server_arguments.end()
        );
        serve.environment.emplace_back("NOTIFY_SOCKET", ready_.path());
        const auto body = [serve] { become(serve); };
        server_ = std::make_unique<ChildProcess>(
            is_private_ ? start_on_server_side(server_side(), body) : start_child(body)
        );
    }

    [[nodiscard]] ServerSide server_side() const {
        ServerSide side{kServerAddress, kSandboxSubnet, kPhonesSide, {kSandboxOffices}};
        if (phones_.size() > kMostNeighbours) {
            side.beyond.insert(side.beyond.end(), {kLowerHalf, kUpperHalf});
        }
        return side;
    }

    /// The last lines that the server or a command wrote.
    [[nodiscard]] std::string log_tail() const {
        constexpr std::size_t kLines = 20;
        std::ifstream file{log_};
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line);
        }
        const auto first = lines.size() - std::min(lines.size(), kLines);
        std::string text;
        for (auto i = first; i < lines.size(); ++i) {
            text += lines[i] + '\n';
        }
        return text;
    }

    // The phones
    // --------------------------------------------------------------------------------------------------

    [[nodiscard]] FleetRun fleet_run() {
        FleetRun run;
        run.fleet.attachment = is_private_ ? Attachment::wire : Attachment::relay;
        run.fleet.interface = is_private_ ? kPhoneInterface : "";
        run.fleet.server = address_;
        run.fleet.relay = kRelay;
        run.fleet.ports = Ports::shifted(offset_);
        run.fleet.loss = settings_.loss;
        run.phones = phones_;
        run.journal_holds = [this](const std::string& device, const JournalSign& sign) {
            return holds_sign(timeline_of(device), sign);
        };
        run.once = settings_.once;
        run.seconds = settings_.seconds;
        run.json = settings_.json;
        run.trouble = [this]() -> std::optional<std::string> {
            const auto status = server_->ended();
            if (!status) {
                return std::nullopt;
            }
            return fmt::format("the sandbox's server ended with status {}:\n{}", *status, log_tail());
        };
        return run;
    }

    /// As a person would read it, but for a program; empty when there is none.
    [[nodiscard]] std::string timeline_of(const std::string& device) const {
        auto asked = invocation({"phone", "timeline", device, "--all", "--json"});
        asked.log = (scratch_.path() / "timeline").string();
        fs::remove(asked.log);
        if (run_to_end(asked) != 0) {
            return {};
        }
        std::ifstream file{asked.log};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    SandboxSettings settings_;
    std::vector<PhoneSettings> phones_;
    std::FILE* out_;
    ScratchDirectory scratch_;
    bool is_private_;
    Ipv4 address_;
    std::uint16_t offset_;
    fs::path data_;
    fs::path log_;
    std::optional<fs::path> files_;
    ReadySocket ready_;
    std::unique_ptr<ChildProcess> server_;
};

}  // namespace

int run_sandbox(const SandboxSettings& settings) {
    FleetPlan plan;
    plan.phones = settings.phones;
    plan.models = settings.models;
    plan.first = kFirstMac;
    plan.old_load = settings.old_load;
    plan.eager = settings.eager;
    plan.ailing = settings.ailing;
    auto phones = plan_phones(plan);
    if (!phones.has_value()) {
        fmt::print(stderr, "dialtone: {}\n", phones.error().sentence);
        return 2;
    }
    // The server, which is started from here, needs as many.
    const auto allowed = allow_open_files(open_files_for(settings.phones));
    if (!allowed.has_value()) {
        fmt::print(stderr, "dialtone: {}\n", allowed.error().sentence);
        return 1;
    }
    const Interruption interruption;
    try {
        return Sandbox{settings, std::move(*phones)}.run();
    } catch (const std::exception& error) {
        fmt::print(stderr, "dialtone: {}\n", error.what());
        return 1;
    }
}

}  // namespace dialtone::lab
