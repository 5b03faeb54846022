#include "server/sccp/zone_rules.hpp"

#include "common/bytes/reader.hpp"
#include "common/text/ascii.hpp"

#include <algorithm>

namespace dialtone::sccp {

namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr WireError kTruncated{WireErrc::truncated, 0, "zone file too short"};

/// RFC 8536 section 3.1.
struct Header {
    std::uint8_t version = 0;
    std::uint32_t utc_flags = 0;
    std::uint32_t standard_flags = 0;
    std::uint32_t leaps = 0;
    std::uint32_t times = 0;
    std::uint32_t types = 0;
    std::uint32_t characters = 0;

    [[nodiscard]] std::size_t size_of_data(std::size_t time_size) const {
        return times * (time_size + 1) + types * std::size_t{6} + characters + leaps * (time_size + 4) +
               standard_flags + utc_flags;
    }
};

Parsed<Header> read_header(Reader& reader) {
    Header header;
    if (text_of(reader.bytes(4)) != "TZif") {
        return WireError{WireErrc::bad_value, 0, "not a zone file"};
    }
    header.version = reader.u8();
    reader.skip(15);
    header.utc_flags = reader.u32be();
    header.standard_flags = reader.u32be();
    header.leaps = reader.u32be();
    header.times = reader.u32be();
    header.types = reader.u32be();
    header.characters = reader.u32be();
    const auto largest = std::max(
        {header.utc_flags, header.standard_flags, header.leaps, header.times, header.types, header.characters}
    );
    if (!reader.ok()) {
        return kTruncated;
    }
    if (largest > ZoneRules::kMostOctets || header.types == 0) {
        return WireError{WireErrc::bad_length, reader.position(), "counts of a zone file out of bounds"};
    }
    return header;
}

/// Reads the parts of a POSIX TZ text from its front.
class Scanner {
 public:
    explicit Scanner(std::string_view text) : text_{text} {}

    [[nodiscard]] bool at_end() const { return text_.empty(); }

    bool eat(char c) {
        if (text_.empty() || text_.front() != c) {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }

    bool name() {
        const auto is_letter = [](char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; };
        std::size_t length = 0;
        if (eat('<')) {
            length = text_.find('>');
            if (length == std::string_view::npos) {
                return false;
            }
            text_.remove_prefix(length + 1);
            return true;
        }
        while (length < text_.size() && is_letter(text_[length])) {
            ++length;
        }
        text_.remove_prefix(length);
        return length >= 3;
    }

    std::optional<std::int32_t> number(std::int32_t most) {
        std::int32_t value = 0;
        std::size_t digits = 0;
        while (!text_.empty() && is_digit(text_.front()) && digits < 4) {
            value = value * 10 + (text_.front() - '0');
            text_.remove_prefix(1);
            ++digits;
        }
        return digits == 0 || value > most ? std::nullopt : std::optional{value};
    }

    /// [+-]hh[:mm[:ss]]
    std::optional<seconds> time() {
        const bool is_negative = eat('-');
        if (!is_negative) {
            eat('+');
        }
        constexpr std::int32_t kMostHours = 167;
        const auto hours = number(kMostHours);
        if (!hours) {
            return std::nullopt;
        }
        auto total = seconds{*hours * 3600};
        for (const auto unit : {60, 1}) {
            if (eat(':')) {
                const auto part = number(59);
                if (!part) {
                    return std::nullopt;
                }
                total += seconds{*part * unit};
            }
        }
        return is_negative ? -total : total;
    }

    std::optional<ZoneYear::Change> change() {
        ZoneYear::Change change;
        if (!eat(',') || !date(change)) {
            return std::nullopt;
        }
        if (eat('/')) {
            const auto when = time();
            if (!when) {
                return std::nullopt;
            }
            change.time = *when;
        }
        return change;
    }

 private:
    bool date(ZoneYear::Change& change) {
        using Kind = ZoneYear::Change::Kind;
        const auto take = [&](std::int32_t& into, std::int32_t least, std::int32_t most) {
            const auto value = number(most);
            into = value.value_or(0);
            return value && *value >= least;
        };
        if (eat('M')) {
            return take(change.month, 1, 12) && eat('.') && take(change.week, 1, 5) && eat('.') &&
                   take(change.day, 0, 6);
        }
        const bool without_leap = eat('J');
        change.kind = without_leap ? Kind::day_without_leap : Kind::day;
        return take(change.day, without_leap ? 1 : 0, 365);
    }

    std::string_view text_;
};

/// The local time of a change in a year, as if local time were UTC.
sys_seconds local_time(const ZoneYear::Change& change, std::chrono::year year) {
    using Kind = ZoneYear::Change::Kind;
    const sys_days new_year{year / std::chrono::January / 1};
    sys_days day;
    switch (change.kind) {
        case Kind::month_week_day: {
            const std::chrono::month month{static_cast<unsigned>(change.month)};
            const std::chrono::weekday weekday{static_cast<unsigned>(change.day)};
            day = change.week == 5 ? sys_days{year / month / weekday[std::chrono::last]}
                                   : sys_days{year / month / weekday[static_cast<unsigned>(change.week)]};
            break;
        }
        case Kind::day:
            day = new_year + days{change.day};
            break;
        case Kind::day_without_leap:
            // 29 February has no number.
            day = new_year + days{change.day - 1 + (year.is_leap() && change.day >= 60 ? 1 : 0)};
            break;
    }
    return day + change.time;
}

}  // namespace

std::optional<ZoneYear> ZoneYear::parse(std::string_view text) {
    Scanner scanner{text};
    ZoneYear rules;
    if (!scanner.name()) {
        return std::nullopt;
    }
    const auto standard = scanner.time();
    if (!standard) {
        return std::nullopt;
    }
    rules.standard = -*standard;  // POSIX counts to the west
    if (scanner.at_end()) {
        return rules;
    }
    if (!scanner.name()) {
        return std::nullopt;
    }
    rules.has_daylight = true;
    rules.daylight = rules.standard + std::chrono::hours{1};
    auto begin = scanner.change();
    if (!begin) {
        Scanner again{text};
        again.name();
        again.time();
        again.name();
        const auto daylight = again.time();
        begin = again.change();
        if (!daylight || !begin) {
            return std::nullopt;
        }
        rules.daylight = -*daylight;
        scanner = again;
    }
    const auto end = scanner.change();
    if (!end || !scanner.at_end()) {
        return std::nullopt;
    }
    rules.begin = *begin;
    rules.end = *end;
    return rules;
}

seconds ZoneYear::offset(sys_seconds when) const {
    if (!has_daylight) {
        return standard;
    }
    const auto year = std::chrono::year_month_day{std::chrono::floor<days>(when + standard)}.year();
    const auto begins = local_time(begin, year) - standard;
    const auto ends = local_time(end, year) - daylight;
    const bool is_daylight =
        begins < ends ? when >= begins && when < ends : when >= begins || when < ends;  // in the south
    return is_daylight ? daylight : standard;
}

Parsed<ZoneRules> ZoneRules::parse(Bytes file) {
    if (file.size() > kMostOctets) {
        return WireError{WireErrc::bad_length, 0, "zone file too long"};
    }
    Reader reader{file};
    auto header = read_header(reader);
    if (!header) {
        return header.error();
    }
    std::size_t time_size = 4;
    if (header->version >= '2') {
        // The same again with 64 bits follows.
        reader.skip(header->size_of_data(time_size));
        header = read_header(reader);
        if (!header) {
            return header.error();
        }
        time_size = 8;
    }
    const auto times = reader.bytes(header->times * time_size);
    const auto indexes = reader.bytes(header->times);
    const auto types = reader.bytes(header->types * std::size_t{6});
    reader.skip(
        header->characters + header->leaps * (time_size + 4) + header->standard_flags + header->utc_flags
    );
    if (!reader.ok()) {
        return kTruncated;
    }
    const auto offset_of = [&](std::size_t type) {
        return seconds{static_cast<std::int32_t>(Reader{types.subspan(type * 6)}.u32be())};
    };
    ZoneRules rules;
    rules.first_ = offset_of(0);
    Reader time{times};
    for (std::size_t i = 0; i < header->times; ++i) {
        if (indexes[i] >= header->types) {
            return WireError{WireErrc::bad_value, 0, "zone file names a type that it does not have"};
        }
        const auto high = time_size == 8 ? time.u32be() : 0U;
        const auto low = time.u32be();
        const auto at = time_size == 8
                            ? static_cast<std::int64_t>(static_cast<std::uint64_t>(high) << 32U | low)
                            : std::int64_t{static_cast<std::int32_t>(low)};
        rules.transitions_.push_back({sys_seconds{seconds{at}}, offset_of(indexes[i])});
    }
    if (time_size == 8) {
        const auto footer = text_of(reader.rest());
        const auto end = footer.size() > 1 ? footer.find('\n', 1) : std::string_view::npos;
        if (footer.starts_with('\n') && end != std::string_view::npos) {
            rules.after_ = ZoneYear::parse(footer.substr(1, end - 1));
        }
    }
    return rules;
}

seconds ZoneRules::offset(WallTime when) const {
    const auto second = std::chrono::floor<seconds>(when);
    const auto next = std::upper_bound(
        transitions_.begin(),
        transitions_.end(),
        second,
        [](sys_seconds wanted, const Transition& transition) { return wanted < transition.at; }
    );
    if (next == transitions_.end() && after_) {
        return after_->offset(second);
    }
    return next == transitions_.begin() ? first_ : std::prev(next)->offset;
}

}  // namespace dialtone::sccp
