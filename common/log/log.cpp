#include "common/log/log.hpp"

#include "common/text/utf8.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

namespace dialtone::log {

namespace {

std::atomic<Format> g_format{Format::text};

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made =
            std::make_shared<spdlog::logger>("dialtone", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");
        made->flush_on(spdlog::level::warn);
        return made;
    }();
    return *instance;
}

spdlog::level::level_enum spdlog_level(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warning:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "info";
}

/// Quotes for both forms: JSON's escapes are legible in text too.
std::string quoted(std::string_view value) {
    std::string out = "\"";
    for (const char c : printable(value, 1000)) {
        if (c == '"' || c == '\\') {
            out.push_back('\\');
        }
        out.push_back(c == '\t' ? ' ' : c);
    }
    out.push_back('"');
    return out;
}

std::string in_text(Level level, std::string_view event, std::string_view sentence, Fields fields) {
    auto line = fmt::format("{} {}: {}", name_of(level), event, printable(sentence, 1000));
    for (const auto& field : fields) {
        const bool plain =
            !field.value.empty() && field.value.find_first_of(" \"\\\t\n=") == std::string::npos;
        line += fmt::format(" {}={}", field.key, plain ? printable(field.value, 1000) : quoted(field.value));
    }
    return line;
}

std::string in_json(Level level, std::string_view event, std::string_view sentence, Fields fields) {
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now().time_since_epoch()
    );
    auto line = fmt::format(
        R"({{"time_ms":{},"level":"{}","event":"{}","text":{})",
        now.count(),
        name_of(level),
        event,
        quoted(sentence)
    );
    for (const auto& field : fields) {
        line += fmt::format(R"(,"{}":{})", field.key, quoted(field.value));
    }
    return line + "}";
}

}  // namespace

void configure(Format format, Level least) {
    g_format = format;
    logger().set_level(spdlog_level(least));
}

void write(Level level, std::string_view event, std::string_view sentence, Fields fields) {
    const auto at = spdlog_level(level);
    if (!logger().should_log(at)) {
        return;
    }
    const auto line = g_format == Format::json ? in_json(level, event, sentence, fields)
                                               : in_text(level, event, sentence, fields);
    logger().log(at, "{}", line);
}

}  // namespace dialtone::log
