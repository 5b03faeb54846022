#include "server/provision/time_zone.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

namespace dialtone::provision {

namespace {

struct PhoneZone {
    std::string_view phone;
    std::string_view olson;  ///< blank-separated
};

/// By offset from west to east. Two rules beside the offset: a country that gave summer time up since the
/// phones' firmware was made gets a zone without it (Moscow, São Paulo, Mexico City); and of names that
/// public lists of the phones' offsets place an hour apart (W. Europe and Romance, say) the one all of them
/// agree on is used.
constexpr std::array kZones = {
    PhoneZone{"Dateline Standard Time", "Etc/GMT+12"},
    PhoneZone{"Samoa Standard Time", "Pacific/Pago_Pago Pacific/Midway Pacific/Niue Etc/GMT+11 US/Samoa"},
    PhoneZone{
        "Hawaiian Standard Time",
        "Pacific/Honolulu Pacific/Tahiti Pacific/Rarotonga US/Hawaii Etc/GMT+10 HST"},
    PhoneZone{
        "Alaskan Standard/Daylight Time",
        "America/Anchorage America/Juneau America/Nome America/Sitka America/Yakutat US/Alaska"},
    PhoneZone{
        "Pacific Standard/Daylight Time",
        "America/Los_Angeles America/Vancouver America/Tijuana US/Pacific Canada/Pacific PST8PDT"},
    PhoneZone{
        "Mountain Standard/Daylight Time",
        "America/Denver America/Boise America/Edmonton America/Ciudad_Juarez US/Mountain Canada/Mountain "
        "MST7MDT"},
    PhoneZone{
        "US Mountain Standard Time",
        "America/Phoenix America/Hermosillo America/Whitehorse America/Dawson America/Mazatlan US/Arizona "
        "MST "
        "Etc/GMT+7"},
    PhoneZone{
        "Central Standard/Daylight Time",
        "America/Chicago America/Winnipeg America/Menominee America/Indiana/Knox America/Matamoros "
        "US/Central "
        "Canada/Central CST6CDT"},
    PhoneZone{
        "Canada Central Standard Time",
        "America/Regina America/Costa_Rica America/Guatemala America/El_Salvador America/Tegucigalpa "
        "America/Managua America/Belize America/Mexico_City America/Monterrey America/Merida "
        "Canada/Saskatchewan "
        "Etc/GMT+6"},
    PhoneZone{
        "Eastern Standard/Daylight Time",
        "America/New_York America/Detroit America/Toronto America/Montreal America/Nassau America/Havana "
        "America/Port-au-Prince America/Indiana/Indianapolis America/Indianapolis "
        "America/Kentucky/Louisville "
        "America/Louisville US/Eastern US/Michigan Canada/Eastern EST5EDT"},
    PhoneZone{
        "SA Pacific Standard Time",
        "America/Bogota America/Lima America/Guayaquil America/Panama America/Jamaica America/Cancun "
        "America/Cayman America/Rio_Branco EST Etc/GMT+5"},
    PhoneZone{
        "Atlantic Standard/Daylight Time",
        "America/Halifax America/Moncton America/Glace_Bay America/Thule Atlantic/Bermuda Canada/Atlantic"},
    PhoneZone{
        "SA Western Standard Time",
        "America/Caracas America/La_Paz America/Puerto_Rico America/Santo_Domingo America/Manaus "
        "America/Barbados America/Guyana America/Martinique America/Curacao America/Port_of_Spain Etc/GMT+4"},
    PhoneZone{"Newfoundland Standard/Daylight Time", "America/St_Johns Canada/Newfoundland"},
    PhoneZone{"Pacific SA Standard/Daylight Time", "America/Santiago"},
    PhoneZone{
        "SA Eastern Standard Time",
        "America/Sao_Paulo America/Buenos_Aires America/Argentina/Buenos_Aires America/Argentina/Cordoba "
        "America/Montevideo America/Bahia America/Fortaleza America/Recife America/Cayenne "
        "America/Paramaribo "
        "America/Asuncion Atlantic/Stanley Etc/GMT+3"},
    PhoneZone{"Azores Standard/Daylight Time", "Atlantic/Azores"},
    PhoneZone{
        "Greenwich Standard Time",
        "Etc/UTC UTC Etc/GMT GMT Etc/UCT Etc/Greenwich Etc/Universal Etc/Zulu Zulu Universal Africa/Abidjan "
        "Africa/Accra Africa/Dakar Africa/Bamako Africa/Banjul Africa/Monrovia Africa/Sao_Tome "
        "Atlantic/Reykjavik Atlantic/St_Helena Iceland"},
    PhoneZone{
        "GMT Standard/Daylight Time",
        "Europe/London Europe/Dublin Europe/Lisbon Europe/Belfast Europe/Guernsey Europe/Isle_of_Man "
        "Europe/Jersey Atlantic/Canary Atlantic/Madeira Atlantic/Faroe GB Eire Portugal WET"},
    PhoneZone{
        "W. Europe Standard/Daylight Time",
        "Europe/Berlin Europe/Amsterdam Europe/Andorra Europe/Belgrade Europe/Bratislava Europe/Brussels "
        "Europe/Budapest Europe/Busingen Europe/Copenhagen Europe/Gibraltar Europe/Ljubljana "
        "Europe/Luxembourg "
        "Europe/Madrid Europe/Malta Europe/Monaco Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague "
        "Europe/Rome Europe/San_Marino Europe/Sarajevo Europe/Skopje Europe/Stockholm Europe/Tirane "
        "Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Warsaw Europe/Zagreb Europe/Zurich "
        "Arctic/Longyearbyen Africa/Ceuta CET MET Poland"},
    PhoneZone{
        "GTB Standard/Daylight Time",
        "Europe/Athens Europe/Bucharest Europe/Sofia Europe/Helsinki Europe/Mariehamn Europe/Riga "
        "Europe/Tallinn Europe/Vilnius Europe/Kiev Europe/Kyiv Europe/Chisinau Asia/Nicosia EET"},
    PhoneZone{"Egypt Standard/Daylight Time", "Africa/Cairo Egypt"},
    PhoneZone{"Jerusalem Standard/Daylight Time", "Asia/Jerusalem Asia/Tel_Aviv Israel"},
    PhoneZone{
        "South Africa Standard Time",
        "Africa/Johannesburg Africa/Harare Africa/Lusaka Africa/Maputo Africa/Gaborone Africa/Kigali "
        "Africa/Lubumbashi Africa/Blantyre Africa/Windhoek Africa/Khartoum Africa/Juba Africa/Tripoli "
        "Europe/Kaliningrad Etc/GMT-2"},
    PhoneZone{
        "Saudi Arabia Standard Time",
        "Asia/Riyadh Asia/Kuwait Asia/Baghdad Asia/Aden Asia/Bahrain Asia/Qatar Asia/Amman Asia/Damascus "
        "Africa/Nairobi Africa/Addis_Ababa Africa/Dar_es_Salaam Africa/Kampala Africa/Mogadishu "
        "Africa/Djibouti Indian/Antananarivo Europe/Istanbul Asia/Istanbul Turkey Europe/Moscow Europe/Minsk "
        "Europe/Simferopol Europe/Volgograd W-SU Etc/GMT-3"},
    PhoneZone{"Iran Standard/Daylight Time", "Asia/Tehran Iran"},
    PhoneZone{
        "Arabian Standard Time",
        "Asia/Dubai Asia/Muscat Asia/Baku Asia/Tbilisi Asia/Yerevan Europe/Samara Indian/Mauritius "
        "Indian/Reunion Etc/GMT-4"},
    PhoneZone{"Afghanistan Standard Time", "Asia/Kabul"},
    PhoneZone{
        "West Asia Standard Time",
        "Asia/Karachi Asia/Tashkent Asia/Samarkand Asia/Ashgabat Asia/Dushanbe Asia/Almaty Asia/Aqtobe "
        "Indian/Maldives Etc/GMT-5"},
    PhoneZone{"Ekaterinburg Standard Time", "Asia/Yekaterinburg"},
    PhoneZone{"India Standard Time", "Asia/Kolkata Asia/Calcutta Asia/Colombo"},
    PhoneZone{"Central Asia Standard Time", "Asia/Dhaka Asia/Bishkek Asia/Omsk Asia/Thimphu Etc/GMT-6"},
    PhoneZone{
        "SE Asia Standard Time",
        "Asia/Bangkok Asia/Jakarta Asia/Ho_Chi_Minh Asia/Saigon Asia/Phnom_Penh Asia/Vientiane "
        "Asia/Krasnoyarsk Asia/Novosibirsk Etc/GMT-7"},
    PhoneZone{
        "Taipei Standard Time",
        "Asia/Taipei Asia/Singapore Asia/Kuala_Lumpur Asia/Manila Asia/Makassar Asia/Brunei Asia/Irkutsk "
        "Asia/Ulaanbaatar Australia/Perth Asia/Shanghai Asia/Hong_Kong Asia/Macau Asia/Chongqing PRC "
        "Singapore "
        "Hongkong ROC Etc/GMT-8"},
    PhoneZone{
        "Tokyo Standard Time",
        "Asia/Tokyo Asia/Seoul Asia/Pyongyang Asia/Yakutsk Asia/Chita Japan ROK Etc/GMT-9"},
    PhoneZone{"Cen. Australia Standard/Daylight Time", "Australia/Adelaide Australia/Broken_Hill"},
    PhoneZone{"AUS Central Standard Time", "Australia/Darwin"},
    PhoneZone{"E. Australia Standard Time", "Australia/Brisbane Australia/Lindeman"},
    PhoneZone{
        "AUS Eastern Standard/Daylight Time", "Australia/Sydney Australia/Melbourne Australia/Canberra"},
    PhoneZone{"Tasmania Standard/Daylight Time", "Australia/Hobart"},
    PhoneZone{
        "West Pacific Standard Time",
        "Pacific/Guam Pacific/Port_Moresby Pacific/Saipan Asia/Vladivostok Etc/GMT-10"},
    PhoneZone{
        "Central Pacific Standard Time",
        "Pacific/Guadalcanal Pacific/Noumea Pacific/Efate Pacific/Pohnpei Asia/Magadan Asia/Sakhalin "
        "Etc/GMT-11"},
    PhoneZone{
        "Fiji Standard Time",
        "Pacific/Fiji Pacific/Tarawa Pacific/Majuro Pacific/Nauru Asia/Kamchatka Etc/GMT-12"},
    PhoneZone{"New Zealand Standard/Daylight Time", "Pacific/Auckland Antarctica/McMurdo NZ"},
};

using ZoneIndex = std::unordered_map<std::string, std::string_view>;

ZoneIndex make_index() {
    ZoneIndex index;
    for (const auto& zone : kZones) {
        auto left = zone.olson;
        while (!left.empty()) {
            const auto name = left.substr(0, left.find(' '));
            index.emplace(to_lower(name), zone.phone);
            left.remove_prefix(std::min(left.size(), name.size() + 1));
        }
    }
    return index;
}

}  // namespace

std::optional<std::string_view> phone_time_zone(std::string_view olson) {
    static const ZoneIndex index = make_index();
    const auto found = index.find(to_lower(olson));
    return found == index.end() ? std::nullopt : std::optional{found->second};
}

bool is_date_template(std::string_view text) {
    if (!text.empty() && text.back() == 'A') {
        text.remove_suffix(1);
    }
    std::string order;
    std::string separators;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_second_y = text[i] == 'Y' && i > 0 && text[i - 1] == 'Y';
        const bool is_separator = text[i] == '/' || text[i] == '-' || text[i] == '.';
        if (is_separator) {
            separators.push_back(text[i]);
        } else if (!is_second_y || (i > 1 && text[i - 2] == 'Y')) {
            order.push_back(text[i]);
            if (order.size() != separators.size() + 1) {
                return false;
            }
        }
    }
    const bool is_order = order == "DMY" || order == "MDY" || order == "YMD";
    return is_order && separators.size() == 2 && separators[0] == separators[1];
}

}  // namespace dialtone::provision
