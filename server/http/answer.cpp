#include "server/http/answer.hpp"

#include "server/http/date.hpp"
#include "server/http/range.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace dialtone::http {

namespace {

constexpr std::size_t kUsualHead = 320;

struct StatusRow {
    unsigned status;
    std::string_view line;
};

constexpr std::array<StatusRow, 11> kStatusLines{{
    {200, " 200 OK\r\n"},
    {206, " 206 Partial Content\r\n"},
    {304, " 304 Not Modified\r\n"},
    {400, " 400 Bad Request\r\n"},
    {404, " 404 Not Found\r\n"},
    {405, " 405 Method Not Allowed\r\n"},
    {408, " 408 Request Timeout\r\n"},
    {414, " 414 URI Too Long\r\n"},
    {416, " 416 Range Not Satisfiable\r\n"},
    {431, " 431 Request Header Fields Too Large\r\n"},
    {503, " 503 Service Unavailable\r\n"},
}};
constexpr std::string_view kOtherStatus = " 500 Internal Server Error\r\n";

std::string_view status_line(unsigned status) {
    const auto found = std::find_if(kStatusLines.begin(), kStatusLines.end(), [&](const StatusRow& row) {
        return row.status == status;
    });
    return found == kStatusLines.end() ? kOtherStatus : found->line;
}

/// An entity tag in its quotes.
struct Tag {
    std::array<char, 18> octets;

    explicit Tag(std::uint64_t version) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        octets.front() = '"';
        for (std::size_t i = 0; i < 16; ++i) {
            octets[i + 1] = kDigits[version >> (60 - 4 * i) & 15U];
        }
        octets.back() = '"';
    }

    [[nodiscard]] std::string_view text() const { return {octets.data(), octets.size()}; }
};

class HeadWriter {
 public:
    explicit HeadWriter(Buffer& out) : out_{out} { out_.reserve(kUsualHead); }

    template <class... Texts>
    void append(const Texts&... texts) {
        (append_one(texts), ...);
    }

    template <class... Texts>
    void field(std::string_view name, const Texts&... value) {
        append(name, ": ", value..., "\r\n");
    }

 private:
    void append_one(std::string_view text) { out_.insert(out_.end(), text.begin(), text.end()); }

    void append_one(std::size_t number) {
        std::array<char, 20> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        append_one(std::string_view{digits.data(), end});
    }

    Buffer& out_;
};

/// Weak comparison, "*" included (RFC 9110 §13.1.2). Our tags are hexadecimal, so that finding one in quotes
/// in a list is finding it.
bool names_version(std::string_view list, std::uint64_t version) {
    return list == "*" || list.find(Tag{version}.text()) != std::string_view::npos;
}

bool is_unchanged(const RequestHead& request, const Response& response) {
    if (!request.if_none_match.empty()) {
        return response.version && names_version(request.if_none_match, *response.version);
    }
    if (request.if_modified_since.empty() || !response.modified) {
        return false;
    }
    const auto since = parse_date(request.if_modified_since);
    return since && std::chrono::floor<std::chrono::seconds>(*response.modified) <= *since;
}

Range range_of(const RequestHead& request, const Response& response) {
    const bool is_current =
        request.if_range.empty() || (response.version && request.if_range == Tag{*response.version}.text());
    const bool applies = response.is_rangeable && request.method == Method::get && is_current;
    return applies ? parse_range(request.range, response.body.octets.size()) : Range{};
}

/// What of the body this answer carries, and under which status.
struct Selection {
    unsigned status = 200;
    Bytes octets;
    Range range;
};

Selection select(const RequestHead& request, const Response& response) {
    const auto& whole = response.body.octets;
    if (response.status != 200) {
        return {response.status, whole, {}};
    }
    if (is_unchanged(request, response)) {
        return {304, {}, {}};
    }
    const auto range = range_of(request, response);
    switch (range.kind) {
        case Range::Kind::part:
            return {206, whole.subspan(range.first, range.size), range};
        case Range::Kind::unsatisfiable:
            return {416, {}, range};
        case Range::Kind::whole:
            break;
    }
    return {200, whole, range};
}

void write_validators(HeadWriter& head, const Response& response) {
    if (response.version) {
        head.field("ETag", Tag{*response.version}.text());
    }
    if (response.modified) {
        head.field("Last-Modified", format_date(*response.modified).text());
    }
    if (!response.cache_control.empty()) {
        head.field("Cache-Control", response.cache_control);
    }
    if (response.retry_after != 0) {
        head.field("Retry-After", std::size_t{response.retry_after});
    }
}

/// What says which part of the body follows.
void write_content(HeadWriter& head, const Response& response, const Selection& selection) {
    const auto whole = response.body.octets.size();
    const auto& range = selection.range;
    if (selection.status == 206) {
        head.field("Content-Range", "bytes ", range.first, "-", range.first + range.size - 1, "/", whole);
    } else if (selection.status == 416) {
        head.field("Content-Range", "bytes */", whole);
    } else if (selection.status == 405) {
        head.field("Allow", "GET, HEAD");
    }
    head.field("Content-Type", response.content_type);
    head.field("Content-Length", selection.octets.size());
}

}  // namespace

Body body_of(std::string text) {
    const auto kept = std::make_shared<const std::string>(std::move(text));
    return {bytes_of(*kept), kept};
}

/// Few fields: the small parsers of 69xx are said to fail on many.
Answer make_answer(const RequestHead& request, Response response, bool keep_alive, WallTime now) {
    const auto selection = select(request, response);
    Answer answer{.status = selection.status};
    HeadWriter head{answer.head};
    head.append(request.version == 10 ? "HTTP/1.0" : "HTTP/1.1", status_line(answer.status));
    head.field("Date", format_date(now).text());
    if (!keep_alive) {
        head.field("Connection", "close");
    } else if (request.version == 10) {
        head.field("Connection", "keep-alive");
    }
    write_validators(head, response);
    if (answer.status != 304) {
        write_content(head, response, selection);
    }
    head.append("\r\n");
    if (request.method != Method::head && !selection.octets.empty()) {
        answer.body = {selection.octets, std::move(response.body.owner)};
    }
    return answer;
}

Answer make_refusal(unsigned status, WallTime now) {
    Response response{.status = status};
    response.retry_after = status == 503 ? 2 : 0;
    return make_answer({}, std::move(response), false, now);
}

}  // namespace dialtone::http
