#include "server/journal/timeline.hpp"

#include "common/time/format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::journal {

namespace {

/// A phone that is not registered and silent for so long is not "still on its way": what follows is another
/// attempt.
constexpr Duration kSilence = std::chrono::minutes{10};

constexpr std::size_t kIndent = 32;  ///< columns before the sentence

/// Characters, not octets: a continuation octet of UTF-8 takes no column.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

/// Where to break `text` so that the front takes at most `width` columns: behind a blank if there is one,
/// never inside a character.
std::size_t break_before(std::string_view text, std::size_t width) {
    std::size_t end = 0;
    std::size_t taken = 0;
    std::size_t blank = 0;
    while (end < text.size()) {
        std::size_t next = end + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xc0U) == 0x80U) {
            ++next;
        }
        if (++taken > width) {
            if (text[end] == ' ') {
                return next;  // just fits: the blank itself takes no column
            }
            return blank > 0 ? blank : end;
        }
        if (text[end] == ' ') {
            blank = end + 1;
        }
        end = next;
    }
    return end;
}

std::vector<std::string> wrapped(const std::string& head, std::string_view sentence, std::size_t width) {
    const auto room = width > kIndent + 20 ? width - kIndent : 20;
    std::vector<std::string> lines;
    std::string indent = head;
    do {
        const auto end = break_before(sentence, room);
        auto part = sentence.substr(0, end);
        while (!part.empty() && part.back() == ' ') {
            part.remove_suffix(1);
        }
        lines.push_back(indent + std::string{part});
        indent.assign(kIndent, ' ');
        sentence.remove_prefix(end);
    } while (!sentence.empty());
    return lines;
}

/// A phone that knows its address starts with a REQUEST instead of a DISCOVER (RFC 2131 §3.2).
Stage stage_of(const Observation& observation) {
    const bool is_reboot = observation.step == Step::dhcp_request && observation.field("state") == "reboot";
    return is_reboot ? Stage::address : entry_of(observation.step).stage;
}

}  // namespace

bool TimelineReader::begins_boot(Stage stage, WallTime at) const {
    if (!boot_) {
        return true;
    }
    const bool is_way = stage == Stage::address || stage == Stage::files || stage == Stage::connecting;
    if (!is_way) {
        return false;
    }
    const bool gave_up = reached_ != Stage::up && at - last_ >= kSilence;
    if (gave_up || reached_ == Stage::leaving) {
        return true;
    }
    return stage == Stage::address && reached_ != Stage::address && reached_ != Stage::none;
}

std::vector<TimelineEntry> TimelineReader::next(Observation observation) {
    auto meaning = image_.next(observation);
    std::vector<TimelineEntry> entries;
    entries.push_back(place(std::move(observation)));
    for (auto& step : meaning) {
        entries.push_back(place(std::move(step)));
    }
    return entries;
}

TimelineEntry TimelineReader::place(Observation observation) {
    const auto stage = stage_of(observation);
    TimelineEntry result;
    result.starts_boot = begins_boot(stage, observation.at);
    if (result.starts_boot) {
        boot_ = observation.at;
        reached_ = Stage::none;
    }
    if (stage != Stage::none) {
        reached_ = stage;
    }
    last_ = observation.at;
    result.since_boot = std::max(Duration{}, std::chrono::duration_cast<Duration>(observation.at - *boot_));
    result.area = area_of(observation);
    result.sentence = sentence_of(observation);
    result.observation = std::move(observation);
    return result;
}

std::string to_relative(Duration since) {
    struct Unit {
        Duration below;
        Duration size;
        const char* name;
    };

    static constexpr std::array<Unit, 4> kUnits{{
        {std::chrono::minutes{1}, std::chrono::seconds{1}, "s"},
        {std::chrono::hours{1}, std::chrono::minutes{1}, "min"},
        {std::chrono::hours{24}, std::chrono::hours{1}, "h"},
        {Duration::max(), std::chrono::hours{24}, "d"},
    }};
    const auto* unit =
        std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) { return since < u.below; });
    const auto tenths = since * 10 / unit->size;
    return fmt::format("+{}.{} {}", tenths / 10, tenths % 10, unit->name);
}

std::vector<std::string> lines_of(const TimelineEntry& entry, std::size_t width) {
    const auto& at = entry.observation.at;
    std::vector<std::string> lines;
    if (entry.starts_boot) {
        lines.push_back(fmt::format("{} UTC", to_iso8601(at).substr(0, 10)));
    }
    auto head = fmt::format("{}  {:>9}  ", to_time_of_day(at), to_relative(entry.since_boot));
    head += entry.area;
    head.append(kIndent > columns(head) ? kIndent - columns(head) : 1, ' ');
    auto body = wrapped(head, entry.sentence, width);
    lines.insert(lines.end(), std::make_move_iterator(body.begin()), std::make_move_iterator(body.end()));
    return lines;
}

std::string read_aloud(std::span<const Observation> observations, std::size_t width) {
    TimelineReader reader;
    std::string text;
    for (const auto& observation : observations) {
        for (const auto& entry : reader.next(observation)) {
            if (entry.starts_boot && !text.empty()) {
                text += '\n';
            }
            for (const auto& line : lines_of(entry, width)) {
                text += line + '\n';
            }
        }
    }
    return text;
}

}  // namespace dialtone::journal
