#include "server/operations/programs.hpp"

#include <array>

namespace dialtone::operations {

namespace {

constexpr Argument kPortOffset{"port-offset", Shape::value, "N", "every port plus N"};
constexpr Argument kFiles{"files", Shape::value, "DIR", "an existing tftpboot directory", Names::path};
constexpr Argument kLog{"log", Shape::value, "FORM", "how the log is written", Names::choice, "text|json"};
constexpr Argument kLogLevel{
    "log-level",
    Shape::value,
    "LEVEL",
    "the least that is logged",
    Names::choice,
    "debug|info|warning|error"};
constexpr Argument kModels{"models", Shape::values, "MODEL,…", "taken in turn; else 7960,7965", Names::model};
constexpr Argument kOldLoad{
    "old-load", Shape::flag, "", "phones run an older load, and change it if told to"};
constexpr Argument kAiling{
    "ailing",
    Shape::values,
    "KIND[=N],…",
    "N phones with something wrong (see below), else one; the report says what the server made of them"};
constexpr Argument kEager{"eager", Shape::flag, "", "phones make no pauses and lift no handset: for load"};
constexpr Argument kOnce{
    "once", Shape::flag, "", "end when every phone is up and every ailing one found out: status 0 only then"};
constexpr Argument kLoss{"loss", Shape::value, "PERCENT", "share of datagrams that get lost on the way"};
constexpr Argument kSeconds{"seconds", Shape::value, "N", "--once gives up after this; else 120"};

constexpr std::array kServe{
    Argument{
        "only",
        Shape::values,
        "ROLE,…",
        "of dhcp, tftp, http, sccp, sip, admin; else all. A second process that does dhcp for a data "
        "directory "
        "stands by for the first"},
    Argument{"node", Shape::value, "NODE", "which node this is; else the host's name", Names::node},
    Argument{"settings", Shape::value, "FILE", "else /etc/dialtone/dialtone.toml", Names::path},
    Argument{"listen", Shape::value, "IP", "only on this address"},
    kPortOffset,
    Argument{"interface", Shape::value, "IF", "serve phones on this wire; a VLAN interface, too"},
    Argument{"subnet", Shape::value, "CIDR", "its subnet; IF must have an address in it"},
    Argument{"range", Shape::value, "A-B", "addresses to give; else the free upper half"},
    Argument{"router", Shape::value, "IP", "else the host's gateway, if it is in CIDR"},
    Argument{"no-dhcp", Shape::flag, "", "another server gives addresses; its lines are shown"},
    kFiles,
    kLog,
    kLogLevel,
};

constexpr std::array kLab{
    Argument{"phones", Shape::value, "N", "simulated phones; 0: your own clients; else 4"},
    kModels,
    Argument{"loopback", Shape::flag, "", "on 127.0.0.1 with shifted ports, needs no root"},
    kPortOffset,
    kFiles,
    kOldLoad,
    kAiling,
    kEager,
    kOnce,
    kSeconds,
    kLoss,
    kLog,
    kLogLevel,
};

constexpr std::array kSim{
    Argument{
        "server",
        Shape::value,
        "IP",
        "TFTP server, and Call Manager if its files name none",
        Names::nothing,
        "",
        true},
    Argument{"phones", Shape::value, "N", "how many; else 1"},
    kModels,
    kPortOffset,
    Argument{"relay", Shape::value, "IP", "ask its DHCP as this relay agent; else take no lease"},
    Argument{"first-mac", Shape::value, "MAC", "of phone 1; the others count up"},
    kOldLoad,
    kAiling,
    kEager,
    kOnce,
    kSeconds,
    kLoss,
};

constexpr std::array kCompletion{
    Argument{"shell", Shape::positional, "SHELL", "bash", Names::choice, "bash"},
};

constexpr std::array kPrograms{
    Operation{
        "serve",
        "",
        "Serve phones",
        kServe,
        "dialtone serve\n"
        "dialtone serve --interface eth0.20 --subnet 10.20.0.0/24\n"
        "dialtone serve --only dhcp,tftp"},
    Operation{
        "lab",
        "",
        "A sandbox with simulated phones that boot and register",
        kLab,
        "dialtone lab --phones 20 --models 7960,7965\n"
        "dialtone lab --phones 20 --ailing stale-trust=2,dribble --once\n"
        "dialtone lab --loopback --port-offset 20000 --phones 0"},
    Operation{
        "sim",
        "",
        "Simulated phones against any server",
        kSim,
        "dialtone sim --server 10.20.0.5 --phones 10 --models 7965"},
    Operation{
        "completion",
        "",
        "Print what makes the shell complete commands and names",
        kCompletion,
        "source <(dialtone completion bash)"},
};

}  // namespace

std::span<const Operation> program_operations() {
    return kPrograms;
}

}  // namespace dialtone::operations
