#pragma once

#include "common/bytes/bytes.hpp"
#include "server/http/message.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// Heads of requests and answers, by Beast's parser and serializer: the only file that compiles them.
namespace dialtone::http {

constexpr std::size_t kMaxRequestLine = 2U << 10U;
constexpr std::size_t kMaxHead = 16U << 10U;

/// Reads the head of one request from octets that come in pieces.
class HeadParser {
 public:
    enum class State {
        incomplete,  ///< more octets are needed
        complete,
        bad,  ///< see status()
    };

    HeadParser();
    ~HeadParser();
    HeadParser(const HeadParser&) = delete;
    HeadParser& operator=(const HeadParser&) = delete;

    /// @param octets everything received and not yet consumed, from the beginning of the head.
    State parse(Bytes octets);

    /// Octets of the head, when complete.
    [[nodiscard]] std::size_t consumed() const { return consumed_; }

    /// 400, 414 or 431, when bad.
    [[nodiscard]] unsigned status() const { return status_; }

    [[nodiscard]] const RequestHead& head() const { return head_; }

    /// Ready for the next request.
    void reset();

 private:
    struct Internals;
    State fail(unsigned status);
    void read_head();

    std::unique_ptr<Internals> internals_;
    RequestHead head_;
    std::size_t understood_ = 0;  ///< octets of the head that the parser has taken in
    std::size_t consumed_ = 0;
    unsigned status_ = 0;
};

using HeaderField = std::pair<std::string_view, std::string>;

/// Appends status line and fields. @param version 10 or 11.
void render_head(Buffer& out, unsigned status, unsigned version, std::span<const HeaderField> fields);

}  // namespace dialtone::http
