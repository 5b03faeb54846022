#include "server/http/date.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace dialtone::http {

namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view kForm = "ddd, 00 mmm 0000 00:00:00 GMT";

/// The digits at a fixed place; nullopt when one is none.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    const auto* end = text.data() + at + count;
    const auto [stopped, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc{} && stopped == end && value >= 0 ? std::optional{value} : std::nullopt;
}

}  // namespace

std::string format_date(WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::weekday weekday{day};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time - day).count();
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        kDays[weekday.c_encoding()],
        static_cast<unsigned>(date.day()),
        kMonths[static_cast<unsigned>(date.month()) - 1],
        static_cast<int>(date.year()),
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
}

std::optional<WallTime> parse_date(std::string_view text) {
    if (text.size() != kForm.size() || !text.ends_with(" GMT")) {
        return std::nullopt;
    }
    const auto day = digits(text, 5, 2);
    const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
    const auto year = digits(text, 12, 4);
    const auto hour = digits(text, 17, 2);
    const auto minute = digits(text, 20, 2);
    const auto second = digits(text, 23, 2);
    if (!day || month == kMonths.end() || !year || *year < 1970 || !hour || !minute || !second) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{*year},
        std::chrono::month{static_cast<unsigned>(month - kMonths.begin()) + 1},
        std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

}  // namespace dialtone::http
