#include "server/operations/pending_change.hpp"

#include "common/error/try.hpp"
#include "common/text/ascii.hpp"
#include "server/change/difference.hpp"
#include "server/operations/file_places.hpp"
#include "server/operations/lookup.hpp"
#include "server/operations/phones.hpp"
#include "server/operations/session.hpp"
#include "server/provision/phone_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dialtone::operations {

namespace {

using change::Action;
using provision::Field;
using provision::FieldKey;

constexpr std::string_view kEnding = ".cnf.xml";

std::string word_of(Action action) {
    constexpr std::array<std::string_view, 4> kWords{"nothing", "apply", "restart", "reset"};
    return std::string{kWords[static_cast<std::size_t>(action)]};
}

/// What it takes, in a sentence.
std::string sentence_of(Action action, const DeviceName& name) {
    switch (action) {
        case Action::none:
            return fmt::format("{} has all that it acts on.", name.text());
        case Action::apply:
            return fmt::format("{} would apply it: it fetches its file and stays registered.", name.text());
        case Action::restart:
            return fmt::format("{} would restart: it registers anew and fetches its file.", name.text());
        case Action::reset:
            return fmt::format("{} would reset: it boots anew, DHCP included.", name.text());
    }
    return {};
}

constexpr std::string_view kPlacedFile = "a file placed by hand";

/// The record of the node where the phone is registered, else of the first node that it would go to.
const db::GivenAtNode* record_of(
    const World& world,
    const Device& device,
    const std::vector<db::GivenAtNode>& found,
    const std::optional<std::string>& registered_at
) {
    const auto of_node = [&](std::string_view node) {
        const auto at = std::find_if(found.begin(), found.end(), [&](const db::GivenAtNode& candidate) {
            return iequals(candidate.node, node);
        });
        return at == found.end() ? nullptr : &*at;
    };
    if (registered_at) {
        if (const auto* at = of_node(*registered_at)) {
            return at;
        }
    }
    for (const auto* node : world.nodes_of(device)) {
        if (const auto* at = of_node(node->name)) {
            return at;
        }
    }
    return found.empty() ? nullptr : &found.front();
}

std::string buttons_in_words(const World& world, const Device& device) {
    return name_or_unknown(world.button_templates, device.button_template);
}

std::string line_in_words(const World& world, const Device& device, FieldKey key) {
    for (const auto& line : device.lines) {
        if (line.line == key.position) {
            const auto* number = world.numbers.find(line.number);
            return key.field == Field::line_label     ? line.label
                   : key.field == Field::line_display ? line.display
                   : number == nullptr                ? ""
                                                      : number->pattern;
        }
    }
    return {};
}

std::string speed_dial_in_words(const Device& device, FieldKey key) {
    for (const auto& dial : device.speed_dials) {
        if (dial.position == key.position) {
            return dial.label.empty() ? dial.number : dial.number + " (" + dial.label + ")";
        }
    }
    return {};
}

std::string service_in_words(const World& world, const Device& device, FieldKey key) {
    for (const auto& own : device.services) {
        if (own.position == key.position) {
            return name_or_unknown(world.services, own.service);
        }
    }
    return {};
}

/// What the phone would be given for a field; of the file its elements. "" when it is given nothing any more.
std::string present_of(const provision::PhoneSource& source, FieldKey key) {
    const auto& world = source.world;
    const auto& device = source.device;
    switch (key.field) {
        case Field::buttons:
            return buttons_in_words(world, device);
        case Field::softkeys: {
            const auto* keys = world.softkey_templates.find(device.softkey_template);
            return keys == nullptr ? "Standard User" : keys->name;
        }
        case Field::line_number:
        case Field::line_label:
        case Field::line_display:
            return line_in_words(world, device, key);
        case Field::speed_dial:
            return speed_dial_in_words(device, key);
        case Field::service_button:
            return service_in_words(world, device, key);
        default:
            return provision::text_of_field(source, key.field);
    }
}

/// For people: the field with what it takes, and below it what the phone would get.
std::string read_aloud(const Listing& table) {
    std::string text;
    for (const auto& row : table.rows) {
        text += fmt::format("{} ({})\n", to_text(row[0]), to_text(row[1]));
        auto now = to_text(row[2]);
        if (now.empty()) {
            now = "nothing any more";
        }
        for (std::string_view rest = now; !rest.empty();) {
            const auto line = rest.substr(0, rest.find('\n'));
            text += fmt::format("  {}\n", line);
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        }
    }
    return text;
}

Listing table_of(const provision::PhoneSource& source, const std::vector<FieldKey>& differing) {
    Listing table;
    table.key = "changes";
    table.title = "What it would get";
    table.columns = {{"what", "WHAT"}, {"takes", "TAKES"}, {"now", "NOW", 1}};
    table.none = "Nothing is pending.";
    for (const auto key : differing) {
        table.rows.push_back(
            {provision::describe(key), word_of(change::action_for(key.field)), present_of(source, key)}
        );
    }
    if (!table.rows.empty()) {
        table.reading = read_aloud(table);
    }
    return table;
}

Outcome<const Device*> device_of(const World& world, std::string_view word) {
    if (iends_with(word, kEnding)) {
        word.remove_suffix(kEnding.size());
    }
    return find_device(world, word);
}

/// Of a file placed by hand nobody knows what in it differs from what the database says: it is left out of
/// the comparison, and said.
struct FileInUse {
    bool was_placed = false;  ///< what the phone has
    bool is_placed = false;   ///< what it would get now

    [[nodiscard]] std::string remark(const DeviceName& name) const {
        const auto next = fmt::format("at its next restart: `dialtone phone restart {}`.", name.text());
        if (was_placed && is_placed) {
            return "It has a file placed by hand, so that what the database says of its file does not reach "
                   "it.";
        }
        return was_placed
                   ? "It has a file placed by hand that is not there any more. It gets the generated one " +
                         next
               : is_placed ? "A file placed by hand has been there since. It gets that " + next
                           : std::string{};
    }
};

provision::Given comparable(
    const provision::Given& received, const provision::Given& present, const FileInUse& file
) {
    return file.was_placed || file.is_placed
               ? provision::Given::joined(present.file_part(), received.station_part())
               : received;
}

}  // namespace

Outcome<std::optional<ReceivedAtNode>> last_received(
    Session& session, const World& world, const Device& device
) {
    DIALTONE_TRY(const auto registrations, live_registrations(session));
    const auto at = registrations.find(device.name);
    const auto node = at == registrations.end() ? std::nullopt : std::optional{at->second.node};
    DIALTONE_TRY(const auto found, db::find_given(session.directory(), device.name));
    const auto* last = record_of(world, device, found, node);
    auto received = last == nullptr ? std::nullopt : provision::Given::unpack(last->given.fields);
    return received ? std::optional{ReceivedAtNode{last->node, *std::move(received), node.has_value()}}
                    : std::optional<ReceivedAtNode>{};
}

Outcome<Report> show_pending_change(Session& session, const Call& call) {
    DIALTONE_TRY(const auto world, session.world());
    DIALTONE_TRY(const auto* device, device_of(*world, call.text("name")));
    const auto source = provision::PhoneSource::of(*world, *device);
    if (!source || source->model.is_third_party()) {
        return conflict(
            fmt::format("{} is given no file: a third-party device is set up by hand.", device->name.text())
        );
    }
    DIALTONE_TRY(const auto last, last_received(session, *world, *device));
    if (!last) {
        return Report::of(fmt::format(
            "{} has received nothing from here yet, so nothing is pending: it gets all of it when it comes. "
            "`dialtone file {}{}` shows its file.",
            device->name.text(),
            device->name.text(),
            kEnding
        ));
    }
    DIALTONE_TRY(const auto* files_node, node_with_files(*world, call));
    const auto opened = open_file(
        session,
        with_loads(session, world, files_node),
        files_node,
        device->name.text() + std::string{kEnding}
    );
    const FileInUse file{
        .was_placed = last->given.has_placed_file(), .is_placed = opened.origin == files::Origin::placed};
    const auto present = provision::given(*world, *device);
    const auto received = comparable(last->given, present, file);
    const auto directive = change::directive_for(*world, *device, received, present);
    const auto action = directive ? directive->action : Action::none;
    Report report;
    report.properties = {
        {"name", "Name", device->name.text()},
        {"state", "State", std::string{last->is_registered ? "registered" : "absent"}},
        {"node", "Received at node", last->node},
        {"file_received", "It has", words_for_received(last->given)},
        {"action", "It takes", word_of(action)},
    };
    auto table = table_of(*source, provision::differences(received, present));
    const bool is_pending = !table.rows.empty();
    report.tables.push_back(std::move(table));
    if (is_pending) {
        report.remarks.push_back(sentence_of(action, device->name));
    }
    if (is_pending && action != Action::none) {
        report.remarks.emplace_back(
            last->is_registered ? "It is told as soon as it is idle and its turn has come."
                                : "It is away, and gets it when it comes back."
        );
    }
    if (auto remark = file.remark(device->name); !remark.empty()) {
        report.remarks.push_back(std::move(remark));
    }
    return report;
}

std::string words_for_received(const provision::Given& given) {
    return std::string{given.has_placed_file() ? kPlacedFile : "the file made from the device database"};
}

}  // namespace dialtone::operations
