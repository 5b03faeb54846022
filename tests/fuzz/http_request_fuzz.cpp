// What a client sends to port 6970: read as heads, targets, ranges and dates, and by a whole connection in
// front of some files. The first octet says in how many pieces it comes, and whether the client then only
// listens.
#include "server/files/catalog.hpp"
#include "server/http/connection.hpp"
#include "server/http/date.hpp"
#include "server/http/range.hpp"
#include "server/http/target.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/memory_stream.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

using namespace dialtone;
using namespace dialtone::http;

namespace {

constexpr std::size_t kFile = 300'000;  ///< more than one chunk

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// A head that was read says nothing that was not sent, and the same whether it comes at once or octet by
/// octet.
void check_head(Bytes octets) {
    HeadParser at_once;
    const auto state = at_once.parse(octets);
    HeadParser in_pieces;
    auto size = std::size_t{0};
    auto last = HeadParser::State::incomplete;
    while (last == HeadParser::State::incomplete && size < octets.size()) {
        last = in_pieces.parse(octets.first(++size));
    }
    if (state == HeadParser::State::bad) {
        require(status_of(at_once.fault()) >= 400 && last == HeadParser::State::bad);
        return;
    }
    require(last == state);
    if (state != HeadParser::State::complete) {
        return;
    }
    require(size == at_once.consumed() && size <= octets.size());
    const auto& head = at_once.head();
    for (const auto text : {head.target, head.range, head.if_range, head.if_none_match, head.user_agent}) {
        require(text_of(octets).find(text) != std::string_view::npos);
    }
    require(!head.has_body || !head.keep_alive);
    if (const auto path = path_of_target(head.target)) {
        require(path->size() <= head.target.size() + 1 && path->find('\0') == std::string::npos);
    }
}

void check_fields(std::string_view text) {
    const auto range = parse_range(text, kFile);
    require(range.kind != Range::Kind::part || (range.size > 0 && range.first + range.size <= kFile));
    if (const auto date = parse_date(text)) {
        require(parse_date(format_date(*date).text()) == date);
    }
}

/// Some files. They serve every input: making them anew each time would be all that is measured.
struct Files {
    test::MemoryStore store;
    files::Catalog catalog{{.placed = nullptr, .generate = {}, .fixed = &store}};

    Files() {
        store.put("a", "0123456789");
        store.put("fw.loads", std::string(kFile, 'f'));
        catalog.use(std::make_shared<const World>());
    }
};

/// What a server is to its connection.
struct Host final : Connection::Host {
    Files& files;
    Now time;
    std::size_t asked = 0, ended = 0, begun = 0, refusals = 0, not_allowed = 0, broken = 0;
    bool is_over = false;

    explicit Host(Files& which) : files{which} {}

    Response handle(const Request& request) override {
        ++asked;
        require(request.head.method != Method::other);
        Response response{.status = 404};
        response.on_end = [this](const Delivery&) { ++ended; };
        const auto path = path_of_target(request.head.target);
        if (!path) {
            return response;
        }
        auto opened = files.catalog.open(*path, {request.peer.address, files::Transport::http});
        if (opened.status == files::Status::found) {
            response.status = 200;
            response.body = {opened.file.content.octets, opened.file.content.owner};
            response.version = opened.file.version;
            response.is_rangeable = true;
        }
        return response;
    }

    Now now() override { return time; }

    void count(unsigned status) override {
        ++begun;
        not_allowed += status == 405 ? 1 : 0;
    }

    void refused(const Refusal& refusal) override {
        ++refusals;
        require(refusal.status >= 400 && !refusal.reason.empty());
    }

    void broke_off() override { ++broken; }

    void retire(Connection&) override {
        require(!is_over);
        is_over = true;
    }
};

/// The answers are whole, each with a length that is true, and there are as many as there were questions.
std::size_t count_answers(std::string_view sent) {
    std::size_t answers = 0;
    for (; !sent.empty(); ++answers) {
        require(sent.starts_with("HTTP/1."));
        const auto end = sent.find("\r\n\r\n");
        require(end != std::string_view::npos);
        const auto head = sent.substr(0, end + 2);
        sent.remove_prefix(end + 4);
        const auto field = head.find("\r\nContent-Length: ");
        std::size_t length = 0;
        if (field == std::string_view::npos) {
            require(head.substr(9, 3) == "304");
        } else {
            std::from_chars(head.data() + field + 18, head.data() + head.size(), length);
        }
        // A body follows except to HEAD: no file begins like an answer.
        if (!sent.starts_with("HTTP/1.") && length > 0 && !sent.empty()) {
            require(sent.size() >= length);
            sent.remove_prefix(length);
        }
    }
    return answers;
}

void check_connection(Bytes octets, unsigned manner) {
    static Files files;
    Host host{files};
    const auto probe = std::make_shared<test::StreamProbe>();
    Connection connection{
        host,
        std::make_unique<test::MemoryStream>(probe, Endpoint{Ipv4{10, 0, 0, 50}, 1024}),
        ConnectionLimits{}};
    connection.start();
    std::string sent;
    const auto piece = manner % 64 + 1 + octets.size() * (manner % 2);
    for (std::size_t at = 0; at < octets.size(); at += piece) {
        probe->arrive(text_of(octets.subspan(at, std::min<std::size_t>(piece, octets.size() - at))));
        probe->drain(sent);
        require(connection.unread() <= 5 * kMaxHead);
    }
    if (manner & 128U) {
        probe->finish();
    }
    sent += probe->read_all();
    require(count_answers(sent) == host.begun);
    host.time = host.time + std::chrono::minutes{10};
    if (!host.is_over) {
        connection.expire(host.time);  // silence, or 408
        probe->read_all();
    }
    require(host.begun == host.asked + host.refusals + host.not_allowed);
    require(host.is_over && host.ended == host.asked && host.broken == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const Bytes octets{data + 1, size - 1};
    check_head(octets);
    check_fields(text_of(octets));
    check_connection(octets, data[0]);
    return 0;
}
