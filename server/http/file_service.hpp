#pragma once

#include "common/metrics/metrics.hpp"
#include "server/files/catalog.hpp"
#include "server/files/source_gate.hpp"
#include "server/http/server.hpp"
#include "server/journal/observation.hpp"
#include "server/net/event_loop.hpp"
#include "server/net/stream.hpp"

#include <memory>
#include <string_view>

namespace dialtone::http {

/// Phones' files over HTTP, port 6970: the same catalog as TFTP's and the same words in the journal.
///
/// Belongs to `loop`; everything given by reference outlives it.
class FileService {
 public:
    FileService(
        net::EventLoop& loop,
        std::unique_ptr<net::StreamListener> listener,
        files::Catalog& catalog,
        journal::Recorder& recorder,
        Metrics& metrics,
        Options options = {}
    );

    void start() { server_.start(); }

    void stop() { server_.stop(); }

    [[nodiscard]] Endpoint local() const { return server_.local(); }

    [[nodiscard]] std::size_t connections() const { return server_.connections(); }

 private:
    Response answer(const Request& request);
    Response send(const Request& request, files::Opened opened);
    void refused(const Refusal& refusal);
    void note_refused(const files::Opened& file, const Request& request, std::string_view why);

    files::Catalog& catalog_;
    journal::Recorder& recorder_;
    files::SourceGate missing_gate_;  ///< names that are not there: as many are noted as TFTP answers
    files::SourceGate note_gate_;     ///< bad input is noted once per source and second
    Counter octets_;
    Server server_;
};

}  // namespace dialtone::http
