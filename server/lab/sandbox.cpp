#include "server/lab/sandbox.hpp"

#include "server/lab/child_process.hpp"
#include "server/lab/fleet_run.hpp"
#include "server/lab/interruption.hpp"
#include "server/lab/phone_models.hpp"
#include "server/lab/private_network.hpp"
#include "server/net/socket_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace dialtone::lab {

namespace {

namespace fs = std::filesystem;

constexpr Cidr kSubnet{Ipv4{10, 77, 0, 0}, 16};
constexpr const char* kRange = "10.77.1.0-10.77.254.255";
constexpr Ipv4 kServerAddress{10, 77, 0, 1};
constexpr Ipv4 kLoopback{127, 0, 0, 1};
constexpr Ipv4 kRelay{127, 0, 0, 2};
constexpr const char* kNode = "lab";
constexpr const char* kNumbers = "1000-1999";
constexpr std::uint16_t kLoopbackOffset = 20000;
constexpr MacAddress kFirstMac{{0x00, 0x1b, 0x53, 0x00, 0x00, 0x01}};
constexpr int kReadySeconds = 60;
constexpr int kNotFound = 3;  ///< exit status of a command whose object does not exist

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
    explicit Sandbox(const SandboxSettings& settings)
        : settings_{settings},
          out_{settings.json ? stderr : stdout},
          is_private_{choose_network()},
          address_{is_private_ ? kServerAddress : kLoopback},
          offset_{settings.port_offset.value_or(is_private_ ? 0 : kLoopbackOffset)},
          data_{settings.data ? fs::absolute(*settings.data) : scratch_.path() / "data"},
          log_{scratch_.path() / "server.log"},
          ready_{(scratch_.path() / "ready").string()} {}

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
                kSubnet.to_string());
        } else {
            say("Dialtone sandbox: server {}, every port plus {}:", address_.to_string(), offset_);
            say("  DHCP {}, TFTP {}, HTTP {}, SCCP {}; DHCP for {}\n  through relay agent {}.",
                67 + offset_,
                69 + offset_,
                6970 + offset_,
                2000 + offset_,
                kSubnet.to_string(),
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
        command({"migrate"});
        const auto offset = std::to_string(offset_);
        if (try_command({"node", "show", kNode}) == kNotFound) {
            command({"node", "add", kNode, "--address", address_.to_string(), "--port-offset", offset});
            command({"group", "set", "Default", "--members", kNode});
            command({"autoreg", "on", kNode, "--range", kNumbers});
        } else {
            command({"node", "set", kNode, "--address", address_.to_string(), "--port-offset", offset});
        }
        configure_subnet();
    }

    void configure_subnet() {
        std::vector<std::string> words{
            "subnet", "set", kSubnet.to_string(), "--clients", is_private_ ? "phones" : "all"};
        if (try_command({"subnet", "show", kSubnet.to_string()}) == kNotFound) {
            words[1] = "add";
            words.insert(words.end(), {"--range", kRange});
        }
        if (!is_private_) {
            words.insert(words.end(), {"--relay", kRelay.to_string()});
        }
        command(words);
    }

    // The server
    // ------------------------------------------------------------------------------------------------

    [[nodiscard]] fs::path settings_file() const { return scratch_.path() / "settings.toml"; }

    void start_server() {
        auto serve = invocation(
            {"serve",
             "--node",
             kNode,
             "--listen",
             address_.to_string(),
             "--port-offset",
             std::to_string(offset_),
             "--settings",
             settings_file().string()}
        );
        if (settings_.files) {
            serve.arguments.insert(
                serve.arguments.end(), {"--files", fs::absolute(*settings_.files).string()}
            );
        }
        serve.arguments.insert(
            serve.arguments.end(), settings_.server_arguments.begin(), settings_.server_arguments.end()
        );
        serve.environment.emplace_back("NOTIFY_SOCKET", ready_.path());
        const auto body = [serve] { become(serve); };
        server_ = std::make_unique<ChildProcess>(
            is_private_ ? start_on_server_side(kServerAddress, kSubnet, body) : start_child(body)
        );
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
        run.phones = make_phones(settings_.phones, settings_.models, kFirstMac, settings_.old_load);
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

    SandboxSettings settings_;
    std::FILE* out_;
    ScratchDirectory scratch_;
    bool is_private_;
    Ipv4 address_;
    std::uint16_t offset_;
    fs::path data_;
    fs::path log_;
    ReadySocket ready_;
    std::unique_ptr<ChildProcess> server_;
};

}  // namespace

Outcome<void> check_models(const std::vector<std::string>& models) {
    for (const auto& name : models) {
        if (find_model(name) == nullptr) {
            std::string known;
            for (const auto& row : model_table()) {
                known += (known.empty() ? "" : ", ") + std::string{row.name};
            }
            return invalid(fmt::format("There is no simulated {}. The lab has {}.", name, known));
        }
    }
    return boost::system::in_place_value;
}

int run_sandbox(const SandboxSettings& settings) {
    const auto models = check_models(settings.models);
    if (!models.has_value()) {
        fmt::print(stderr, "dialtone: {}\n", models.error().sentence);
        return 2;
    }
    const Interruption interruption;
    try {
        return Sandbox{settings}.run();
    } catch (const std::exception& error) {
        fmt::print(stderr, "dialtone: {}\n", error.what());
        return 1;
    }
}

}  // namespace dialtone::lab
