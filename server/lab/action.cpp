#include "server/lab/action.hpp"

#include <array>
#include <cstddef>

namespace dialtone::lab {

namespace {

struct Entry {
    Progress progress;
    std::string_view word;
    std::string_view heading;
    bool trouble;
};

constexpr std::array kEntries{
    Entry{Progress::powered_on, "powered_on", "power on", false},
    Entry{Progress::address_obtained, "address_obtained", "address", false},
    Entry{Progress::address_refused, "address_refused", "address lost", true},
    Entry{Progress::no_address, "no_address", "no address", true},
    Entry{Progress::file_fetched, "file_fetched", "file", false},
    Entry{Progress::file_missing, "file_missing", "no file", false},
    Entry{Progress::no_file_server, "no_file_server", "no server", true},
    Entry{Progress::bad_file, "bad_file", "bad file", true},
    Entry{Progress::file_ignored, "file_ignored", "ignores file", true},
    Entry{Progress::load_changed, "load_changed", "new load", false},
    Entry{Progress::load_kept, "load_kept", "keeps load", true},
    Entry{Progress::connecting, "connecting", "connects", false},
    Entry{Progress::connect_failed, "connect_failed", "no connection", true},
    Entry{Progress::registering, "registering", "registers", false},
    Entry{Progress::rejected, "rejected", "rejected", true},
    Entry{Progress::stuck, "stuck", "stuck", true},
    Entry{Progress::registered, "registered", "registered", false},
    Entry{Progress::connection_lost, "connection_lost", "lost", true},
    Entry{Progress::told_reset, "told_reset", "told reset", false},
    Entry{Progress::told_restart, "told_restart", "told restart", false},
    Entry{Progress::told_apply, "told_apply", "told apply", false},
    Entry{Progress::off_hook, "off_hook", "off hook", false},
    Entry{Progress::dial_tone, "dial_tone", "dial tone", false},
    Entry{Progress::no_dial_tone, "no_dial_tone", "no dial tone", true},
    Entry{Progress::silence, "silence", "silence", false},
    Entry{Progress::on_hook, "on_hook", "on hook", false},
    Entry{Progress::unregistered, "unregistered", "goodbye", false},
};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < kEntries.size(); ++i) {
        if (static_cast<std::size_t>(kEntries[i].progress) != i) {
            return false;
        }
    }
    return true;
}

static_assert(is_in_order(), "the table is indexed by the enumerator");

}  // namespace

std::string_view to_string(Progress progress) {
    return kEntries.at(static_cast<std::size_t>(progress)).word;
}

std::string_view heading_of(Progress progress) {
    return kEntries.at(static_cast<std::size_t>(progress)).heading;
}

bool is_trouble(Progress progress) {
    return kEntries.at(static_cast<std::size_t>(progress)).trouble;
}

}  // namespace dialtone::lab
