#include "server/http/date.hpp"

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

void put(DateText& date, std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), date.octets.begin() + static_cast<std::ptrdiff_t>(at));
}

void put_two_digits(DateText& date, std::size_t at, unsigned number) {
    date.octets[at] = static_cast<char>('0' + number / 10);
    date.octets[at + 1] = static_cast<char>('0' + number % 10);
}

}  // namespace

/// Written by hand: every answer carries a date, and a formatter costs more than the rest of the head.
DateText format_date(WallTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const auto seconds = static_cast<unsigned>(std::chrono::floor<std::chrono::seconds>(time - day).count());
    const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
    DateText date_text;
    std::copy(kForm.begin(), kForm.end(), date_text.octets.begin());
    put(date_text, 0, kDays[std::chrono::weekday{day}.c_encoding()]);
    put_two_digits(date_text, 5, static_cast<unsigned>(date.day()));
    put(date_text, 8, kMonths[static_cast<unsigned>(date.month()) - 1]);
    put_two_digits(date_text, 12, year / 100 % 100);
    put_two_digits(date_text, 14, year % 100);
    put_two_digits(date_text, 17, seconds / 3600);
    put_two_digits(date_text, 20, seconds / 60 % 60);
    put_two_digits(date_text, 23, seconds % 60);
    return date_text;
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
