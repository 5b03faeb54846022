#include "server/sccp/softkey_catalogue.hpp"

#include "common/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dialtone::sccp {

namespace {

struct CatalogueEntry {
    SoftKey key;
    std::string_view name;
    std::uint16_t code;  ///< in the phone's dictionary; 0: the name itself is the label
};

/// By event.
constexpr std::array kCatalogue{
    CatalogueEntry{SoftKey::redial, "Redial", 0x8001},
    CatalogueEntry{SoftKey::new_call, "NewCall", 0x8002},
    CatalogueEntry{SoftKey::hold, "Hold", 0x8003},
    CatalogueEntry{SoftKey::transfer, "Trnsfer", 0x8004},
    CatalogueEntry{SoftKey::forward_all, "CFwdAll", 0x8005},
    CatalogueEntry{SoftKey::forward_busy, "CFwdBusy", 0x8006},
    CatalogueEntry{SoftKey::forward_no_answer, "CFwdNoAnswer", 0x8007},
    CatalogueEntry{SoftKey::backspace, "<<", 0x8008},
    CatalogueEntry{SoftKey::end_call, "EndCall", 0x8009},
    CatalogueEntry{SoftKey::resume, "Resume", 0x800A},
    CatalogueEntry{SoftKey::answer, "Answer", 0x800B},
    CatalogueEntry{SoftKey::info, "Info", 0x800C},
    CatalogueEntry{SoftKey::conference, "Confrn", 0x800D},
    CatalogueEntry{SoftKey::park, "Park", 0x800E},
    CatalogueEntry{SoftKey::join, "Join", 0x800F},
    CatalogueEntry{SoftKey::meet_me, "MeetMe", 0x8010},
    CatalogueEntry{SoftKey::pickup, "PickUp", 0x8011},
    CatalogueEntry{SoftKey::group_pickup, "GPickUp", 0x8012},
    CatalogueEntry{SoftKey::remove_last, "RmLstC", 0x8039},
    CatalogueEntry{SoftKey::call_back, "CallBack", 0x8041},
    CatalogueEntry{SoftKey::barge, "Barge", 0x8043},
    CatalogueEntry{SoftKey::do_not_disturb, "DND", 0x803F},
    CatalogueEntry{SoftKey::divert, "iDivert", 0x8050},
    CatalogueEntry{SoftKey::conference_barge, "cBarge", 0x8051},
    CatalogueEntry{SoftKey::private_call, "Private", 0x8036},
    CatalogueEntry{SoftKey::other_pickup, "OPickUp", 0x805B},
    CatalogueEntry{SoftKey::hunt_log, "HLog", 0x805C},
    CatalogueEntry{SoftKey::direct_transfer, "DirTrfr", 0x804D},
    CatalogueEntry{SoftKey::select, "Select", 0x804E},
    CatalogueEntry{SoftKey::conference_list, "ConfList", 0x804F},
    CatalogueEntry{SoftKey::quality_report, "QRT", 0x804B},
    CatalogueEntry{SoftKey::malicious_call, "MCID", 0x804C},
    CatalogueEntry{SoftKey::video_mode, "VidMode", 0x8058},
    CatalogueEntry{SoftKey::dial, "Dial", 0},
    CatalogueEntry{SoftKey::record, "Record", 0x1E43},
    CatalogueEntry{SoftKey::mobility, "Mobility", 0x1E2B},
    CatalogueEntry{SoftKey::abbreviated_dial, "AbbrDial", 0x1E3C},
    CatalogueEntry{SoftKey::intercept, "Intrcpt", 0x803C},
    CatalogueEntry{SoftKey::transfer_to_voicemail, "TrnsfVM", 0x803E},
};

constexpr std::array<std::string_view, 12> kModes{
    "on hook",
    "connected",
    "on hold",
    "ring in",
    "off hook",
    "connected transfer",
    "digits after first",
    "connected conference",
    "ring out",
    "off hook with feature",
    "remote in use",
    "connected no feature"};

/// Number of the help text that is built into the phones, for event 0.
constexpr std::uint16_t kHelp = 300;

std::string label_of(const CatalogueEntry& entry) {
    if (entry.code == 0) {
        return std::string{entry.name};
    }
    return {static_cast<char>(entry.code >> 8U), static_cast<char>(entry.code & 0xFFU)};
}

const CatalogueEntry* find_entry(std::string_view name) {
    const auto found = std::find_if(kCatalogue.begin(), kCatalogue.end(), [&](const CatalogueEntry& e) {
        return iequals(e.name, name);
    });
    return found != kCatalogue.end() ? &*found : nullptr;
}

/// The catalogue entries that the template uses, in the catalogue's order.
std::vector<const CatalogueEntry*> used_by(const SoftkeyTemplate& row) {
    std::vector<const CatalogueEntry*> used;
    for (const auto& set : row.sets) {
        for (const auto& name : set.keys) {
            const auto* entry = find_entry(name);
            if (entry != nullptr && std::find(used.begin(), used.end(), entry) == used.end()) {
                used.push_back(entry);
            }
        }
    }
    std::sort(used.begin(), used.end());
    used.resize(std::min(used.size(), SoftKeyTemplate::kSlots));
    return used;
}

}  // namespace

std::optional<SoftKey> find_softkey(std::string_view name) {
    const auto* entry = find_entry(name);
    return entry != nullptr ? std::optional{entry->key} : std::nullopt;
}

std::optional<SoftKeyMode> find_softkey_mode(std::string_view call_mode) {
    for (std::size_t i = 0; i < kModes.size(); ++i) {
        if (iequals(kModes[i], call_mode)) {
            return SoftKeyMode{static_cast<std::uint32_t>(i)};
        }
    }
    return std::nullopt;
}

SoftKeyTemplate softkey_template(const SoftkeyTemplate& row) {
    SoftKeyTemplate message;
    for (const auto* entry : used_by(row)) {
        message.keys.push_back({label_of(*entry), entry->key});
    }
    return message;
}

SoftKeySet softkey_set(const SoftkeyTemplate& row) {
    const auto used = used_by(row);
    SoftKeySet message;
    message.sets.resize(kModes.size());
    for (const auto& set : row.sets) {
        const auto mode = find_softkey_mode(set.call_mode);
        if (!mode) {
            continue;
        }
        auto& keys = message.sets[static_cast<std::size_t>(*mode)];
        std::size_t slot = 0;
        for (const auto& name : set.keys) {
            const auto found = std::find(used.begin(), used.end(), find_entry(name));
            if (slot >= SoftKeySet::kKeysPerSet) {
                break;
            }
            if (found != used.end()) {
                keys.positions[slot] = static_cast<std::uint8_t>(found - used.begin() + 1);
                keys.help[slot] =
                    static_cast<std::uint16_t>(kHelp + static_cast<std::uint32_t>((*found)->key));
            }
            slot += found != used.end() || name.empty() ? 1U : 0U;
        }
    }
    return message;
}

}  // namespace dialtone::sccp
