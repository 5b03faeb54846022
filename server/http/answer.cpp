#include "server/http/answer.hpp"

#include "common/text/ascii.hpp"
#include "server/http/date.hpp"
#include "server/http/head_codec.hpp"
#include "server/http/range.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>
#include <vector>

namespace dialtone::http {

namespace {

using Fields = std::vector<HeaderField>;

std::string quoted(const std::string& etag) {
    return "\"" + etag + "\"";
}

/// Weak comparison, "*" included (RFC 9110 §13.1.2). Our tags are hexadecimal, so that finding one in quotes
/// in a list is finding it.
bool names_etag(std::string_view list, const std::string& etag) {
    return list == "*" || list.find(quoted(etag)) != std::string_view::npos;
}

bool is_unchanged(const RequestHead& request, const Response& response) {
    if (!request.if_none_match.empty()) {
        return !response.etag.empty() && names_etag(request.if_none_match, response.etag);
    }
    const auto since = parse_date(request.if_modified_since);
    return since && response.modified &&
           std::chrono::floor<std::chrono::seconds>(*response.modified) <= *since;
}

Range range_of(const RequestHead& request, const Response& response) {
    const bool is_current =
        request.if_range.empty() || (!response.etag.empty() && request.if_range == quoted(response.etag));
    const bool applies = response.is_rangeable && request.method == Method::get && is_current;
    return applies ? parse_range(request.range, response.body.octets.size()) : Range{};
}

/// Few fields: the small parsers of 69xx are said to fail on many.
void add_common(Fields& fields, const RequestHead& request, bool keep_alive, WallTime now) {
    fields.emplace_back("Date", format_date(now));
    if (!keep_alive) {
        fields.emplace_back("Connection", "close");
    } else if (request.version == 10) {
        fields.emplace_back("Connection", "keep-alive");
    }
}

void add_validators(Fields& fields, const Response& response) {
    if (!response.etag.empty()) {
        fields.emplace_back("ETag", quoted(response.etag));
    }
    if (response.modified) {
        fields.emplace_back("Last-Modified", format_date(*response.modified));
    }
    if (!response.cache_control.empty()) {
        fields.emplace_back("Cache-Control", std::string{response.cache_control});
    }
    if (response.retry_after != 0) {
        fields.emplace_back("Retry-After", std::to_string(response.retry_after));
    }
}

/// Applies the range to status, body and fields.
void apply_range(Answer& answer, Fields& fields, const Range& range) {
    const auto size = answer.body.octets.size();
    if (range.kind == Range::Kind::unsatisfiable) {
        answer.status = 416;
        answer.body = {};
        fields.emplace_back("Content-Range", fmt::format("bytes */{}", size));
    } else if (range.kind == Range::Kind::part) {
        answer.status = 206;
        answer.body.octets = answer.body.octets.subspan(range.first, range.size);
        const auto last = range.first + range.size - 1;
        fields.emplace_back("Content-Range", fmt::format("bytes {}-{}/{}", range.first, last, size));
    }
}

}  // namespace

Body body_of(std::string text) {
    const auto kept = std::make_shared<const std::string>(std::move(text));
    return {bytes_of(*kept), kept};
}

Answer make_answer(const RequestHead& request, const Response& response, bool keep_alive, WallTime now) {
    Answer answer{.status = response.status, .body = response.body};
    Fields fields;
    add_common(fields, request, keep_alive, now);
    add_validators(fields, response);
    if (response.status == 200 && is_unchanged(request, response)) {
        answer.status = 304;
        answer.body = {};
    } else {
        if (response.status == 200) {
            apply_range(answer, fields, range_of(request, response));
        }
        if (response.status == 405) {
            fields.emplace_back("Allow", "GET, HEAD");
        }
        fields.emplace_back("Content-Type", std::string{response.content_type});
        fields.emplace_back("Content-Length", std::to_string(answer.body.octets.size()));
    }
    render_head(answer.head, answer.status, request.version, fields);
    if (request.method == Method::head) {
        answer.body = {};
    }
    return answer;
}

Answer make_refusal(unsigned status, WallTime now) {
    Response response{.status = status};
    response.retry_after = status == 503 ? 2 : 0;
    return make_answer({}, response, false, now);
}

}  // namespace dialtone::http
