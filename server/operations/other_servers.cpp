#include "server/operations/other_servers.hpp"

#include "common/time/format.hpp"
#include "db/journal_reader.hpp"
#include "server/operations/session.hpp"

#include <fmt/format.h>

namespace dialtone::operations {

namespace {

constexpr std::chrono::hours kRecently{1};  ///< a search finds a server that stays at least so often

std::string sighting_of(const journal::Observation& step, WallTime now) {
    auto text = fmt::format(
        "seen {} ago on {}",
        to_human(std::chrono::duration_cast<Duration>(std::max(now - step.at, WallTime::duration{}))),
        step.field("wire")
    );
    if (const auto offered = step.field("offered"); !offered.empty()) {
        const auto tftp = step.field("tftp");
        text += fmt::format("; it offers {}", offered);
        text += tftp.empty() ? " and no option 150" : fmt::format(" with option 150 {}", tftp);
    }
    if (const auto phone = step.field("phone"); !phone.empty()) {
        text += fmt::format("; {} chose it", phone);
    }
    return text;
}

}  // namespace

std::vector<OtherServer> other_servers(Session& session) {
    const auto now = session.clock().now();
    std::vector<OtherServer> servers;
    db::JournalReader reader{session.directory()};
    for (const auto& step : reader.latest("@")) {
        const auto address = Ipv4::parse(std::string_view{step.subject}.substr(1));
        if (address && step.step == journal::Step::dhcp_other_server && step.at + kRecently > now) {
            servers.push_back({*address, std::string{step.field("wire")}, sighting_of(step, now)});
        }
    }
    return servers;
}

Findings other_server_findings(Session& session) {
    Findings findings;
    for (const auto& server : other_servers(session)) {
        findings.push_back(
            {"dhcp.other_server",
             Severity::warning,
             "DHCP",
             fmt::format(
                 "Another DHCP server is {} ({}). Phones take whichever answer comes first: switch it off "
                 "for phones, or serve with --no-dhcp, which prints the option lines that it needs.",
                 server.address.to_string(),
                 server.sighting
             )}
        );
    }
    return findings;
}

std::vector<std::string> other_servers_in(Session& session, const Subnet& subnet) {
    std::vector<std::string> sentences;
    for (const auto& server : other_servers(session)) {
        const bool is_here = subnet.cidr.contains(server.address) ||
                             (!subnet.interface.empty() && subnet.interface == server.wire);
        if (is_here) {
            sentences.push_back(fmt::format(
                "{} is another DHCP server here: {}.", server.address.to_string(), server.sighting
            ));
        }
    }
    return sentences;
}

}  // namespace dialtone::operations
