#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

/// Structured logs for the operator: an event name, a sentence, and fields. What a phone did is not logged
/// but recorded in its journal (server/journal); a log line is about Dialtone itself. Thread-safe.
namespace dialtone::log {

enum class Level { debug, info, warning, error };
enum class Format { text, json };

struct Field {
    std::string_view key;
    std::string value;
};

using Fields = std::initializer_list<Field>;

/// Standard error, text and info until told otherwise.
void configure(Format format, Level least);

/// @param event dotted and stable, for machines: "dhcp.range.exhausted". @param sentence for people.
void write(Level level, std::string_view event, std::string_view sentence, Fields fields = {});

inline void debug(std::string_view event, std::string_view sentence, Fields fields = {}) {
    write(Level::debug, event, sentence, fields);
}

inline void info(std::string_view event, std::string_view sentence, Fields fields = {}) {
    write(Level::info, event, sentence, fields);
}

inline void warning(std::string_view event, std::string_view sentence, Fields fields = {}) {
    write(Level::warning, event, sentence, fields);
}

inline void error(std::string_view event, std::string_view sentence, Fields fields = {}) {
    write(Level::error, event, sentence, fields);
}

}  // namespace dialtone::log
