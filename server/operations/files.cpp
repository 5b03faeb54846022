#include "server/operations/files.hpp"

#include "common/error/try.hpp"
#include "common/text/utf8.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/pending_change.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>

#include <array>

namespace dialtone::operations {

namespace {

Problem no_file(const World& world, const files::Opened& opened) {
    const auto parsed = files::Name::parse(opened.name);
    const auto device = parsed ? parsed->device() : std::nullopt;
    auto sentence = fmt::format("There is no file {}: a phone is told \"File not found\".", opened.name);
    if (device && world.find_device(*device) == nullptr) {
        sentence += fmt::format(
            " There is no phone {} either; it would go on to XMLDefault.cnf.xml, which exists while "
            "auto-registration is on ({} now).",
            device->text(),
            world.is_autoreg_on() ? "it is" : "it is not"
        );
    }
    if (opened.reason != "no such file") {
        sentence += fmt::format(" It is {}.", opened.reason);
    }
    return not_found(std::move(sentence));
}

/// Where the octets come from, in a sentence for whoever wonders why they are not what they should be.
std::string origin_of(const Session& session, const Node* node, const files::Opened& opened) {
    switch (opened.origin) {
        case files::Origin::placed:
            return fmt::format(
                "{} was placed by hand: it is {}/{}, and wins over whatever else has that name.",
                opened.name,
                session.directory().files().string(),
                opened.file.spelled
            );
        case files::Origin::generated:
            return fmt::format("{} is made from the device database.", opened.name);
        case files::Origin::listed:
            return fmt::format("{} is a list of what lies in the directories of files.", opened.name);
        case files::Origin::fixed:
            return fmt::format(
                "{} is {}/{}.", opened.name, node == nullptr ? "" : node->files_directory, opened.file.spelled
            );
    }
    return {};
}

Outcome<Report> show_file(Session& session, const Call& call) {
    if (call.has("diff")) {
        return show_pending_change(session, call);
    }
    DIALTONE_TRY(const auto plain, session.world());
    DIALTONE_TRY(const auto* node, node_with_files(*plain, call));
    const auto world = with_loads(session, plain, node);
    const auto opened = open_file(session, world, node, call.text("name"));
    switch (opened.status) {
        case files::Status::found:
            break;
        case files::Status::not_found:
            return no_file(*world, opened);
        case files::Status::illegal:
            return invalid(fmt::format("The name {} is refused: it {}.", opened.name, opened.reason));
        case files::Status::not_ready:
            return failed(fmt::format("{} cannot be read now: {}.", opened.name, opened.reason));
    }
    Report report;
    report.properties = {
        {"name", "Name", opened.name},
        {"source", "Source", std::string{files::to_string(opened.origin)}},
        {"generated", "Generated", opened.file.is_generated},
        {"octets", "Octets", static_cast<std::int64_t>(opened.file.content.octets.size())},
    };
    report.bytes = std::string{dialtone::text_of(opened.file.content.octets)};
    report.remarks.push_back(origin_of(session, node, opened));
    if (const auto* withheld = opened.file.withheld.get()) {
        report.remarks.push_back(fmt::format(
            "It does not name the load {}, for want of {}: the phone keeps its image.",
            withheld->load,
            withheld->missing
        ));
    }
    return report;
}

constexpr std::array kArguments{
    Argument{"name", Shape::positional, "NAME", "as a phone would ask for it, in any case"},
    kFilesOfNode,
    Argument{"diff", Shape::flag, "", "instead: what a phone has not received yet, and what that takes"},
};

constexpr std::array kFiles{
    Operation{
        "file",
        "",
        "The file that a phone would get, octet for octet",
        kArguments,
        "dialtone file SEP001122334455.cnf.xml\n"
        "dialtone file --diff SEP001122334455",
        Access::read,
        show_file},
};

}  // namespace

std::span<const Operation> file_operations() {
    return kFiles;
}

}  // namespace dialtone::operations
