#include "server/http/file_service.hpp"

#include "common/text/ascii.hpp"
#include "common/text/utf8.hpp"
#include "server/files/observations.hpp"
#include "server/files/progress.hpp"
#include "server/http/target.hpp"
#include "server/net/unpredictable.hpp"

#include <array>
#include <utility>

namespace dialtone::http {

namespace {

using files::Transport;

/// Of one source, behind which an office may be; TFTP's own limits.
constexpr double kMissingPerSecond = 1000;
constexpr double kMissingBurst = 4000;

struct TypeRow {
    std::string_view suffix;
    std::string_view type;
};

constexpr std::array<TypeRow, 6> kTypes{{
    {".xml", "text/xml"},
    {".txt", "text/plain"},
    {".cnf", "text/plain"},
    {".png", "image/png"},
    {".json", "application/json"},
    {".html", "text/html"},
}};

std::string_view type_of(std::string_view name) {
    for (const auto& row : kTypes) {
        if (iends_with(name, row.suffix)) {
            return row.type;
        }
    }
    return "application/octet-stream";
}

Response refusal(unsigned status, std::string text) {
    Response response{.status = status};
    response.body = body_of(std::move(text));
    return response;
}

/// What a client calls itself, said once for each connection.
std::string agent_of(const Request& request) {
    constexpr std::size_t kLongest = 80;
    return request.is_first ? printable(request.head.user_agent, kLongest) : std::string{};
}

journal::Observation with_agent(journal::Observation observation, std::string agent) {
    if (!agent.empty()) {
        observation.fields.push_back({"agent", std::move(agent)});
    }
    return observation;
}

}  // namespace

FileService::FileService(
    net::EventLoop& loop,
    std::unique_ptr<net::StreamListener> listener,
    files::Catalog& catalog,
    journal::Recorder& recorder,
    Metrics& metrics,
    Options options
)
    : catalog_{catalog},
      recorder_{recorder},
      missing_gate_{kMissingPerSecond, kMissingBurst, net::unpredictable()},
      note_gate_{1, 1, net::unpredictable()},
      octets_{metrics.counter("dialtone_http_file_bytes_total", "Octets of files sent over HTTP")},
      server_{
          loop,
          std::move(listener),
          std::move(options),
          [this](const Request& request) { return answer(request); },
          metrics,
          [this](const Refusal& refusal) { refused(refusal); }} {}

Response FileService::answer(const Request& request) {
    const auto path = path_of_target(request.head.target);
    if (!path) {
        files::Opened unnamed;
        unnamed.name = printable(request.head.target);
        unnamed.subject = catalog_.subject(nullptr, request.peer.address);
        note_refused(unnamed, request, "control character in the name");
        return refusal(400, "Bad request\n");
    }
    auto opened = catalog_.open(*path, {request.peer.address, Transport::http});
    switch (opened.status) {
        case files::Status::found:
            return send(request, std::move(opened));
        case files::Status::not_found:
            if (missing_gate_.pass(request.peer.address, request.now)) {
                auto step = files::file_missing(request.now.wall, opened, Transport::http);
                recorder_.record(with_agent(std::move(step), agent_of(request)));
            }
            break;
        case files::Status::illegal:
            note_refused(opened, request, opened.reason);
            break;
        case files::Status::not_ready: {
            note_refused(opened, request, opened.reason);
            auto response = refusal(503, "Not ready\n");
            response.retry_after = 2;
            return response;
        }
    }
    return refusal(404, "File not found\n");
}

void FileService::note_refused(const files::Opened& file, const Request& request, std::string_view why) {
    if (note_gate_.pass(request.peer.address, request.now)) {
        recorder_.record(files::file_refused(request.now.wall, file, Transport::http, why));
    }
}

Response FileService::send(const Request& request, files::Opened opened) {
    auto content = std::exchange(opened.file.content, {});
    Response response;
    response.content_type = type_of(opened.name);
    response.body = {content.octets, std::move(content.owner)};
    response.version = opened.file.version;
    response.modified = opened.file.modified;
    response.is_rangeable = true;
    response.cache_control = opened.file.is_generated ? "no-cache" : "max-age=3600";
    if (request.head.method == Method::head) {
        return response;  // nothing was fetched
    }
    if (const auto size = response.body.octets.size(); size >= files::Progress::kLarge) {
        response.on_progress = [this, opened, progress = files::Progress{size, request.now.mono}](
                                   std::size_t octets, Now now
                               ) mutable {
            if (auto step = progress.at(now, opened, Transport::http, octets)) {
                recorder_.record(std::move(*step));
            }
        };
    }
    response.on_end = [this, opened = std::move(opened), agent = agent_of(request)](const Delivery& delivery
                      ) {
        const files::Delivery sent{delivery.octets, delivery.took};
        octets_.add(delivery.octets);
        recorder_.record(with_agent(
            delivery.is_complete
                ? files::file_served(delivery.now.wall, opened, Transport::http, sent)
                : files::file_broken_off(delivery.now.wall, opened, Transport::http, sent, delivery.reason),
            agent
        ));
    };
    return response;
}

/// What never became a request for a file is in the journal too: "why does this phone not come up?" may have
/// no other trace. Once per source and second, since nothing else bounds it.
void FileService::refused(const Refusal& refusal) {
    const auto address = refusal.peer.address;
    if (!note_gate_.pass(address, refusal.now)) {
        return;
    }
    files::Opened nothing;
    nothing.subject = catalog_.subject(nullptr, address);
    recorder_.record(files::file_refused(refusal.now.wall, nothing, Transport::http, refusal.reason));
}

}  // namespace dialtone::http
