#include "server/provision/sip_text.hpp"

#include "common/model/loads.hpp"
#include "server/provision/default_file.hpp"
#include "server/provision/parameters.hpp"
#include "server/provision/side_file_names.hpp"
#include "server/provision/sip_section.hpp"
#include "server/provision/text_form.hpp"
#include "server/provision/time_zone.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace dialtone::provision {

namespace {

constexpr std::string_view kFamily = "legacy40";
constexpr std::string_view kUnused = "UNPROVISIONED";
/// A 7960 has six lines; SIPDefault.cnf does not know which of both reads it.
constexpr std::uint32_t kMaxLines = 6;

/// Lines of text in ISO-8859-1. A value can neither end its line nor its quotes.
class TextLines {
 public:
    void put(std::string_view key, std::string_view value) {
        out_.append(key).append(": \"");
        append(value);
        out_.append("\"\n");
    }

    void put(std::string_view key, std::uint64_t number) { put(key, std::to_string(number)); }

    [[nodiscard]] std::string take() { return std::move(out_); }

 private:
    void append(std::string_view text) {
        while (!text.empty()) {
            const auto decoded = decode_utf8(text);
            append(decoded.is_valid ? decoded.character : U'?');
            text.remove_prefix(decoded.octets);
        }
    }

    void append(char32_t character) {
        if (character < 0x20 || character == 0x7f || character == '"') {
            out_.push_back(' ');
        } else if (character < 0x7f || (character >= 0xa0 && character <= 0xff)) {
            out_.push_back(static_cast<char>(character));
        } else {
            for (const char c : transliterate(character)) {
                out_.push_back(c == '"' ? '\'' : c);
            }
        }
    }

    std::string out_;
};

struct Constant {
    std::string_view key;
    std::string_view value;
};

/// The same for every phone.
constexpr std::array kConstants = {
    Constant{"proxy_register", "1"},
    Constant{"preferred_codec", "none"},
    Constant{"tos_media", "5"},
    Constant{"dtmf_inband", "1"},
    Constant{"messages_uri", ""},
    Constant{"dnd_control", "0"},
    Constant{"call_waiting", "1"},
    Constant{"nat_enable", "0"},
    Constant{"nat_address", ""},
    Constant{"nat_received_processing", "0"},
    Constant{"voip_control_port", "5060"},
    Constant{"dyn_dns_addr_1", ""},
    Constant{"dyn_dns_addr_2", ""},
    Constant{"dyn_tftp_addr", ""},
    Constant{"tftp_cfg_dir", ""},
    Constant{"telnet_level", "0"},
    Constant{"network_media_type", "auto"},
    Constant{"autocomplete", "1"},
    Constant{"remote_party_id", "1"},
    Constant{"logo_url", ""},
    // Told to synchronise, a phone starts anew when syncinfo.xml has another number than this.
    Constant{"sync", "1"},
};

/// When summer time begins or ends: the n-th Sunday of a month, 8 for the last.
struct Turn {
    std::string_view month;
    std::string_view week;
    std::string_view hour;
};

struct SummerTime {
    Turn start;
    Turn stop;
};

constexpr SummerTime kAmerica{{"March", "2", "2"}, {"November", "1", "2"}};
constexpr SummerTime kEurope{{"March", "8", "2"}, {"October", "8", "3"}};
/// East of there the clocks change an hour later by themselves.
constexpr SummerTime kEastEurope{{"March", "8", "3"}, {"October", "8", "4"}};
constexpr SummerTime kBritain{{"March", "8", "1"}, {"October", "8", "2"}};

/// These phones hold no rules: they are told hour and summer time. By the name that newer ones know the zone
/// by.
struct Zone {
    std::string_view phone;
    std::string_view abbreviation;
    const SummerTime* summer;  ///< null: none
};

constexpr std::array kZones = {
    Zone{"Pacific Standard/Daylight Time", "PST", &kAmerica},
    Zone{"Mountain Standard/Daylight Time", "MST", &kAmerica},
    Zone{"US Mountain Standard Time", "MST", nullptr},
    Zone{"Central Standard/Daylight Time", "CST", &kAmerica},
    Zone{"Canada Central Standard Time", "CST", nullptr},
    Zone{"Eastern Standard/Daylight Time", "EST", &kAmerica},
    Zone{"SA Pacific Standard Time", "EST", nullptr},
    Zone{"Atlantic Standard/Daylight Time", "AST", &kAmerica},
    Zone{"SA Western Standard Time", "AST", nullptr},
    Zone{kFallbackTimeZone, "GMT", nullptr},
    Zone{"GMT Standard/Daylight Time", "GMT", &kBritain},
    Zone{"W. Europe Standard/Daylight Time", "CET", &kEurope},
    Zone{"GTB Standard/Daylight Time", "EET", &kEastEurope},
    Zone{"South Africa Standard Time", "EET", nullptr},
};

/// Null when these phones have no word for it.
const Zone* find_zone(std::string_view name) {
    const auto* found =
        std::find_if(kZones.begin(), kZones.end(), [&](const Zone& zone) { return zone.phone == name; });
    return found == kZones.end() ? nullptr : found;
}

constexpr Zone kGreenwich{kFallbackTimeZone, "GMT", nullptr};

const Zone& zone_of(const DateTimeGroup& group) {
    const auto* found = find_zone(phone_time_zone(group.time_zone).value_or(kFallbackTimeZone));
    return found == nullptr ? kGreenwich : *found;
}

void put_turn(TextLines& out, const std::string& when, const Turn& turn) {
    out.put("dst_" + when + "_month", turn.month);
    out.put("dst_" + when + "_day", "0");
    out.put("dst_" + when + "_day_of_week", "Sunday");
    out.put("dst_" + when + "_week_of_month", turn.week);
    out.put("dst_" + when + "_time", turn.hour);
}

/// "D/M/Y" for "D.M.Y": these phones know slashes.
std::string date_format(std::string_view date_template) {
    std::string format;
    for (const char c : date_template) {
        if (c != 'A') {
            format.push_back(c == '.' || c == '-' ? '/' : c);
        }
    }
    return format;
}

void put_clock(TextLines& out, const DateTimeGroup& group) {
    const auto& zone = zone_of(group);
    out.put("sntp_server", group.ntp_servers.empty() ? "" : group.ntp_servers.front().to_string());
    out.put("sntp_mode", "unicast");
    out.put("time_zone", zone.abbreviation);
    out.put("time_format_24hr", group.date_template.ends_with('A') ? "0" : "1");
    out.put("date_format", date_format(group.date_template));
    out.put("dst_auto_adjust", zone.summer == nullptr ? "0" : "1");
    if (zone.summer != nullptr) {
        out.put("dst_offset", "1");
        put_turn(out, "start", zone.summer->start);
        put_turn(out, "stop", zone.summer->stop);
    }
}

struct Server {
    std::string address;
    std::uint64_t port = 5060;
};

Server server_of(const std::vector<const Node*>& nodes, std::size_t place) {
    if (place >= nodes.size()) {
        return {};
    }
    return {
        nodes[place]->address.to_string(), std::uint64_t{nodes[place]->sip_port} + nodes[place]->port_offset};
}

void put_proxies(TextLines& out, const std::vector<const Node*>& nodes, std::uint32_t lines) {
    const auto first = server_of(nodes, 0);
    const auto second = server_of(nodes, 1);
    for (std::uint32_t line = 1; line <= lines; ++line) {
        const auto key = "proxy" + std::to_string(line);
        out.put(key + "_address", first.address);
        out.put(key + "_port", first.port);
    }
    out.put("proxy_backup", second.address);
    out.put("proxy_backup_port", second.port);
    out.put("proxy_emergency", "");
    out.put("proxy_emergency_port", "5060");
    out.put("outbound_proxy", "");
    out.put("outbound_proxy_port", "5060");
}

void put_profile(TextLines& out, const SipProfile& profile) {
    const auto one_or_zero = [](bool value) { return value ? "1" : "0"; };
    out.put("timer_register_expires", profile.register_expires);
    out.put("timer_t1", profile.timer_t1);
    out.put("timer_t2", profile.timer_t2);
    out.put("sip_retx", profile.retries);
    out.put("sip_invite_retx", profile.invite_retries);
    out.put("timer_invite_expires", profile.invite_expires);
    out.put("enable_vad", one_or_zero(profile.voice_activity_detection));
    out.put("dtmf_outofband", profile.dtmf_events);
    out.put("dtmf_db_level", profile.dtmf_level);
    out.put("dtmf_avt_payload", profile.dtmf_payload);
    out.put("callerid_blocking", one_or_zero(profile.caller_id_blocking));
    out.put("anonymous_call_block", one_or_zero(profile.anonymous_call_block));
    out.put("call_hold_ringback", one_or_zero(profile.hold_ringback));
    out.put("start_media_port", profile.first_media_port);
    out.put("end_media_port", profile.last_media_port);
    out.put("user_info", profile.user_info);
    out.put("cnf_join_enable", one_or_zero(profile.conference_join));
    out.put("semi_attended_transfer", one_or_zero(profile.semi_attended_transfer));
    out.put("stutter_msg_waiting", one_or_zero(profile.stutter_message_waiting));
}

void put_shared(TextLines& out, const World& world, const SipProfile& profile) {
    put_profile(out, profile);
    for (const auto& constant : kConstants) {
        out.put(constant.key, constant.value);
    }
    out.put("services_url", world.parameter(parameters::kUrlServices));
    out.put("directory_url", world.parameter(parameters::kUrlDirectories));
    out.put("dial_template", kLegacyDialTemplate.substr(0, kLegacyDialTemplate.find('.')));
}

void put_lines(TextLines& out, const PhoneSource& source) {
    for (std::uint32_t line = 1; line <= source.model.line_keys; ++line) {
        const auto key = "line" + std::to_string(line);
        const auto& own = source.device.lines;
        const auto found =
            std::find_if(own.begin(), own.end(), [&](const LineAppearance& a) { return a.line == line; });
        const auto* number = found == own.end() ? nullptr : source.world.numbers.find(found->number);
        const bool is_used = number != nullptr;
        const std::string_view name = is_used ? std::string_view{number->pattern} : kUnused;
        const auto text = [&](const std::string& words) {
            return !is_used ? std::string_view{} : words.empty() ? name : std::string_view{words};
        };
        out.put(key + "_name", name);
        out.put(key + "_authname", is_used ? source.device.digest_user : std::string{kUnused});
        out.put(key + "_password", is_used ? source.device.digest_password : std::string{kUnused});
        out.put(key + "_displayname", is_used ? text(found->display) : std::string_view{});
        out.put(key + "_shortname", is_used ? text(found->label) : kUnused);
    }
}

}  // namespace

bool reads_sip_text(const PhoneSource& source) {
    return source.device.protocol == Protocol::sip && source.family.name == kFamily;
}

bool has_sip_text_zone(const DateTimeGroup& group) {
    const auto named = phone_time_zone(group.time_zone);
    return named && find_zone(*named) != nullptr;
}

std::string render_sip_text(const PhoneSource& source) {
    TextLines out;
    // Without a load it keeps the image it runs; an empty name is one that it would look for.
    if (!source.load.empty()) {
        out.put("image_version", source.load);
    }
    put_proxies(out, source.nodes, source.model.line_keys);
    put_lines(out, source);
    out.put("phone_label", phone_label(source));
    out.put("phone_prompt", source.device.name.text());
    out.put("phone_password", source.profile.unlock_password);
    put_clock(out, source.date_time);
    put_shared(out, source.world, source.world.sip_profile_of(source.device));
    return out.take();
}

std::optional<std::string> render_sip_default(const World& world) {
    const auto* group = default_group(world);
    const auto nodes = group == nullptr ? std::vector<const Node*>{} : reachable_nodes(world, *group);
    if (nodes.empty()) {
        return std::nullopt;
    }
    TextLines out;
    put_proxies(out, nodes, kMaxLines);
    const auto* pool = world.find_pool("Default");
    const auto* clock = pool == nullptr ? nullptr : world.date_time_groups.find(pool->date_time_group);
    put_clock(out, clock == nullptr ? DateTimeGroup{} : *clock);
    put_shared(out, world, world.sip_profile_of(Device{}));
    return out.take();
}

}  // namespace dialtone::provision
