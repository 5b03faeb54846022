#include "server/provision/given.hpp"

#include "common/bytes/reader.hpp"
#include "common/bytes/writer.hpp"
#include "server/provision/phone_file.hpp"
#include "server/provision/phone_source.hpp"
#include "server/provision/station_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace dialtone::provision {

namespace {

struct Words {
    Field field;
    std::string_view words;  ///< "{}" stands for the position
};

constexpr std::array kWords = {
    Words{Field::names, "names"},
    Words{Field::protocol, "protocol"},
    Words{Field::load, "load"},
    Words{Field::call_managers, "Call Manager list"},
    Words{Field::date_time, "date and time"},
    Words{Field::srst, "SRST"},
    Words{Field::locale, "locale"},
    Words{Field::urls, "URLs"},
    Words{Field::security, "security"},
    Words{Field::vendor_settings, "vendor settings"},
    Words{Field::services_menu, "services"},
    Words{Field::settings, "settings"},
    Words{Field::modules, "expansion modules"},
    Words{Field::further, "further elements"},
    Words{Field::placed, "file placed by hand"},
    Words{Field::sip_settings, "SIP settings"},
    Words{Field::sip_lines, "lines and keys"},
    Words{Field::credentials, "digest credentials"},
    Words{Field::side_files, "softkeys and dial rules"},
    Words{Field::sip_text, "SIP text file"},
    Words{Field::buttons, "buttons"},
    Words{Field::softkeys, "softkeys"},
    Words{Field::line_number, "number of line {}"},
    Words{Field::line_label, "label of line {}"},
    Words{Field::line_display, "display name of line {}"},
    Words{Field::speed_dial, "speed dial {}"},
    Words{Field::service_button, "service button {}"},
};

bool is_by_key(const Given::Entry& a, const Given::Entry& b) {
    return a.key < b.key;
}

constexpr std::uint8_t kPackVersion = 1;
constexpr std::size_t kPackedEntry = 11;

}  // namespace

std::string describe(FieldKey key) {
    const auto* found = std::find_if(kWords.begin(), kWords.end(), [&](const Words& words) {
        return words.field == key.field;
    });
    // A state file may hold fields of a newer program.
    const auto words = found == kWords.end() ? std::string_view{"settings"} : found->words;
    return fmt::format(fmt::runtime(words), key.position);
}

Given::Given(std::vector<Entry> entries) : entries_{std::move(entries)} {
    std::stable_sort(entries_.begin(), entries_.end(), is_by_key);
    // Of equal keys the last stays: unique() from the back keeps the first it meets.
    const auto first = std::unique(entries_.rbegin(), entries_.rend(), [](const Entry& a, const Entry& b) {
        return a.key == b.key;
    });
    entries_.erase(entries_.begin(), first.base());
}

Digest Given::digest() const {
    return digest_of(pack());
}

Given Given::file_part() const {
    std::vector<Entry> file;
    std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(file), [](const Entry& entry) {
        return entry.key.field < kFirstStationField;
    });
    return Given{std::move(file)};
}

Given Given::station_part() const {
    std::vector<Entry> station;
    std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(station), [](const Entry& entry) {
        return entry.key.field >= kFirstStationField;
    });
    return Given{std::move(station)};
}

bool Given::has_placed_file() const {
    return std::any_of(entries_.begin(), entries_.end(), [](const Entry& entry) {
        return entry.key.field == Field::placed;
    });
}

Given Given::joined(const Given& file, const Given& station) {
    auto entries = file.entries_;
    entries.insert(entries.end(), station.entries_.begin(), station.entries_.end());
    return Given{std::move(entries)};
}

std::string Given::pack() const {
    Buffer octets;
    octets.reserve(1 + entries_.size() * kPackedEntry);
    Writer out{octets};
    out.u8(kPackVersion);
    for (const auto& entry : entries_) {
        out.u8(static_cast<std::uint8_t>(entry.key.field));
        out.u16le(entry.key.position);
        out.u32le(static_cast<std::uint32_t>(entry.digest));
        out.u32le(static_cast<std::uint32_t>(entry.digest >> 32U));
    }
    return std::string{text_of(octets)};
}

std::optional<Given> Given::unpack(std::string_view octets) {
    Reader in{bytes_of(octets)};
    const bool is_known = in.u8() == kPackVersion;
    if (!is_known || in.remaining() % kPackedEntry != 0) {
        return std::nullopt;
    }
    std::vector<Entry> entries;
    entries.reserve(in.remaining() / kPackedEntry);
    while (in.remaining() > 0) {
        Entry entry;
        entry.key.field = static_cast<Field>(in.u8());
        entry.key.position = in.u16le();
        entry.digest = in.u32le();
        entry.digest |= std::uint64_t{in.u32le()} << 32U;
        entries.push_back(entry);
    }
    return Given{std::move(entries)};
}

Given given(const World& world, const Device& device) {
    const auto file = file_given(world, device);
    const bool is_all = file.empty() || device.protocol == Protocol::sip;
    return is_all ? file : Given::joined(file, Given{station_fields(world, device)});
}

Given file_given(const World& world, const Device& device) {
    auto source = PhoneSource::of(world, device);
    if (source && source->model.is_third_party()) {
        return {};
    }
    if (source) {
        // What the database says, not what lies on this process's disk: files that come and go are no change
        // of the phone's configuration, and two processes agree.
        source->load = source->wanted;
        source->user_locale = source->wanted_user_locale;
        source->network_locale = source->wanted_network_locale;
    }
    return source ? Given{phone_file_fields(*source)} : Given{};
}

Given placed_file_given() {
    return Given{{{.key = {Field::placed, 0}, .digest = 0}}};
}

std::vector<FieldKey> differences(const Given& before, const Given& after) {
    std::vector<Given::Entry> differing;
    const auto is_less = [](const Given::Entry& a, const Given::Entry& b) {
        return std::pair{a.key, a.digest} < std::pair{b.key, b.digest};
    };
    std::set_symmetric_difference(
        before.entries().begin(),
        before.entries().end(),
        after.entries().begin(),
        after.entries().end(),
        std::back_inserter(differing),
        is_less
    );
    std::vector<FieldKey> keys;
    for (const auto& entry : differing) {
        if (keys.empty() || keys.back() != entry.key) {
            keys.push_back(entry.key);
        }
    }
    return keys;
}

}  // namespace dialtone::provision
